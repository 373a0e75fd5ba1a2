"""Emergencies first, whatever the ranking: what must not wait and is not yet unlikely enough to wait."""

from __future__ import annotations

from paraneo.case import Status
from paraneo.knowledge.model import Emergency
from paraneo.ontology import Ontology
from paraneo.pathway.situation import Situation
from paraneo.pathway.steps import Step
from paraneo.quantities import percent


def alerts(found: Situation, ontology: Ontology) -> list[Step]:
    """The emergencies that are raised: by a finding of the case first, then by probability, the likeliest first."""
    raised = []
    for emergency in found.knowledge.kb.emergencies.values():
        signs = _signs(emergency, found, ontology)
        chance = sum(found.probability(c) for c in emergency.conditions)
        threshold = found.knowledge.assumptions.thresholds.emergencies[emergency.id].value
        if not signs and (not emergency.conditions or chance < threshold):
            continue
        reason = (
            f"{', '.join(signs)}; {emergency.because}" if signs else f"{emergency.because} ({percent(chance)} likely)"
        )
        text = f"{emergency.name}: {emergency.test} {emergency.treatment}"
        raised.append((not signs, -chance, Step(emergency.id, text, reason, tuple(emergency.sources))))
    return [step for _, _, step in sorted(raised, key=lambda entry: (entry[0], entry[1], entry[2].id))]


def _signs(emergency: Emergency, found: Situation, ontology: Ontology) -> list[str]:
    """Findings of the case that raise the emergency by themselves: its terms, or terms below them."""
    wanted = {term.id for term in emergency.findings}
    present = [f for f in found.case.features if f.status is Status.PRESENT]
    return sorted(
        f.label
        for f in present
        if f.term in wanted or (f.term in ontology and any(ontology.is_a(f.term, term) for term in wanted))
    )
