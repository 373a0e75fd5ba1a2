"""What stands on each page: the entries of the knowledge base, arranged for a reader. Templates only lay it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from atlas import figures
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.knowledge.check import walk
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.coverage import matrices
from paraneo.knowledge.estimates import AgeEstimate, Duration, FindingFrequency, Frequency, Shares, Sourced
from paraneo.knowledge.model import Antibody, Condition, KnowledgeBase, Later, Outcome, Profile, Study, Test, Tumour

SYSTEMS = {
    "neurological": "Nervous system", "endocrine": "Hormones", "skin": "Skin", "bones-and-joints": "Bones and joints",
    "blood": "Blood", "kidney-and-other": "Kidney and other",
}  # fmt: skip
PLACES = {
    "surface": "Antibodies against the cell surface", "intracellular": "Antibodies against antigens inside the cell",
    "intracellular-synaptic": "Antibodies against antigens inside the synapse", "extracellular": "Other antibodies",
}  # fmt: skip
MOST_IN_CHAIN = 5


@dataclass(frozen=True)
class Row:
    """One estimate: what it is of, its number, a drawing where there is one, and its study."""

    of: str
    number: str
    figure: Markup
    study: str
    locator: str
    note: str


@dataclass(frozen=True)
class Table:
    """Estimates of one kind."""

    title: str
    rows: list[Row] = field(default_factory=list)


def address(study: Study) -> str:
    """Where a study can be read; empty for a founding document without an address."""
    if study.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/"
    return f"https://doi.org/{study.doi}" if study.doi else study.url or ""


def rows(of: str, estimate: Sourced) -> list[Row]:
    """The lines of one estimate; shares give one for each category."""

    def row(of: str, number: str, figure: Markup | None = None) -> Row:
        return Row(of, number, figure or Markup(""), estimate.study, estimate.locator, estimate.note)

    if isinstance(estimate, Shares):
        ordered = sorted(estimate.counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [row(name, f"{n} of {estimate.total}", figures.bar(n, estimate.total)) for name, n in ordered]
    if isinstance(estimate, AgeEstimate | Duration):
        return [row(of, str(estimate))]
    if isinstance(estimate, Frequency):
        if estimate.events is not None and estimate.total:
            return [row(of, str(estimate), figures.bar(estimate.events, estimate.total))]
        if estimate.percent is not None:
            return [row(of, str(estimate), figures.span(estimate.percent, estimate.percent))]
        if estimate.low is not None and estimate.high is not None:
            return [row(of, str(estimate), figures.span(estimate.low, estimate.high))]
        return [row(of, str(estimate))]
    return [row(of, getattr(estimate, "risk", ""))]


def table(title: str, pairs: Iterable[tuple[str, Sourced]]) -> Table:
    """A table of estimates, each with what it is of."""
    return Table(title, [line for of, estimate in pairs for line in rows(of, estimate)])


def profile_tables(profile: Profile, prefix: str = "") -> list[Table]:
    """The tables of a condition, or of a condition with one antibody."""
    by_count = sorted(profile.findings, key=lambda f: (f.finding.label, -(f.total or 0), f.study))
    return [
        table(prefix + "Findings", ((_finding(f), f) for f in by_count)),
        table(prefix + "Age at onset", (("age", e) for e in profile.age)),
        table(prefix + "Sex", (("", e) for e in profile.sex)),
        table(
            prefix + "Course",
            [("", e) for e in profile.tempo]
            + [(e.tempo, e) for e in profile.tempo_frequency]
            + [("time from the first symptom", e) for e in profile.duration],
        ),
        table(prefix + "With a cancer", (("cancer", e) for e in profile.cancer)),
        table(prefix + "Which cancer", (("", e) for e in profile.tumours)),
        table(prefix + "Illness before the cancer was known", (("before", e) for e in profile.before_tumour)),
        table(prefix + "Smokers", (("smokers", e) for e in profile.smoking)),
    ]


def _finding(frequency: FindingFrequency) -> str:
    return frequency.finding.label + (" (first symptom)" if frequency.stage == "onset" else "")


def _outcome(outcome: Outcome) -> str:
    what = f"{outcome.result.replace('-', ' ')} after {outcome.after.replace('-', ' ')}"
    return f"{what}: {outcome.population}" if outcome.population else what


def _setting(among: str, kb: KnowledgeBase) -> str:
    return f"patients with {kb.tumours[among].name}" if among in kb.tumours else among.replace("-", " ")


def condition_tables(condition: Condition, kb: KnowledgeBase) -> list[Table]:
    """All tables of a condition that have a line."""
    tables = profile_tables(condition)
    tables.append(table("Antibodies", (("", e) for e in condition.antibodies)))
    tables.append(table("Outcome", ((_outcome(o), o) for o in condition.outcomes)))
    tables.append(table("How frequent", ((f"among {_setting(e.among, kb)}", e) for e in condition.relative_frequency)))
    misleading = [(a.name, i) for a in kb.antibodies.values() for i in a.incidental if i.population == condition.id]
    tables.append(table("Antibodies found without being the cause", misleading))
    for antibody, profile in condition.with_antibody.items():
        name = kb.antibodies[antibody].name if antibody in kb.antibodies else "no antibody"
        tables += profile_tables(profile, f"With {name}: ")
    return [t for t in tables if t.rows]


def _population(population: str, kb: KnowledgeBase) -> str:
    """The name of a tumour or a condition, or the phrase as it stands."""
    entry = kb.tumours.get(population) or kb.conditions.get(population)
    return entry.name if entry else population


def antibody_tables(antibody: Antibody, kb: KnowledgeBase) -> list[Table]:
    """All tables of an antibody that have a line."""
    tables = [
        table("Class of cancer risk (2021 criteria)", (("class", e) for e in antibody.risk)),
        table("With a cancer", (("cancer", e) for e in antibody.cancer)),
        table("Which cancer", (("", e) for e in antibody.tumours)),
        table("Age at onset", (("age", e) for e in antibody.age)),
        table("Sex", (("", e) for e in antibody.sex)),
        table(
            "How good the tests are",
            ((f"{p.quantity}, {p.method}, {p.specimen or 'any specimen'}", p) for p in antibody.performance),
        ),
        table("Found without its syndrome", ((_population(i.population, kb), i) for i in antibody.incidental)),
    ]
    return [t for t in tables if t.rows]


def _later(later: Later) -> str:
    return "later" if later.within_months is None else f"within {later.within_months:g} months"


def tumour_tables(tumour: Tumour, kb: KnowledgeBase) -> list[Table]:
    """All tables of a tumour that have a line."""
    with_syndrome = [(c.name, r) for c in kb.conditions.values() for r in c.relative_frequency if r.among == tumour.id]
    searched = [(test.name, s) for test in kb.tests.values() for s in test.sensitivity if s.tumour == tumour.id]
    tables = [
        table("Age", (("age", e) for e in tumour.age)),
        table("Sex", (("", e) for e in tumour.sexes)),
        table("Smokers", (("smokers", e) for e in tumour.smoking)),
        table("How often a test finds it", searched),
        table("Found only after a first negative search", ((_later(e), e) for e in tumour.after_negative_search)),
        table("How many of its patients have a syndrome", with_syndrome),
    ]
    return [t for t in tables if t.rows]


def test_tables(test: Test, kb: KnowledgeBase) -> list[Table]:
    """How often a test finds each tumour."""
    found = table("How often it finds a tumour", ((kb.tumours[s.tumour].name, s) for s in test.sensitivity))
    return [found] if found.rows else []


def holes(knowledge: Compiled) -> dict[str, list[str]]:
    """For each entry the quantities that no study gives."""
    missing = {}
    for matrix in matrices(knowledge.kb, knowledge.assumptions):
        for entity, cells in zip(matrix.entities, matrix.cells, strict=True):
            missing[entity] = [q for q, cell in zip(matrix.quantities, cells, strict=True) if cell == 0]
    return missing


def chain(condition: Condition, knowledge: Compiled) -> list[tuple[str, list[str]]]:
    """Tumour, antigen, syndrome, finding: the likeliest of each, as the model has them, with their links."""
    model, kb = knowledge.model, knowledge.kb
    here = model.condition == model.conditions.index(condition.id)
    weight = model.prior * here
    by_tumour = (weight[:, None] * model.tumour)[:, :-1].sum(axis=0)
    by_antibody = [float(weight[model.antibody == a].sum()) for a in range(len(model.antibodies))]
    row = model.row_names.index(condition.id)
    shares = model.involved[row][model.area] * model.share[row]
    labels = {f.id: f.label for area in kb.areas.values() for f in area.findings if area.kind == "sign"}
    signs = [f for f in (-shares).argsort() if model.findings[f] in labels]
    tumours = [f"tumours/{model.tumours[t]}" for t in (-by_tumour).argsort()[:MOST_IN_CHAIN] if by_tumour[t] > 0]
    antibodies = sorted(range(len(by_antibody)), key=lambda a: -by_antibody[a])[:MOST_IN_CHAIN]
    return [
        ("Tumour", tumours),
        ("Antibody", [f"antibodies/{model.antibodies[a]}" for a in antibodies if by_antibody[a] > 0]),
        ("Syndrome", [f"conditions/{condition.id}"]),
        ("Finding", [labels[model.findings[f]] for f in signs[:MOST_IN_CHAIN]]),
    ]


def syndromes_of(kb: KnowledgeBase) -> dict[str, list[str]]:
    """For each antibody and tumour the conditions in which a study found it."""
    found: dict[str, set[str]] = defaultdict(set)
    for condition in kb.conditions.values():
        profiles = [condition, *condition.with_antibody.values()]
        counted = [*condition.antibodies, *(shares for profile in profiles for shares in profile.tumours)]
        named = {name for shares in counted for name, events in shares.counts.items() if events}
        for name in named | set(condition.with_antibody):
            found[name].add(f"conditions/{condition.id}")
    return {name: sorted(pages) for name, pages in found.items()}


def uses(kb: KnowledgeBase) -> dict[str, list[str]]:
    """For each study the pages that cite it, instruments among them."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, entry in walk(kb):
        if len(path) < 2:
            continue
        kind, name = path[0], path[1]
        cited = (
            [entry.study]
            if isinstance(entry, Sourced)
            else [*getattr(entry, "sources", []), *getattr(entry, "search_sources", [])]
        )
        for study in cited:
            found[study].add(f"{kind}/{name}")
    for card in INSTRUMENTS.values():
        for study in card.sources:
            found[study].add(f"criteria/{card.id}")
    return {study: sorted(pages) for study, pages in found.items()}


def groupings(kb: KnowledgeBase) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Four ways to arrange the syndromes: body system, area or symptom group, immune response."""
    syndromes = [c for c in kb.conditions.values() if c.kind == "syndrome"]
    by_system: dict[str, list[str]] = defaultdict(list)
    by_group: dict[str, list[str]] = defaultdict(list)
    for condition in syndromes:
        by_system[SYSTEMS[condition.system]].append(f"conditions/{condition.id}")
        for group in condition.groups:
            by_group[group.replace("-", " ").capitalize()].append(f"conditions/{condition.id}")
    by_place: dict[str, list[str]] = defaultdict(list)
    for antibody in kb.antibodies.values():
        by_place[PLACES[antibody.place]].append(f"antibodies/{antibody.id}")
    return [
        ("By body system", sorted(by_system.items())),
        ("By area of the nervous system and by symptoms", sorted(by_group.items())),
        ("By immune response", sorted(by_place.items())),
    ]


def search_index(kb: KnowledgeBase) -> list[dict[str, Any]]:
    """Names and addresses of every page, for the search in the browser."""
    kinds: list[tuple[str, Iterable[Any]]] = [
        ("conditions", kb.conditions.values()), ("antibodies", kb.antibodies.values()),
        ("tumours", kb.tumours.values()), ("tests", kb.tests.values()),
    ]  # fmt: skip
    index = [
        {"t": entry.name, "k": kind, "n": " ".join(entry.names), "u": f"{kind}/{entry.id}.html"}
        for kind, entries in kinds
        for entry in entries
    ]
    index += [
        {
            "t": study.title,
            "k": "studies",
            "n": f"{study.authors} {study.year or ''} {study.pmid or ''}",
            "u": f"studies/{study.id}.html",
        }
        for study in kb.studies.values()
    ]
    return index
