"""Draws patients from the joint distribution that :mod:`paraneo.inference` inverts.

A patient is drawn as the model tells it: condition, causal antibody, causal tumour; age, sex, smoking; which cancers
are known; antibodies and tumours that are there by coincidence; course; the areas involved and the findings in them;
results of assays and of tests for a tumour. What is asked, tested and written down is drawn apart from it (`Asking`)
and does not depend on the illness, so that it says nothing of it. Only a finding that is there may be mentioned
unasked; as often as the model's omission says, unless `Asking` says how often.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paraneo.case import AntibodyResult, TestResult
from paraneo.inference.evidence import Evidence, KnownCancer, Means, Part, Sign
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.model import Specimen
from paraneo.quantities import Array

SPECIMEN_DRAWN: Specimen = "serum"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a clinician asks and tests whatever the illness: probabilities, each by itself.

    Attributes:
        cardinal, usual, minor: a sign is asked for, by its salience, and its presence or absence written down.
        test: a routine test (an area of results) is done; `result`: one of its possible results is reported.
        antibody: one antibody is tested. tumour_test: a test for a tumour is done.
        age, sex, smoking, tempo: it is stated.
        mentioned: how often a sign that is there is mentioned unasked, (cardinal, usual, minor); None as the model
            takes it, which is less than in truth, so that what is not mentioned counts with care.
    """

    cardinal: float = 0.15
    usual: float = 0.05
    minor: float = 0.01
    test: float = 0.3
    result: float = 0.3
    antibody: float = 0.3
    tumour_test: float = 0.1
    age: float = 1.0
    sex: float = 1.0
    smoking: float = 0.7
    tempo: float = 0.8
    mentioned: tuple[float, float, float] | None = None


REFERRAL = Asking(
    cardinal=0.02, usual=0.005, minor=0.001, test=0.3, result=0.15, antibody=0.1, tumour_test=0.05,
    mentioned=(0.9, 0.6, 0.25),
)  # fmt: skip
"""A letter of referral: most of what is there, little of what is not."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so: ids of the condition, the causal antibody and tumour (`none` where there is none), of antibodies and
    tumours that are there by coincidence."""

    condition: str
    kind: str
    antibody: str
    tumour: str
    carried: tuple[str, ...]
    unrelated: tuple[str, ...]

    @property
    def paraneoplastic(self) -> bool:
        """A syndrome that a tumour causes."""
        return self.kind == "syndrome" and self.tumour != "none"


@dataclass(frozen=True, slots=True)
class Patient:
    """A simulated patient: the truth, and what is known of it."""

    truth: Truth
    evidence: Evidence


class Simulator:
    """Draws patients from one model."""

    def __init__(self, knowledge: Compiled, asking: Asking | None = None) -> None:
        self.knowledge = knowledge
        self.model = m = knowledge.model
        self.asking = asking or Asking()
        kb = knowledge.kb
        salience = {f.id: f.salience for area in kb.areas.values() for f in area.findings}
        asked = {"cardinal": self.asking.cardinal, "usual": self.asking.usual, "minor": self.asking.minor}
        self._asked = np.array([asked[salience[f]] for f in m.findings])
        self._mentioned = m.omission
        if self.asking.mentioned is not None:
            said = dict(zip(("cardinal", "usual", "minor"), self.asking.mentioned, strict=True))
            self._mentioned = np.array(
                [said[salience[f]] if o > 0.0 else 0.0 for f, o in zip(m.findings, m.omission, strict=True)]
            )
        self._is_test = np.array([kb.areas[a].kind == "test" for a in m.areas])
        self._labels = {f.id: f.label for area in kb.areas.values() for f in area.findings}
        self._only_sex = np.array([kb.tumours[t].sex or "" for t in m.tumours])
        self._weights = m.prior[:, None] * m.tumour

    def draw(self, rng: np.random.Generator, condition: str | None = None) -> Patient:
        """One patient, of any condition or of the one given.

        Raises:
            ValueError: if the model has no such condition.
        """
        m = self.model
        h, t = self._hypothesis(rng, condition)
        male = bool(rng.random() < m.male[h, t])
        age = int(rng.choice(m.age.shape[1], p=m.age[m.age_of[h, t]]))
        smoker = bool(rng.random() < m.smoker[h, t])
        known = self._known(rng, h, t, male)
        unrelated = self._unrelated(rng, known, male)
        there = {site for site in (t, unrelated) if site < len(m.tumours)} | set(known)
        carried = self._antibodies(rng, int(m.antibody[h]), there)
        say = self.asking
        evidence = Evidence(
            age=age if rng.random() < say.age else None,
            male=male if rng.random() < say.sex else None,
            smoker=smoker if rng.random() < say.smoking else None,
            tempo=self._tempo(rng, int(m.row[h])) if rng.random() < say.tempo else None,
            cancers=tuple(KnownCancer(site, self.knowledge.kb.tumours[m.tumours[site]].name, 1.0) for site in known),
            unsettled=(),
            ruled_out=(),
            signs=self._signs(rng, int(m.row[h]), treated=bool(known)),
            antibody_results=self._results(rng, carried),
            tumour_tests=self._tests(rng, t, unrelated, known),
            unused=(),
        )
        return Patient(self._truth(h, t, carried, there), evidence)

    def _hypothesis(self, rng: np.random.Generator, condition: str | None) -> tuple[int, int]:
        weights = self._weights
        if condition is not None:
            chosen = self.model.conditions.index(condition)
            weights = np.where((self.model.condition == chosen)[:, None], weights, 0.0)
        flat = weights.ravel() / weights.sum()
        h, t = divmod(int(rng.choice(len(flat), p=flat)), weights.shape[1])
        return h, t

    def _truth(self, h: int, t: int, carried: set[int], there: set[int]) -> Truth:
        m = self.model
        condition = int(m.condition[h])
        causal = int(m.antibody[h])
        return Truth(
            condition=m.conditions[condition],
            kind=m.kinds[condition],
            antibody=m.antibodies[causal] if causal < len(m.antibodies) else "none",
            tumour=m.tumours[t] if t < len(m.tumours) else "none",
            carried=tuple(m.antibodies[a] for a in sorted(carried - {causal})),
            unrelated=tuple(m.tumours[s] for s in sorted(there - {t})),
        )

    # Tumours and antibodies

    def _possible(self, share: Array, male: bool) -> Array:
        return np.where(self._only_sex == ("female" if male else "male"), 0.0, share)

    def _known(self, rng: np.random.Generator, h: int, t: int, male: bool) -> list[int]:
        """Cancers that are known: by coincidence, and the cause where the illness did not come first."""
        m = self.model
        known = rng.random(len(m.tumours)) < self._possible(m.known, male)
        if t < len(m.tumours):
            known[t] = rng.random() >= m.before[h]
        return [int(site) for site in np.flatnonzero(known)]

    def _unrelated(self, rng: np.random.Generator, known: list[int], male: bool) -> int:
        """A tumour that is there unknown and by coincidence; the number of tumours for none."""
        share = self._possible(self.model.occult, male)
        share[known] = 0.0
        return int(rng.choice(len(share) + 1, p=np.append(share, 1.0 - share.sum())))

    def _antibodies(self, rng: np.random.Generator, causal: int, there: set[int]) -> set[int]:
        m = self.model
        rate = np.column_stack((m.incidental[:, sorted(there)], m.base_rate)).max(axis=1)
        carried = {int(a) for a in np.flatnonzero(rng.random(len(rate)) < rate)}
        return carried | ({causal} if causal < len(m.antibodies) else set())

    def _results(
        self, rng: np.random.Generator, carried: set[int]
    ) -> tuple[tuple[int, tuple[AntibodyResult, ...]], ...]:
        """Results in serum, each by the method that is commonest where none is stated."""
        m = self.model
        out = []
        for a, antibody in enumerate(m.antibodies):
            if rng.random() >= self.asking.antibody:
                continue
            method = int(m.unstated[a].argmax())
            rate = m.sensitivity[a, method, 0] if a in carried else m.false_positive[a, method, 0]
            result = AntibodyResult(
                antibody,
                "positive" if rng.random() < rate else "negative",
                specimen=SPECIMEN_DRAWN,
                method=m.methods[method],
            )
            out.append((a, (result,)))
        return tuple(out)

    def _tests(
        self, rng: np.random.Generator, t: int, unrelated: int, known: list[int]
    ) -> tuple[tuple[int, tuple[TestResult, ...]], ...]:
        m, cancer = self.model, self.knowledge.assumptions.cancer
        new = [site for site in (t, unrelated) if site < len(m.tumours) and site not in known]
        visible = [site for site in new if rng.random() >= cancer.not_detectable_yet.value] + known
        out = []
        for k, test in enumerate(m.tests):
            miss = 1.0 - cancer.test_false_positive.value
            for site in visible:
                miss *= 1.0 - m.test_sensitivity[k, site]
            if rng.random() < self.asking.tumour_test and m.test_sensitivity[k].any():
                name = self.knowledge.kb.tests[test].name
                out.append((k, (TestResult(test, name, "negative" if rng.random() < miss else "positive"),)))
        return tuple(out)

    # Findings

    def _tempo(self, rng: np.random.Generator, row: int) -> int:
        true = int(rng.choice(3, p=self.model.tempo[row]))
        right = rng.random() < self.knowledge.assumptions.reporting.tempo_right.value
        return true if right else (true + int(rng.integers(1, 3))) % 3

    def _signs(self, rng: np.random.Generator, row: int, *, treated: bool) -> tuple[Sign, ...]:
        m, reporting = self.model, self.knowledge.assumptions.reporting
        chance = 1.0 - (1.0 - m.involved[row]) * (1.0 - m.treated) if treated else m.involved[row]
        involved = rng.random(len(m.areas)) < chance
        there = involved[m.area] & (rng.random(len(m.findings)) < m.share[row])
        done = rng.random(len(m.areas)) < self.asking.test
        asked = np.where(self._is_test[m.area], done[m.area] * self.asking.result, self._asked)
        asked = rng.random(len(m.findings)) < asked
        unasked = ~asked & there & (rng.random(len(m.findings)) < self._mentioned)
        overlooked = asked & there & (rng.random(len(m.findings)) < reporting.missed.value)
        signs = []
        for f in np.flatnonzero(asked | unasked):
            part = Part(int(m.area[f]), Means.FINDINGS, (int(f),))
            term = m.findings[f]
            present = bool(there[f] and not overlooked[f])
            signs.append(Sign(term, self._labels[term], present, (part,), "same term"))
        signs.sort(key=lambda sign: (sign.parts[0].area, not sign.present, sign.term))
        return tuple(signs)
