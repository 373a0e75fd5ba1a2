"""What the knowledge base knows from studies, entity by quantity, and where its holes are.

A cell is filled where at least one study that was seen, with a PMID or DOI, gives the quantity. An assumption does not
fill it, nor does a reference text alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from paraneo.knowledge.assumptions import Assumptions
from paraneo.knowledge.check import walk
from paraneo.knowledge.estimates import AgeEstimate, Entry, Frequency, Shares, Sourced
from paraneo.knowledge.model import Antibody, Condition, KnowledgeBase, Profile, Treatment, Tumour

PET = "fdg-pet-ct"
T = TypeVar("T", Condition, Antibody, Tumour)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Entities of one kind by quantities. `cells[i][j]` is the number of estimates of quantity j for entity i, None
    where the quantity does not apply: the antibodies of a syndrome that no antibody causes.
    """

    kind: str
    quantities: tuple[str, ...]
    entities: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]

    @property
    def filled(self) -> float:
        """The share of cells that a study fills, of those that apply."""
        every = [cell for row in self.cells for cell in row if cell is not None]
        return sum(cell > 0 for cell in every) / len(every)


@dataclass(frozen=True, slots=True)
class Totals:
    """Estimates in all; those that are counts, or ages with their number of patients; studies, and those of them with a
    PMID or DOI; counted estimates of these."""

    estimates: int
    counted: int
    studies: int
    identified: int
    counted_identified: int


def totals(kb: KnowledgeBase) -> Totals:
    """How much there is."""
    estimates = [entry for _, entry in walk(kb) if isinstance(entry, Sourced)]
    counted = [
        e
        for e in estimates
        if isinstance(e, Shares | AgeEstimate) or (isinstance(e, Frequency) and e.events is not None)
    ]
    identified = {study.id for study in kb.studies.values() if study.pmid or study.doi}
    return Totals(
        len(estimates), len(counted), len(kb.studies), len(identified), sum(e.study in identified for e in counted)
    )


def matrices(kb: KnowledgeBase, assumptions: Assumptions) -> list[Matrix]:
    """Syndromes, mimics, antibodies and tumours by their quantities."""
    kb = _without(kb, {study.id for study in kb.studies.values() if not (study.pmid or study.doi)})
    syndromes = [c for c in kb.conditions.values() if c.kind == "syndrome"]
    mimics = [c for c in kb.conditions.values() if c.kind == "mimic"]
    return [
        _matrix("syndromes", syndromes, _syndrome(kb, assumptions)),
        _matrix("mimics", mimics, _mimic(kb)),
        _matrix("antibodies", list(kb.antibodies.values()), _antibody(kb)),
        _matrix("tumours", list(kb.tumours.values()), _tumour(kb)),
        _treatments(kb),
    ]


def _without(entry: Any, studies: Collection[str]) -> Any:
    """An entry without the estimates and sources that come from some studies."""
    if isinstance(entry, Entry):
        fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
        return type(entry)(**{name: _without(value, studies) for name, value in fields.items()})
    if isinstance(entry, list):
        return [
            _without(each, studies)
            for each in entry
            if not (isinstance(each, Sourced) and each.study in studies)
            and not (isinstance(each, str) and each in studies)
        ]
    if isinstance(entry, dict):
        return {key: _without(value, studies) for key, value in entry.items()}
    return entry


def _matrix(kind: str, entities: list[T], quantities: Mapping[str, Callable[[T], int | None]]) -> Matrix:
    return Matrix(
        kind,
        tuple(quantities),
        tuple(e.id for e in entities),
        tuple(tuple(count(e) for count in quantities.values()) for e in entities),
    )


def _tempo(profile: Profile) -> int:
    return len(profile.tempo) + len(profile.tempo_frequency) + len(profile.duration)


def _treatments(kb: KnowledgeBase) -> Matrix:
    """Classes of treatment: how patients fared after it, in how many, what to check before or to avoid."""
    classes = get_args(Treatment)
    outcomes = [outcome for condition in kb.conditions.values() for outcome in condition.outcomes]
    cells = tuple(
        (
            sum(o.after == name for o in outcomes),
            sum(o.after == name and o.proportion is not None for o in outcomes),
            sum(name in advice.treatments for advice in kb.advice.values()),
        )
        for name in classes
    )
    return Matrix("treatments", ("effect", "effect as a count", "checks before, and what to avoid"), classes, cells)


def _in_tests(kb: KnowledgeBase) -> set[str]:
    areas = [area for area in kb.areas.values() if area.kind == "test"]
    return {f.id for area in areas for f in area.findings} | {t.id for area in areas for t in area.means}


def _syndrome(kb: KnowledgeBase, assumptions: Assumptions) -> dict[str, Callable[[Condition], int | None]]:
    tests = _in_tests(kb)
    caused_by_antibodies = {c for c, own in assumptions.conditions.items() if set(own.antibodies) - {"none"}}

    def profiles(c: Condition) -> list[Profile]:
        return [c, *c.with_antibody.values()]

    return {
        "findings at onset": lambda c: sum(f.stage == "onset" for p in profiles(c) for f in p.findings),
        "findings in the course": lambda c: sum(
            f.stage == "course" and f.finding.id not in tests for p in profiles(c) for f in p.findings
        ),
        "tempo": lambda c: sum(map(_tempo, profiles(c))),
        "age and sex": lambda c: sum(len(p.age) + len(p.sex) for p in profiles(c)),
        "routine tests": lambda c: sum(f.finding.id in tests for p in profiles(c) for f in p.findings),
        "antibodies": lambda c: len(c.antibodies) if c.id in caused_by_antibodies else None,
        "tumours": lambda c: sum(len(p.tumours) + len(p.cancer) for p in profiles(c)),
        "before the tumour": lambda c: sum(len(p.before_tumour) for p in profiles(c)),
        "split by antibody": lambda c: (
            sum(len(p.findings) + len(p.age) + len(p.cancer) for p in c.with_antibody.values())
            if c.id in caused_by_antibodies
            else None
        ),
        "response to treatment": lambda c: sum(o.after not in ("any", "none") for o in c.outcomes),
        "outcome and relapse": lambda c: sum(
            o.after in ("any", "none") or o.result in ("relapsed", "died") for o in c.outcomes
        ),
        "relative frequency": lambda c: len(c.relative_frequency),
    }


def _mimic(kb: KnowledgeBase) -> dict[str, Callable[[Condition], int | None]]:
    antibodies = list(kb.antibodies.values())
    return {
        "findings and routine tests": lambda c: len(c.findings),
        "tempo": _tempo,
        "age and sex": lambda c: len(c.age) + len(c.sex),
        "relative frequency": lambda c: len(c.relative_frequency),
        "misleading antibodies": lambda c: (
            sum(i.population == c.id for a in antibodies for i in a.incidental) if c.system == "neurological" else None
        ),
    }


def _antibody(kb: KnowledgeBase) -> dict[str, Callable[[Antibody], int]]:
    conditions = list(kb.conditions.values())
    return {
        "antigen and place": lambda a: len(a.antigen.sources),
        "kind (cancer share or risk class)": lambda a: len(a.cancer) + len(a.risk),
        "tumours, none included": lambda a: len(a.tumours) + len(a.cancer),
        "syndromes": lambda a: sum(
            any(s.counts.get(a.id) for s in c.antibodies) or a.id in c.with_antibody for c in conditions
        ),
        "sensitivity and specificity": lambda a: sum(
            p.quantity in ("sensitivity", "specificity") for p in a.performance
        ),
        "confirmation": lambda a: sum(p.quantity in ("confirmed", "predictive-value") for p in a.performance),
        "titre": lambda a: len(a.titre.sources) if a.titre else 0,
        "without its syndrome": lambda a: len(a.incidental),
    }


def _tumour(kb: KnowledgeBase) -> dict[str, Callable[[Tumour], int]]:
    tests = list(kb.tests.values())
    conditions = list(kb.conditions.values())
    return {
        "age, sex, smoking": lambda t: len(t.age) + len(t.sexes) + len(t.smoking),
        "share with a syndrome": lambda t: sum(r.among == t.id for c in conditions for r in c.relative_frequency),
        "search tests": lambda t: sum(s.tumour == t.id for test in tests for s in test.sensitivity),
        "FDG-PET": lambda t: sum(s.tumour == t.id for test in tests if test.id == PET for s in test.sensitivity),
        "after a negative search": lambda t: len(t.after_negative_search),
    }
