"""The report: an assessment on one or two printed pages for the patient's record, as a page (HTML) and as PDF."""

from __future__ import annotations

import bisect
import datetime
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from paraneo.case import Case
from paraneo.contract import Assessment, Candidate, Contribution, Criteria, CriteriaItem, NextTest, Share
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.knowledge.model import KnowledgeBase, Study
from paraneo.quantities import percent
from paraneo.views import report_case
from paraneo.views.text import LEAST_SHARE, MOST_CONDITIONS, References, between, describe

if TYPE_CHECKING:
    import jinja2

MOST_REASONS = ((6, 4), (4, 3))  # for and against the first condition, and the second
MOST_COUNTS = 3
MOST_SHARES = 4
MOST_CRITERIA = 4
LONGEST_ASKED = 70  # letters of what an open item asks for
SECOND_FROM = 0.1  # the probability from which the reasons of the second condition are given too
MOST_PAGES = 2
SIZES = (8.8, 8.6, 8.4, 8.2, 8.0, 7.8, 7.6, 7.4, 7.2, 7.0, 6.8)  # of print, in points: the largest that fits is taken
LONG = (("longest", 30_000), ("long", 24_500))  # letters of the page, from which its print is smaller
MISSING = (
    "the report needs jinja2, and a PDF needs WeasyPrint with its Debian libraries: pip install 'paraneo[pdf]' and "
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


class CannotPrint(RuntimeError):
    """What the report is made with is not installed; the text names the fix."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for and against a condition most strongly, and the rest as one number."""

    candidate: Candidate
    supporting: list[Contribution]
    opposing: list[Contribution]
    others: int
    rest: float


def to_html(assessment: Assessment, case: Case, kb: KnowledgeBase, *, stylesheet: str | None = None) -> str:
    """The report as a complete page that loads nothing.

    Args:
        case: the one that was assessed; what is dated after the assessment's date is left out.
        stylesheet: where the page is served without inline styles, the address that returns :func:`style`.
    Raises:
        CannotPrint: if jinja2 is not installed.
    """
    if assessment.as_of is not None:
        case = case.as_of(datetime.date.fromisoformat(assessment.as_of))
    shown = [c for c in assessment.conditions[:MOST_CONDITIONS] if c.probability >= LEAST_SHARE]
    shown = shown or assessment.conditions[:1]
    explained = [c for place, c in enumerate(shown[:2]) if place == 0 or c.probability >= SECOND_FROM]
    criteria, others = _criteria(assessment)
    names = {c.id: c.name for c in assessment.conditions}
    parts = {
        "a": assessment,
        "case_lines": report_case.lines(case, kb),
        "shown": shown,
        "remaining": assessment.conditions[len(shown) :],
        "reasons": [_reasons(c, *most) for c, most in zip(explained, MOST_REASONS, strict=False)],
        "criteria": criteria,
        "other_criteria": _by_level(others, names),
        "names": names,
        "studies": kb.studies,
        "stylesheet": stylesheet,
    }
    length = len(_template().render(parts, references=References()))
    return _template().render(parts, references=References(), style=style(), print_size=_print_size(length))


def to_pdf(html: str) -> bytes:
    """The page of :func:`to_html` (with its styles inside) as PDF, in the largest print that :func:`laid_out` finds.

    Raises:
        CannotPrint: if WeasyPrint or a library that it needs is not installed.
    """
    pdf: bytes = laid_out(html).write_pdf(pdf_tags=True)
    return pdf


def laid_out(html: str) -> Any:
    """WeasyPrint's document in the largest print with which it has at most two pages, else in the smallest.

    Raises:
        CannotPrint: if WeasyPrint or a library that it needs is not installed.
    """
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as error:  # OSError: Pango is not there
        raise CannotPrint(MISSING) from error
    page = weasyprint.HTML(string=html, url_fetcher=_fetch_nothing)

    @functools.cache
    def printed(size: float) -> Any:
        return page.render(stylesheets=[weasyprint.CSS(string=f"html {{ font-size: {size}pt !important }}")])

    def fits(size: float) -> bool:
        return len(printed(size).pages) <= MOST_PAGES

    place = 0 if fits(SIZES[0]) else bisect.bisect_left(SIZES[:-1], True, lo=1, key=fits)
    return printed(SIZES[place])


@functools.cache
def style() -> str:
    """The style sheet of the report."""
    return resources.files("paraneo.views").joinpath("report.css").read_text(encoding="utf-8")


def _print_size(length: int) -> str:
    """The size of print for a page that a browser prints, by its length; a PDF is fitted exactly."""
    return next((name for name, least in LONG if length >= least), "")


def short(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return name.split(" (")[0]


def _fetch_nothing(url: str) -> dict[str, bytes]:
    raise ValueError(f"the report loads nothing, and asked for {url}")


@functools.cache
def _template() -> jinja2.Template:
    try:
        import jinja2
    except ImportError as error:
        raise CannotPrint(MISSING) from error
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(
        percent=percent, between=between, short=short, standing=_standing, decibans=_signed, counts=_counts, said=_said,
        marks=_marks, source=_source, needs=_needs, met=_met, missing=_missing, effect=_effect, top=_top,
        sentence=_sentence,
    )  # fmt: skip
    text = resources.files("paraneo.views").joinpath("report.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(text)


def _reasons(candidate: Candidate, most_for: int, most_against: int) -> Reasons:
    """The strongest items on each side; with those left out they add up to the odds."""
    strongest = sorted(candidate.evidence, key=lambda e: -abs(e.decibans))
    supporting = [e for e in strongest if e.decibans > 0][:most_for]
    opposing = [e for e in strongest if e.decibans < 0][:most_against]
    told = sum(e.decibans for e in (*supporting, *opposing))
    rest = candidate.decibans - candidate.prior_decibans - told
    others = sum(1 for e in candidate.evidence if e.decibans) - len(supporting) - len(opposing)
    return Reasons(candidate, supporting, opposing, others, rest)


def _criteria(a: Assessment) -> tuple[list[Criteria], list[Criteria]]:
    """The instruments worth space, each for its likeliest subject: those that grade paraneoplastic disease, then those
    with a level or most items met; and the others."""

    def place(c: Criteria) -> tuple[bool, bool, int]:
        met = sum(1 for item in c.items if item.status == "met")
        return not INSTRUMENTS[c.id].grades_cancer, c.level == "not met", -met

    subjects = [candidate.id for candidate in a.conditions]
    likeliest = sorted(a.criteria, key=lambda c: subjects.index(c.subject) if c.subject else -1)
    first = {c.id: c for c in reversed(likeliest)}
    shown = sorted(first.values(), key=lambda c: (place(c), c.id))[:MOST_CRITERIA]
    return shown, [c for c in a.criteria if c not in shown]


def _standing(c: Criteria) -> str:
    """The level and the score as they are now, and what may still come."""
    score = "" if not c.most else f"{c.score:g}" if c.score == c.most else f"{c.score:g} to {c.most:g}"
    points = f"{score} {'point' if score == '1' else 'points'}".replace("-", "−") if score else ""
    now = ", ".join(part for part in (_level(c), points) if part)
    higher = [level for level in c.reachable if level != c.level]
    return f"{now}; may become {' or '.join(higher)}" if higher else now


def _level(c: Criteria) -> str:
    if not c.reachable:
        return ""
    return "not met so far" if c.level == "not met" and len(c.reachable) > 1 else c.level


def _met(c: Criteria, subject: str) -> str:
    """The items that are met, with their reasons where these say more than the name of the subject."""
    met = []
    for item in c.items:
        because = [_calm(reason.removeprefix(subject).removeprefix(", ")) for reason in item.because]
        reasons = ", ".join(reason for reason in because if reason)
        if item.status == "met":
            met.append(f"{_words(item.id)} ({reasons})" if reasons else _words(item.id))
    return "; ".join(met)


def _missing(c: Criteria) -> str:
    """What would settle the open items: in words where these are few, else the item's name."""
    return "; ".join(_asked(item) for item in c.items if item.status == "undetermined")


def _asked(item: CriteriaItem) -> str:
    text = ", ".join(re.sub(r" \(`.*?`\)", "", missing) for missing in item.missing)
    plain = 0 < len(text) <= LONGEST_ASKED and "exclu" not in text
    return text if plain else _words(item.id)


def _needs(c: Criteria) -> str:
    """The shortest ways to higher levels."""
    ways = []
    for way in c.ways:
        answers = [need.split(": ", 1) for need in way.needs]
        needs = " and ".join(": ".join([_words(item), *answer]) for item, *answer in answers)
        ways.append(f"{way.level} if {needs}")
    return "; ".join(ways)


def _words(identifier: str) -> str:
    """The name of an item as words; that of "exclusion", which would read as a verdict on a disease, in others."""
    return "no better explanation" if identifier.startswith("exclusion") else _calm(identifier.replace("-", " "))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _calm(text: str) -> str:
    """What the input calls an excluded finding is one that was looked for and is not there; no disease is meant."""
    return re.sub(r"\bexcluded\b", "not present", text)


def _by_level(criteria: list[Criteria], names: dict[str, str]) -> list[tuple[str, str]]:
    """The names of instruments and their subjects, by what they say now."""
    found: dict[str, dict[str, list[str]]] = {}
    for c in criteria:
        subject = short(names.get(c.subject, ""))
        found.setdefault(_level(c), {}).setdefault(subject, []).append(c.name.split(":")[0])
    return [
        (level, "; ".join(f"for {subject}: {', '.join(cards)}" if subject else ", ".join(cards)
                          for subject, cards in by_subject.items()))
        for level, by_subject in found.items()
    ]  # fmt: skip


def _signed(value: float) -> str:
    return f"{round(value, 1) + 0.0:+.1f}".replace("-", "−")


def _said(entry: Contribution) -> str:
    status = "" if entry.status in ("known", "not mentioned") else f" {entry.status}"
    match = f", {entry.match}" if entry.match not in ("", "same term", "nearly neutral") else ""
    return _calm(f"{entry.item}{status}{match}")


def _counts(entry: Contribution) -> str:
    counts = list(dict.fromkeys(entry.estimates))
    more = f"; {len(counts) - MOST_COUNTS} more" if len(counts) > MOST_COUNTS else ""
    return "; ".join(counts[:MOST_COUNTS]) + more


def _effect(test: NextTest) -> str:
    """The probability of paraneoplastic disease after the test, by its likeliest results."""
    chances = [result.paraneoplastic for result in test.results]
    if not chances:
        return ""
    low, high = percent(min(chances)), percent(max(chances))
    return low if low == high else f"{low} to {high}"


def _top(shares: list[Share]) -> list[Share]:
    return [s for s in shares[:MOST_SHARES] if s.probability >= LEAST_SHARE]


def _marks(sources: Iterable[str], references: References) -> list[int]:
    """The numbers of some sources."""
    return [int(mark) for mark in re.findall(r"\d+", references.cite(sources))]


def _source(source: str, studies: dict[str, Study]) -> tuple[str, str | None]:
    """One line that leads to a source, and its address where it has one; of a long address the line has the host."""
    study = studies.get(source)
    if study is None:
        return source.replace("assumption:", "assumption "), None
    text = describe(source, studies)
    if study.pmid:
        return text, f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/"
    if study.doi or not study.url:
        return text, f"https://doi.org/{study.doi}" if study.doi else None
    return text.replace(study.url, urlsplit(study.url).hostname or study.url), study.url
