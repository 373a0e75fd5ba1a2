"""Emergencies first, whatever the ranking: what must not wait and is not yet unlikely enough to wait."""

from __future__ import annotations

from paraneo.case import Case, PhenotypicFeature, Status
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
    """Findings of the case that raise the emergency: one of its terms by itself, or one of each of its groups."""
    alone = _present({term.id for term in emergency.findings}, found, ontology)
    groups = [_present({term.id for term in group}, found, ontology) for group in emergency.together]
    joint = [label for group in groups for label in group] if groups and all(groups) else []
    return sorted({*alone, *joint})


def _present(wanted: set[str], found: Situation, ontology: Ontology) -> list[str]:
    """The labels of findings of the case that are one of these terms, or below one."""
    present = [f for f in found.case.features if f.status is Status.PRESENT and not _over(f, found.case)]
    return sorted(
        {
            f.label
            for f in present
            if f.term in wanted or (f.term in ontology and any(ontology.is_a(f.term, term) for term in wanted))
        }
    )


def _over(feature: PhenotypicFeature, case: Case) -> bool:
    """Whether a finding had resolved by the date of the case; without a date of resolution it is still there."""
    end = feature.resolution.date if feature.resolution else None
    return end is not None and (case.known_on is None or end < case.known_on)
