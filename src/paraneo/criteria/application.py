"""Which instruments apply to a case, and what they say; the others with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paraneo.case import Case
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.criteria.logic import Outcome, Verdict
from paraneo.knowledge.model import KnowledgeBase
from paraneo.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Applied:
    """The outcomes of the instruments that apply, and for each other one why it does not."""

    outcomes: tuple[Outcome, ...]
    passed_over: tuple[tuple[str, str], ...]


def apply(case: Case, conditions: Sequence[str], kb: KnowledgeBase, ontology: Ontology) -> Applied:
    """Apply every instrument to a case that is taken to have one of some conditions, the likeliest first.

    An instrument that grades a condition is applied to each of them, any other to the first that it is for; a scale for
    any illness only where the case says something of it.
    """
    outcomes: list[Outcome] = []
    passed_over = []
    for card in INSTRUMENTS.values():
        fitting = [c for c in conditions if c in card.subjects] if card.subjects else [""]
        found = [card.evaluate(case, c, kb, ontology) for c in (fitting if card.by_subject else fitting[:1])]
        told = [o for o in found if o.applies]
        if not card.subjects and told and all(i.verdict is Verdict.UNDETERMINED for i in told[0].items):
            passed_over.append((card.id, "the case says nothing of it"))
        elif told:
            outcomes += told
        elif found:
            passed_over.append((card.id, found[0].notes[0]))
        elif conditions:
            passed_over.append((card.id, card.evaluate(case, conditions[0], kb, ontology).notes[0]))
        else:
            passed_over.append((card.id, "no condition that the knowledge base knows is likely enough"))
    return Applied(tuple(outcomes), tuple(passed_over))
