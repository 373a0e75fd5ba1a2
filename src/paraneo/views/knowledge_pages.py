"""The numbers of each entry of the knowledge base as tables, for the atlas and the workbench."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from markupsafe import Markup

from paraneo.knowledge.estimates import AgeEstimate, Duration, FindingFrequency, Frequency, Shares, Sourced
from paraneo.knowledge.model import (
    Antibody,
    Condition,
    KnowledgeBase,
    Later,
    LevelFrequency,
    Outcome,
    Performance,
    Profile,
    RiskClass,
    Study,
    Test,
    Tumour,
)
from paraneo.views import proportions


@dataclass(frozen=True)
class Row:
    """One estimate: what it is of, its number, a drawing where there is one, and its study.

    Attributes:
        share: the share and its 95% interval, where the number is a count.
        page: the page of what it is of, as "kind/id"; empty where it is no entry.
        order: the share as a number to sort by, negative where there is none.
        part: whether it is one of the exclusive categories of an estimate, which follow one another.
    """

    of: str
    number: str
    figure: Markup
    study: str
    locator: str
    note: str
    share: str = ""
    page: str = ""
    part: bool = False
    order: float = -1.0


@dataclass(frozen=True)
class Table:
    """Estimates of one kind."""

    title: str
    rows: list[Row] = field(default_factory=list)

    @property
    def scale(self) -> str:
        """What its drawings measure; empty where it has none."""
        if not any(row.figure for row in self.rows):
            return ""
        return "years" if self.title.endswith(("Age", "Age at onset")) else "percent"


def address(study: Study) -> str:
    """Where a study can be read; empty for a founding document without an address."""
    if study.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/"
    return f"https://doi.org/{study.doi}" if study.doi else study.url or ""


Named: TypeAlias = Condition | Antibody | Tumour | Test


def entries_of(kb: KnowledgeBase) -> dict[str, Mapping[str, Named]]:
    """The entries that have a page of numbers, by kind."""
    return {"conditions": kb.conditions, "antibodies": kb.antibodies, "tumours": kb.tumours, "tests": kb.tests}


def names_of(kb: KnowledgeBase) -> dict[str, str]:
    """The name of every such entry by its page, "kind/id"."""
    return {f"{kind}/{entry.id}": entry.name for kind, found in entries_of(kb).items() for entry in found.values()}


def rows(of: str, estimate: Sourced, page: str = "", kb: KnowledgeBase | None = None) -> list[Row]:
    """The lines of one estimate; shares give one for each category, named as `kb` does."""

    def row(number: str, figure: Markup | None = None, share: str = "", order: float = -1.0) -> Row:
        drawn = figure or Markup("")
        return Row(of, number, drawn, estimate.study, estimate.locator, estimate.note, share, page, order=order)

    if isinstance(estimate, Shares):
        return _categories(estimate, kb)
    if isinstance(estimate, AgeEstimate):
        low, high = estimate.low, estimate.high
        drawn = proportions.years(low, estimate.middle, high) if low is not None and high is not None else None
        return [row(str(estimate), drawn)]
    if isinstance(estimate, Frequency):
        if estimate.events is not None and estimate.total:
            count = estimate.events, estimate.total
            order = estimate.events / estimate.total
            return [row(str(estimate), proportions.bar(*count), proportions.interval(*count), order)]
        if estimate.word is not None:
            return [row(f"in words: {estimate.word.replace('-', ' ')}")]
        if estimate.percent is not None:
            return [
                row(str(estimate), proportions.span(estimate.percent, estimate.percent), "", estimate.percent / 100)
            ]
        if estimate.low is not None and estimate.high is not None:
            order = (estimate.low + estimate.high) / 200
            return [row(str(estimate), proportions.span(estimate.low, estimate.high), "", order)]
    return [row(str(estimate) if isinstance(estimate, Duration) else getattr(estimate, "risk", ""))]


def _categories(shares: Shares, kb: KnowledgeBase | None) -> list[Row]:
    ordered = sorted(shares.counts.items(), key=lambda pair: (-pair[1], pair[0]))
    found = []
    for name, events in ordered:
        of, page = _entry(name, kb)
        bar, share = proportions.bar(events, shares.total), proportions.interval(events, shares.total)
        number = f"{events} of {shares.total}"
        found.append(Row(of, number, bar, shares.study, shares.locator, shares.note, share, page, part=True))
    return found


def _entry(name: str, kb: KnowledgeBase | None) -> tuple[str, str]:
    """An entry's name and page for a category of shares; the category as it stands where it is none."""
    if kb is not None and name in kb.tumours:
        return kb.tumours[name].name, f"tumours/{name}"
    if kb is not None and name in kb.antibodies:
        return kb.antibodies[name].name, f"antibodies/{name}"
    return "another" if name == "other" else name, ""


def table(title: str, pairs: Iterable[tuple[str, Sourced]], kb: KnowledgeBase | None = None) -> Table:
    """A table of estimates, each with what it is of."""
    return Table(title, [line for of, estimate in pairs for line in rows(of, estimate, "", kb)])


def paged(title: str, triples: Iterable[tuple[str, str, Sourced]]) -> Table:
    """The same, each with the page of what it is of."""
    return Table(title, [line for of, page, estimate in triples for line in rows(of, estimate, page)])


def profile_tables(profile: Profile, kb: KnowledgeBase, prefix: str = "") -> list[Table]:
    """The tables of a condition, or of a condition with one antibody."""
    return [
        paged(
            prefix + "Findings",
            ((_finding(f), f"findings/{f.finding.id}", f) for f in _most_frequent_first(profile.findings)),
        ),
        table(prefix + "Age at onset", (("age", e) for e in profile.age)),
        table(prefix + "Sex", (("", e) for e in profile.sex)),
        table(
            prefix + "Course",
            [("", e) for e in profile.tempo]
            + [(e.tempo, e) for e in profile.tempo_frequency]
            + [("time from the first symptom", e) for e in profile.duration],
        ),
        table(prefix + "With a cancer", (("cancer", e) for e in profile.cancer)),
        table(prefix + "Which cancer", (("", e) for e in profile.tumours), kb),
        table(prefix + "Illness before the cancer was known", (("before", e) for e in profile.before_tumour)),
        table(prefix + "Smokers", (("smokers", e) for e in profile.smoking)),
    ]


def _most_frequent_first(findings: Iterable[FindingFrequency]) -> list[FindingFrequency]:
    """The estimates of a finding together, ordered by its counted patients taken as one; last those never counted."""
    counts: dict[str, tuple[int, int]] = {}
    for f in findings:
        events, total = counts.get(_finding(f), (0, 0))
        counts[_finding(f)] = events + (f.events or 0), total + (f.total or 0)
    shares = {name: events / total if total else -1.0 for name, (events, total) in counts.items()}
    return sorted(findings, key=lambda f: (-shares[_finding(f)], _finding(f), -(f.total or 0), f.study))


def _finding(frequency: FindingFrequency) -> str:
    return frequency.finding.label + (" (first symptom)" if frequency.stage == "onset" else "")


def _outcome(outcome: Outcome) -> str:
    what = f"{outcome.result.replace('-', ' ')} after {outcome.after.replace('-', ' ')}"
    return f"{what}: {outcome.population}" if outcome.population else what


def _setting(among: str, kb: KnowledgeBase) -> str:
    return f"patients with {kb.tumours[among].name}" if among in kb.tumours else among.replace("-", " ")


def condition_tables(condition: Condition, kb: KnowledgeBase) -> list[Table]:
    """All tables of a condition that have a line."""
    tables = profile_tables(condition, kb)
    tables.append(table("Antibodies", (("", e) for e in condition.antibodies), kb))
    tables.append(table("Outcome", ((_outcome(o), o) for o in condition.outcomes)))
    tables.append(table("How frequent", ((f"among {_setting(e.among, kb)}", e) for e in condition.relative_frequency)))
    misleading = (
        (a.name, f"antibodies/{a.id}", i)
        for a in kb.antibodies.values()
        for i in a.incidental
        if i.population == condition.id
    )
    tables.append(paged("Antibodies found without being the cause", misleading))
    for antibody, profile in condition.with_antibody.items():
        name = kb.antibodies[antibody].name if antibody in kb.antibodies else "no antibody"
        tables += profile_tables(profile, kb, f"With {name}: ")
    return [t for t in tables if t.rows]


def _population(population: str, kb: KnowledgeBase) -> str:
    """The name of a tumour or a condition, or the phrase as it stands."""
    entry = kb.tumours.get(population) or kb.conditions.get(population)
    return entry.name if entry else population


def _phenotypes(risk: RiskClass, kb: KnowledgeBase) -> str:
    words = [kb.conditions[s].name for s in risk.syndromes if s in kb.conditions] or ["any syndrome"]
    ages = [f"from {risk.age_from} years"] if risk.age_from is not None else []
    ages += [f"up to {risk.age_to} years"] if risk.age_to is not None else []
    return ", ".join([*words, *([risk.sex] if risk.sex else []), *ages])


def _performance(of: Performance) -> str:
    specimen = {"csf": "CSF", "serum": "serum", None: "any specimen"}[of.specimen]
    return f"{of.quantity.replace('-', ' ')}, {of.method.replace('-', ' ')}, {specimen}"


def _level(of: LevelFrequency) -> str:
    group = "where it is the cause" if of.group == "cause" else "in others in whom it was found"
    return f"above {of.above:g} {of.unit} ({of.method.replace('-', ' ')}), {group}"


def antibody_tables(antibody: Antibody, kb: KnowledgeBase) -> list[Table]:
    """All tables of an antibody that have a line."""
    tables = [
        table("Class of cancer risk (2021 criteria)", ((_phenotypes(e, kb), e) for e in antibody.risk)),
        table("With a cancer", (("cancer", e) for e in antibody.cancer)),
        table("Which cancer", (("", e) for e in antibody.tumours), kb),
        table("Age at onset", (("age", e) for e in antibody.age)),
        table("Sex", (("", e) for e in antibody.sex)),
        table(
            "How good the tests are",
            ((_performance(p), p) for p in antibody.performance),
        ),
        table("Above a level", ((_level(e), e) for e in antibody.levels)),
        table("Found without its syndrome", ((_population(i.population, kb), i) for i in antibody.incidental)),
    ]
    return [t for t in tables if t.rows]


def _later(later: Later) -> str:
    return "later" if later.within_months is None else f"within {later.within_months:g} months"


def tumour_tables(tumour: Tumour, kb: KnowledgeBase) -> list[Table]:
    """All tables of a tumour that have a line."""
    with_syndrome = (
        (c.name, f"conditions/{c.id}", r)
        for c in kb.conditions.values()
        for r in c.relative_frequency
        if r.among == tumour.id
    )
    searched = (
        (test.name, f"tests/{test.id}", s)
        for test in kb.tests.values()
        for s in test.sensitivity
        if s.tumour == tumour.id
    )
    tables = [
        table("Age", (("age", e) for e in tumour.age)),
        table("Sex", (("", e) for e in tumour.sexes)),
        table("Smokers", (("smokers", e) for e in tumour.smoking)),
        paged("How often a test finds it", searched),
        table("Found only after a first negative search", ((_later(e), e) for e in tumour.after_negative_search)),
        paged("How many of its patients have a syndrome", with_syndrome),
    ]
    return [t for t in tables if t.rows]


def test_tables(test: Test, kb: KnowledgeBase) -> list[Table]:
    """How often a test finds each tumour."""
    pairs = ((kb.tumours[s.tumour].name, f"tumours/{s.tumour}", s) for s in test.sensitivity)
    found = paged("How often it finds a tumour", pairs)
    return [found] if found.rows else []
