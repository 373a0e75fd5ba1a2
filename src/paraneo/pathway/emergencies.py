"""Emergencies first, whatever the ranking: what must not wait and is not yet unlikely enough to wait."""

from __future__ import annotations

from collections import defaultdict

from paraneo.case import Case, PhenotypicFeature, Status
from paraneo.knowledge.estimates import Term
from paraneo.knowledge.model import Emergency
from paraneo.ontology import Ontology
from paraneo.pathway.situation import Situation
from paraneo.pathway.steps import Step
from paraneo.quantities import percent


def alerts(found: Situation, ontology: Ontology) -> list[Step]:
    """The emergencies that are raised: by a finding of the case first, then by probability, the likeliest first."""
    present = _present(found.case, ontology)
    raised = []
    for emergency in found.knowledge.kb.emergencies.values():
        signs = _signs(emergency, present)
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


def _present(case: Case, ontology: Ontology) -> dict[str, set[str]]:
    """By term, the labels of findings of the case that are it, or below it."""
    present: dict[str, set[str]] = defaultdict(set)
    for feature in case.features:
        if feature.status is Status.PRESENT and not _over(feature, case):
            above = ontology.ancestors(feature.term) if feature.term in ontology else frozenset()
            for term in (feature.term, *above):
                present[term].add(feature.label)
    return present


def _signs(emergency: Emergency, present: dict[str, set[str]]) -> list[str]:
    """Findings of the case that raise the emergency: one of its terms by itself, or one of each of its groups."""

    def labels(terms: list[Term]) -> set[str]:
        return set[str]().union(*(present.get(term.id, ()) for term in terms))

    groups = [labels(group) for group in emergency.together]
    joint = set[str]().union(*groups) if all(groups) else set()
    return sorted(labels(emergency.findings) | joint)


def _over(feature: PhenotypicFeature, case: Case) -> bool:
    """Whether a finding had resolved by the date of the case; without a date of resolution it is still there."""
    end = feature.resolution.date if feature.resolution else None
    return end is not None and (case.known_on is None or end < case.known_on)
