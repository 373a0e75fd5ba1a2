"""Which instruments apply to a case, and what they say; the others with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paraneo.case import Case
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.criteria.facts import Facts
from paraneo.criteria.logic import Outcome, Verdict
from paraneo.knowledge.model import KnowledgeBase
from paraneo.ontology import Ontology

NONE_LIKELY = "no condition that the knowledge base knows is likely enough"
NOT_FOR = "not for the conditions that are likeliest here"
NOTHING_SAID = "the case says nothing of it"


@dataclass(frozen=True, slots=True)
class Applied:
    """The outcomes of the instruments that apply, and for each other one why it does not."""

    outcomes: tuple[Outcome, ...]
    passed_over: tuple[tuple[str, str], ...]


def apply(case: Case, conditions: Sequence[str], kb: KnowledgeBase, ontology: Ontology) -> Applied:
    """Apply every instrument to a case that is taken to have one of some conditions, the likeliest first.

    An instrument whose answer depends on the condition is applied to each of them, any other to the first that it is
    for; a scale for any illness only where the case says something of it.
    """
    plain = Facts(case, kb, ontology)
    facts = {c: plain.about(c) for c in conditions}
    outcomes: list[Outcome] = []
    passed_over = []
    for entry in INSTRUMENTS.entries:
        fitting = [facts[c] for c in conditions if c in entry.subjects] if entry.subjects else [plain]
        if not fitting:
            passed_over.append((entry.id, NOT_FOR if conditions else NONE_LIKELY))
            continue
        card = INSTRUMENTS[entry.id]
        found = [card.evaluate(one) for one in (fitting if card.by_subject else fitting[:1])]
        told = [o for o in found if o.applies]
        if not told:
            passed_over.append((entry.id, found[0].notes[0]))
        elif not entry.subjects and all(i.verdict is Verdict.UNDETERMINED for i in told[0].items):
            passed_over.append((entry.id, NOTHING_SAID))
        else:
            outcomes += told
    return Applied(tuple(outcomes), tuple(passed_over))
