"""The case and its posterior as the pathway needs them: leading candidates and the situations that advice is tied
to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from paraneo.case import RECURRENCE_YEARS, Cancer, Case, Status
from paraneo.inference.exact import Posterior
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.model import Applies

LIKELY = 0.5  # more likely than not


@dataclass(frozen=True, slots=True)
class Situation:
    """What the pathway knows of a case.

    Attributes:
        leading: conditions at or above the threshold, likeliest first; at least one.
        positive, negative: antibodies by result; one with both is positive.
        antibodies: found, or where none was found the likeliest causes.
        tumours: known cancers, and unknown ones at or above the threshold, likeliest first.
        names: the situations of :data:`paraneo.knowledge.model.Situation` that hold.
        there: what holds, the conditions that the clinician stated among them; the fields of
            :class:`paraneo.knowledge.model.Applies` are compared with it, in their order.
    """

    case: Case
    posterior: Posterior
    knowledge: Compiled
    leading: tuple[str, ...]
    positive: tuple[str, ...]
    negative: tuple[str, ...]
    antibodies: tuple[str, ...]
    tumours: tuple[str, ...]
    exposures: frozenset[str]
    names: frozenset[str]
    there: tuple[frozenset[str], ...] = ()

    def probability(self, condition: str) -> float:
        """P(the condition)."""
        return float(self.posterior.conditions[self.knowledge.model.conditions.index(condition)])

    def antibody_causal(self, antibody: str) -> float:
        """P(the antibody is the cause of the illness)."""
        return float(self.posterior.antibodies[self.knowledge.model.antibodies.index(antibody)])

    def antibody_present(self, antibody: str) -> float:
        """P(the antibody is there at all)."""
        return float(self.posterior.antibody_present[self.knowledge.model.antibodies.index(antibody)])

    def tumour_present(self, tumour: str) -> float:
        """P(the tumour is there at all)."""
        return float(self.posterior.tumour_present[self.knowledge.model.tumours.index(tumour)])

    def tumour_causal(self, tumour: str) -> float:
        """P(the tumour causes the illness)."""
        return float(self.posterior.tumours[self.knowledge.model.tumours.index(tumour)])

    def suits(self, *, sex: str | None = None, age_from: int | None = None, age_to: int | None = None) -> bool:
        """Whether the patient is of this sex and age, or may be."""
        subject = self.case.subject
        if sex is not None and subject.sex not in (None, sex):
            return False
        age = subject.age
        return age is None or (age_from or 0) <= age < (age_to if age_to is not None else 999) + 1

    def applies(self, when: Applies) -> bool:
        """Whether every field of the advice that is given holds."""
        wanted: tuple[Sequence[str], ...] = (
            when.conditions, when.systems, when.groups, when.antibodies, when.places, when.tumours, when.exposures
        )  # fmt: skip
        for any_of, there in zip(wanted, self.there, strict=True):
            if any_of and there.isdisjoint(any_of):
                return False
        return self.names.issuperset(when.situations) and self.suits(
            sex=when.sex, age_from=when.age_from, age_to=when.age_to
        )


def situation(case: Case, posterior: Posterior, knowledge: Compiled) -> Situation:
    """Derive the situation of a case; the thresholds are those of kb/assumptions/thresholds.yaml."""
    model, thresholds = knowledge.model, knowledge.assumptions.thresholds
    order = np.argsort(-posterior.conditions, kind="stable")
    leading = [model.conditions[i] for i in order if posterior.conditions[i] >= thresholds.leading.value]
    positive = sorted({r.antibody for r in case.antibodies if r.result == "positive"})
    negative = sorted({r.antibody for r in case.antibodies if r.result == "negative"} - set(positive))
    likely = [
        model.antibodies[i]
        for i in np.argsort(-posterior.antibodies[:-1], kind="stable")
        if posterior.antibodies[i] >= thresholds.leading.value
    ]
    known = [c.tumour for c in case.cancers if c.tumour is not None and c.status != "excluded"]
    unknown = [
        model.tumours[i]
        for i in np.argsort(-posterior.tumours[:-1], kind="stable")
        if posterior.tumours[i] >= thresholds.leading_tumour.value and model.tumours[i] not in known
    ]
    exposures = {e.id for e in case.exposures if e.id is not None and e.status is Status.PRESENT}
    found = Situation(
        case=case,
        posterior=posterior,
        knowledge=knowledge,
        leading=tuple(leading or [model.conditions[order[0]]]),
        positive=tuple(positive),
        negative=tuple(negative),
        antibodies=tuple(positive or likely),
        tumours=tuple(dict.fromkeys([*known, *unknown])),
        exposures=frozenset(exposures),
        names=frozenset(),
    )
    return replace(found, names=_names(found), there=_there(found))


def _there(found: Situation) -> tuple[frozenset[str], ...]:
    kb = found.knowledge.kb
    named = dict.fromkeys([*found.leading, *found.case.stated])
    leading = [kb.conditions[c] for c in named if c in kb.conditions]
    return (
        frozenset(c.id for c in leading),
        frozenset(c.system for c in leading),
        frozenset(group for c in leading for group in c.groups),
        frozenset(found.antibodies),
        frozenset(kb.antibodies[a].place for a in found.antibodies),
        frozenset(found.tumours),
        found.exposures,
    )


def _names(found: Situation) -> frozenset[str]:
    case, posterior = found.case, found.posterior
    names = {"antibody-positive" if found.positive else "antibody-untested" if not case.antibodies else ""}
    active = [c for c in case.cancers if c.status == "active"]
    names.add("tumour-known" if active else "tumour-not-known")
    for cancer in case.cancers:
        if cancer.status == "remission":
            names.add("old-remission" if is_old(case, cancer) else "recurrence-window")
    if case.course.relapse:
        names.add("relapse")
    if posterior.paraneoplastic >= LIKELY:
        names.add("paraneoplastic-likely")
    explains = any(found.antibody_causal(a) >= LIKELY for a in found.positive)
    names.add("antibody-explains" if explains else "no-antibody-explains")
    if any(found.antibody_present(a) - found.antibody_causal(a) >= LIKELY for a in found.positive):
        names.add("incidental-antibody")
    syndromes = [c for c in found.leading if c in found.knowledge.kb.conditions]
    kinds = {found.knowledge.kb.conditions[c].kind for c in syndromes[:1]}
    if "syndrome" in kinds and found.probability(syndromes[0]) >= LIKELY:
        names.add("autoimmune-likely")
    return frozenset(names - {""})


def is_old(case: Case, cancer: Cancer) -> bool:
    """Whether a remission has lasted longer than the years in which recurrence is to be feared most."""
    years = case.years_in_remission(cancer)
    return years is not None and years > RECURRENCE_YEARS
