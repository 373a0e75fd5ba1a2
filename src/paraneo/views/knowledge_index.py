"""The knowledge base as a whole: its groupings, which page cites which study, which entry speaks of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.knowledge.check import walk
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.coverage import matrices
from paraneo.knowledge.estimates import Sourced
from paraneo.knowledge.model import Condition, KnowledgeBase
from paraneo.views.drawings.chain import STRUCTURES
from paraneo.views.knowledge_pages import (
    Row,
    Table,
    antibody_tables,
    condition_tables,
    test_tables,
    tumour_tables,
)

SYSTEMS = {
    "neurological": "Nervous system", "endocrine": "Hormones", "skin": "Skin", "bones-and-joints": "Bones and joints",
    "blood": "Blood", "kidney-and-other": "Kidney and other",
}  # fmt: skip
PLACES = {
    "surface": "Antibodies against the cell surface", "intracellular": "Antibodies against antigens inside the cell",
    "intracellular-synaptic": "Antibodies against antigens inside the synapse", "extracellular": "Other antibodies",
}  # fmt: skip
NERVOUS = {
    "encephalopathy", "ataxia-and-brainstem", "movement", "spinal-cord", "neuropathy", "muscle-and-junction", "vision",
    "gut-and-autonomic",
}  # fmt: skip
USUAL = 0.5  # a symptom is one of a syndrome where at least half of its patients have it
MOST_IN_CHAIN = 5
NO_ANTIBODY = "No antibody known to cause it"


@dataclass(frozen=True)
class Grouping:
    """One way to arrange the syndromes: groups by name, each with its pages, "kind/id". `about` says how it is made."""

    id: str
    title: str
    about: str
    groups: list[tuple[str, list[str]]]


def groupings(kb: KnowledgeBase) -> list[Grouping]:
    """The syndromes by area of the nervous system, by immune response, and by body system."""
    syndromes = [c for c in kb.conditions.values() if c.kind == "syndrome"]
    nervous = [c for c in syndromes if c.system == "neurological"]
    by_area = _groups((STRUCTURES[g].capitalize(), c) for c in nervous for g in c.groups if g in NERVOUS)
    by_system = _groups((SYSTEMS[c.system], c) for c in syndromes)
    return [
        Grouping(
            "area", "By area of the nervous system", "A syndrome stands under each area that it affects.", by_area
        ),
        Grouping(
            "immune",
            "By immune response",
            "Where the antigen lies, with the antibodies against it; then the syndromes without a known antibody.",
            _immune(syndromes, kb),
        ),
        Grouping("system", "By body system", "Where the syndrome shows, not where the tumour sits.", by_system),
    ]


def by_symptoms(knowledge: Compiled) -> Grouping:
    """The syndromes by symptoms, each under those that at least half of its patients have in the model."""
    syndromes = [c for c in knowledge.kb.conditions.values() if c.kind == "syndrome"]
    about = "Those of at least half of the patients, as the model has them: studies and assumptions together."
    return Grouping("symptoms", "By symptoms", about, _groups(_symptoms(syndromes, knowledge)))


def _groups(pairs: Iterable[tuple[str, Condition]]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, condition in pairs:
        found[name].append(f"conditions/{condition.id}")
    return sorted(found.items())


def _symptoms(syndromes: list[Condition], knowledge: Compiled) -> Iterator[tuple[str, Condition]]:
    model, areas = knowledge.model, knowledge.kb.areas
    for condition in syndromes:
        involved = model.involved[model.row_names.index(condition.id)]
        for number, area in enumerate(model.areas):
            if areas[area].kind == "sign" and involved[number] >= USUAL:
                yield areas[area].name, condition


def _immune(syndromes: list[Condition], kb: KnowledgeBase) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {name: [] for name in PLACES.values()}
    for antibody in kb.antibodies.values():
        found[PLACES[antibody.place]].append(f"antibodies/{antibody.id}")
    without = [f"conditions/{c.id}" for c in syndromes if not (_causes(c) & set(kb.antibodies))]
    return [(name, pages) for name, pages in [*found.items(), (NO_ANTIBODY, without)] if pages]


def _causes(condition: Condition) -> set[str]:
    counted = {name for shares in condition.antibodies for name, events in shares.counts.items() if events}
    return counted | set(condition.with_antibody)


def syndromes_of(kb: KnowledgeBase) -> dict[str, list[str]]:
    """For each antibody and tumour the conditions in which a study found it."""
    found: dict[str, set[str]] = defaultdict(set)
    for condition in kb.conditions.values():
        profiles = [condition, *condition.with_antibody.values()]
        tumours = (shares for profile in profiles for shares in profile.tumours)
        named = {name for shares in tumours for name, events in shares.counts.items() if events}
        for name in named | _causes(condition):
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


def holes(knowledge: Compiled) -> dict[str, list[str]]:
    """For each entry the quantities that no study gives."""
    missing = {}
    for matrix in matrices(knowledge.kb, knowledge.assumptions):
        for entity, cells in zip(matrix.entities, matrix.cells, strict=True):
            missing[entity] = [q for q, cell in zip(matrix.quantities, cells, strict=True) if cell == 0]
    for test in knowledge.kb.tests.values():
        known = {s.tumour for s in test.sensitivity}
        missing[test.id] = [f"how often it finds {knowledge.kb.tumours[t].name}" for t in test.finds if t not in known]
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


def tables(kb: KnowledgeBase) -> Iterator[tuple[str, Table]]:
    """Every table of numbers, with the page it stands on."""
    for condition in kb.conditions.values():
        yield from ((f"conditions/{condition.id}", found) for found in condition_tables(condition, kb))
    for antibody in kb.antibodies.values():
        yield from ((f"antibodies/{antibody.id}", found) for found in antibody_tables(antibody, kb))
    for tumour in kb.tumours.values():
        yield from ((f"tumours/{tumour.id}", found) for found in tumour_tables(tumour, kb))
    for test in kb.tests.values():
        yield from ((f"tests/{test.id}", found) for found in test_tables(test, kb))


@dataclass(frozen=True)
class Stated:
    """A number of a study, or of a finding, on the page and in the table where it stands."""

    page: str
    table: str
    row: Row


def by_study(kb: KnowledgeBase) -> dict[str, list[tuple[str, list[Stated]]]]:
    """The numbers that each study gives, by the page they stand on."""
    found: dict[str, dict[str, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    for page, table in tables(kb):
        for row in table.rows:
            found[row.study][page].append(Stated(page, table.title, row))
    return {study: list(pages.items()) for study, pages in found.items()}


def by_finding(kb: KnowledgeBase) -> dict[str, list[tuple[str, list[Stated]]]]:
    """How often each finding is there, by condition, the one with the highest share of any study first."""
    found: dict[str, dict[str, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    for page, table in tables(kb):
        for row in table.rows:
            if row.page.startswith("findings/"):
                found[row.page.partition("/")[2]][page].append(Stated(page, table.title, row))

    def rank(group: tuple[str, list[Stated]]) -> tuple[float, str]:
        return -max(stated.row.order for stated in group[1]), group[0]

    return {finding: sorted(pages.items(), key=rank) for finding, pages in found.items()}
