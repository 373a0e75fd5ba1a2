"""The patient's page: a syndrome in plain words, and, when the clinician chooses so, what was noted in one case.

Its sections and their order are those of the founding document (claim w03). It names no diagnosis and no probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources

from paraneo.contract import Assessment, Candidate
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.model import Study
from paraneo.ontology import load_ontology
from paraneo.plain import BASE, Texts, texts
from paraneo.plain.facts import TUMOUR_LISTED, Facts, facts, often, rules
from paraneo.version import __version__
from paraneo.views.text import References, describe

MOST_SIGNS = {"most": 6, "many": 5, "some": 6, "few": 4}
MOST_TUMOURS = 4
CERTAIN = 0.9995  # a tumour that is there at all with this probability is one that the case names
FOUNDING = "nord-2016", "cleveland-2025"


class NotOfThisCase(ValueError):
    """The case neither names the syndrome nor leads with it: no page says that a patient's doctors think of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or a list with a line above it."""

    text: str
    items: list[str] = field(default_factory=list)
    heading: str = ""
    short: bool = False  # a list of few words each


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `marks` are the numbers of its sources."""

    id: str
    heading: str
    parts: list[Part]
    marks: str


def leaflet(
    syndrome_id: str,
    kb: Compiled,
    language: str = BASE,
    assessment: Assessment | None = None,
    *,
    stylesheet: str | None = None,
) -> str:
    """The page as HTML that asks nothing of another host.

    Args:
        assessment: of a case, where the clinician wants its findings on the page.
        stylesheet: where the page is served without inline styles, the address that returns :func:`style`.
    Raises:
        KeyError: if there is no such syndrome or language.
        NotOfThisCase: if the case neither names the syndrome nor leads with it.

    >>> from paraneo.knowledge.store import load_knowledge
    >>> '<html lang="en">' in leaflet("lambert-eaton", load_knowledge())
    True
    """
    import jinja2  # only a page needs it

    if assessment is not None and syndrome_id not in offered(assessment):
        raise NotOfThisCase(syndrome_id)
    words = texts(language)
    page = _Page(syndrome_id, kb, words, facts(syndrome_id, kb))
    source = resources.files("paraneo.views").joinpath("patient.html.jinja").read_text(encoding="utf-8")
    template = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
    return template.render(
        lang=language,
        frame=words.frame,
        name=words.syndromes[syndrome_id].name,
        case=[] if assessment is None else list(page.case(assessment)),
        sections=list(page.sections(assessment)),
        help=words.help,
        sources=[(number, describe(one, kb.kb.studies), _link(kb.kb.studies[one])) for number, one in page.references],
        made_by=words.frame["made_by"].format(version=__version__, kb=kb.kb.version, digest=kb.digest[:12]),
        stylesheet=stylesheet,
        style=style(),
    )


def offered(assessment: Assessment) -> list[str]:
    """The syndromes that a page for this case may be about: what it names, and what leads."""
    syndromes = {candidate.id for candidate in assessment.conditions if candidate.kind == "syndrome"}
    leading = assessment.conditions[0].id
    return [one for one in dict.fromkeys([leading, *_named(assessment)]) if one in syndromes]


def style() -> str:
    """The style sheet of the page."""
    return resources.files("paraneo.views").joinpath("patient.css").read_text(encoding="utf-8")


def _named(assessment: Assessment) -> list[str]:
    """Conditions that the case itself states: criteria ask about them without having inferred them."""
    return [one.subject for one in assessment.criteria if one.subject and one.inferred is None]


def _link(study: Study) -> str:
    if study.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/"
    return f"https://doi.org/{study.doi}" if study.doi else study.url or ""


def _unique(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _ranges(marks: str) -> str:
    """Numbers of sources as a reader knows them.

    >>> _ranges("[1][2][3][7]")
    '1-3, 7'
    """
    numbers = sorted(int(mark) for mark in marks.strip("[]").split("][") if mark)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


class _Page:
    """The sections of one page, in order; it keeps the numbers of the sources."""

    def __init__(self, syndrome: str, knowledge: Compiled, words: Texts, told: Facts) -> None:
        self.condition = knowledge.kb.conditions[syndrome]
        self.kb = knowledge.kb
        self.words = words
        self.own = words.syndromes[syndrome]
        self.told = told
        self.references = References()

    def sections(self, assessment: Assessment | None) -> Iterator[Section]:
        """Every section, in the order of the founding document."""
        alerts = [] if assessment is None else [step.id for step in assessment.alerts]
        treatments = self.told.treatments if assessment is None else self._treatments_of(assessment)
        own, condition, again = self.own, self.condition, self.told.search_again
        to_search = [] if self._planned(assessment) else self.told.tests  # a case's own tests stand where it is told of
        tests = (source for test in to_search for source in self.kb.tests[test].summary.sources)
        outcomes = (one.study for one in condition.outcomes)
        yield self._section("symptoms", own.symptoms, self._signs(), condition.summary.sources, self._sign_studies())
        yield self._section("causes", own.causes, self._tumours(), condition.summary.sources)
        yield self._section("risk", self._risk(), [], self._risk_studies())
        yield self._section("diagnosis", "", self._tests(to_search), tests, again.sources if again else ())
        yield self._section("urgent", own.urgent, self._urgent(alerts), self._urgent_sources(), FOUNDING)
        advice = [Part(self._advice(one)) for one in treatments]
        yield self._section("treatment", own.treatment, advice, self._advice_sources(treatments))
        yield self._section("where", "", [])
        yield self._section("outlook", own.outlook, [], outcomes)
        yield self._section("complications", "", self._dangers(), self._urgent_sources())

    def _section(self, name: str, own: str, more: list[Part], *sources: Iterable[str]) -> Section:
        """The syndrome's own text, what it shares with others of its body system, then lists made from data."""
        shared = self.words.sections.get(name, {})
        keys = [self.condition.system, "all", *(["infection"] if self._immune() else [])]
        blocks = [shared[key] for key in keys if key in shared]
        cited = [one for some in (*sources, *(block.sources for block in blocks)) for one in some]
        parts = [*([Part(own)] if own else []), *(Part(block.text) for block in blocks), *more]
        return Section(name, self.words.frame["headings"][name], parts, _ranges(self.references.cite(cited)))

    def _signs(self) -> list[Part]:
        """What studies saw, by how often; words that two findings share stand where they are commonest."""
        parts: list[Part] = []
        seen: set[str] = set()
        for tier, most in MOST_SIGNS.items():
            signs = (sign for sign, share in self.told.signs if often(share) == tier and sign in self.words.signs)
            words = [word for word in _unique(self.words.signs[sign] for sign in signs) if word not in seen]
            seen.update(words)
            if words:
                parts.append(Part(self.words.frame["often"][tier], words[:most], short=True))
        return [*parts, Part(self.words.frame["not_all"])] if parts else []

    def _tumours(self) -> list[Part]:
        if not self.told.tumours:
            return [Part(self.words.frame["tumour_seldom"])]
        shares: dict[str, float] = {}
        for tumour, share in self.told.tumours:
            shares[self.words.tumours[tumour]] = shares.get(self.words.tumours[tumour], 0.0) + share
        ranked = sorted(shares.items(), key=lambda entry: -entry[1])
        listed = [words for words, share in ranked[:MOST_TUMOURS] if share >= TUMOUR_LISTED]
        return [Part(self.words.frame["tumours_first"], listed)]

    def _risk(self) -> str:
        frame, (low, middle, high) = self.words.frame, self.told.age
        age = frame["age" if low >= 5 else "age_from_birth"].format(low=low, middle=middle, high=high)
        lines = [age, frame["sex"][self.told.sex], *([frame["smoked"]] if self.told.smoked else [])]
        if not all(self.told.counted):
            lines.append(frame["partly_estimated" if any(self.told.counted) else "estimated"])
        return " ".join(lines)

    def _tests(self, tests: list[str]) -> list[Part]:
        """The tests that look for the tumours, and when they are done again."""
        parts = [Part(self.words.frame["tests_first"], [self._test(test) for test in tests])] if tests else []
        plan = self.told.search_again.schedule if self.told.search_again else None
        if plan is not None and plan.every and plan.until:
            first, every, years = round(plan.first), round(plan.every), round(plan.until / 12)
            parts.append(Part(self.words.frame["search_again"].format(first=first, every=every, years=years)))
        return parts

    def _test(self, test: str) -> str:
        return f"{self.words.tests[test].name}: {self.words.tests[test].what}"

    def _urgent(self, alerts: list[str]) -> list[Part]:
        """The warning signs, those of the case's alerts first, and when to see a doctor soon."""
        frame = self.words.frame
        raised = [name for name in self.told.warnings if set(rules()[name].emergencies) & set(alerts)]
        signs = [self.words.warnings[name] for name in _unique([*raised, *self.told.warnings])]
        lines = [f"{sign.name}. {sign.look}" for sign in signs]
        call = [Part(frame["call"], lines)] if lines else []
        return [*call, Part(frame["soon"], heading=frame["soon_heading"])]

    def _advice(self, advice: str) -> str:
        english = self.words.language == BASE
        return self.kb.advice[advice].plain if english else self.words.treatments[advice]

    def _dangers(self) -> list[Part]:
        dangers = [self.words.warnings[name].because for name in self.told.warnings]
        return [Part(self.words.frame["dangers"], dangers)] if dangers else []

    def case(self, assessment: Assessment) -> Iterator[Part]:
        """What the clinician has noted, in cautious words; no probability."""
        frame = self.words.frame
        named = self.condition.id in _named(assessment)
        yield Part(frame["case_named" if named else "case_leading"])
        candidate = next(one for one in assessment.conditions if one.id == self.condition.id)
        known = (one.id for one in assessment.tumours if one.present is not None and one.present >= CERTAIN)
        for text, items in (
            ("case_signs", self._signs_of(candidate)),
            ("case_antibodies", [one.name for one in assessment.antibody_results if "positive" in one.results]),
            ("case_tumours", _unique(self.words.tumours[one] for one in known)),
            ("case_tests", [self._test(test) for test in self._planned(assessment)]),
        ):
            if items:
                yield Part(frame[text], items)
        yield Part(frame["case_ask"])

    def _planned(self, assessment: Assessment | None) -> list[str]:
        """The tests of a case's search for a tumour."""
        steps = [] if assessment is None else assessment.tumour_search
        return [step.id for step in steps if step.id in self.words.tests]

    def _signs_of(self, candidate: Candidate) -> list[str]:
        """Signs of the case that speak for the syndrome, each in its own words or those of the nearest wider sign."""
        present = (one for one in candidate.evidence if one.kind == "sign" and one.status == "present")
        return _unique(words for one in present if one.decibans > 0 and (words := self._words_of(one.item)))

    def _words_of(self, label: str) -> str:
        ontology = load_ontology()
        terms = {finding.label: finding.id for area in self.kb.areas.values() for finding in area.findings}
        term = terms.get(label) or ontology.names.find(label) or ""
        if term in self.words.signs or term not in ontology:
            return self.words.signs.get(term, "")
        wider = [one for one in ontology.ancestors(term) if one in self.words.signs]
        return self.words.signs[max(wider, key=lambda one: (ontology.information(one), one))] if wider else ""

    def _treatments_of(self, assessment: Assessment) -> list[str]:
        """The case's own advice on treatment, as far as it is about this syndrome or about any."""
        advised = (self.kb.advice[step.id] for step in assessment.treatment if step.id in self.kb.advice)
        treatments = (one for one in advised if one.stage == "treatment")
        any_or_this = [
            one.id for one in treatments if self.condition.id in (one.applies.conditions or [self.condition.id])
        ]
        return any_or_this or self.told.treatments

    def _immune(self) -> bool:
        return self.condition.id in self.kb.advice["caution-infection"].applies.conditions

    def _sign_studies(self) -> list[str]:
        shown = {sign for sign, share in self.told.signs if often(share) and sign in self.words.signs}
        profiles = (self.condition, *self.condition.with_antibody.values())
        return [one.study for profile in profiles for one in profile.findings if one.finding.id in shown]

    def _risk_studies(self) -> list[str]:
        profile = self.condition
        return [one.study for some in (profile.age, profile.sex, profile.smoking) for one in some]

    def _urgent_sources(self) -> list[str]:
        """Of each warning sign, the emergencies that name the syndrome or no condition, else the first."""
        sources = list(self.condition.summary.sources)
        for name in self.told.warnings:
            behind = [self.kb.emergencies[one] for one in rules()[name].emergencies]
            near = [one for one in behind if not one.conditions or self.condition.id in one.conditions]
            sources += [source for one in near or behind[:1] for source in one.sources]
        return sources

    def _advice_sources(self, treatments: list[str]) -> list[str]:
        sources = [source for one in treatments for source in self.kb.advice[one].sources]
        return [*self.condition.summary.sources, *sources]
