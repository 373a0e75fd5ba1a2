"""What the result of a test that was not done would tell: the gain of information to be expected, from the posterior.

A test divides the possible results into a few outcomes, each with its probability under every hypothesis. What an
outcome would make of the posterior follows by Bayes' rule; what it is worth is the mutual information (Shannon, bits)
of the outcome with a question. Of a test with many possible results the most telling ones are looked at together, so
that the true information is at least what is said. The least likely hypotheses, one hundredth together, are left out.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paraneo.case import TestResult
from paraneo.inference.evidence import Evidence
from paraneo.inference.exact import Exact, Posterior, sum_by
from paraneo.quantities import Array

LEAST = 1e-12
KEPT = 0.99  # of the posterior, in the likeliest hypotheses, is looked at


@dataclass(frozen=True, slots=True)
class Result:
    """One outcome of a test, and what it would make of the case.

    Attributes:
        label: what it shows. probability: of this outcome.
        conditions: (C,) P(condition | outcome). paraneoplastic: the same.
    """

    label: str
    probability: float
    conditions: Array
    paraneoplastic: float


@dataclass(frozen=True, slots=True)
class Information:
    """What a test would tell, in bits.

    Attributes:
        by_condition: (C,) on each condition by itself, there or not. condition: on which one it is.
        paraneoplastic, tumour: on these questions.
    """

    results: tuple[Result, ...]
    by_condition: Array
    condition: float
    paraneoplastic: float
    tumour: float


class Expectation:
    """Expected information of the tests of one case.

    Attributes:
        single: (F,) bits that one finding tells of the illness; quick, to choose by.
    """

    def __init__(self, exact: Exact, evidence: Evidence, posterior: Posterior) -> None:
        self.exact = exact
        self.model = exact.model
        self.evidence = evidence
        mass = posterior.joint.sum(axis=1)
        order = np.argsort(-mass, kind="stable")
        kept = np.sort(order[: int(np.searchsorted(np.cumsum(mass[order]), KEPT)) + 1])
        self.joint = posterior.joint[kept] / mass[kept].sum()
        self._antibody = self.model.antibody[kept]
        self._syndrome = exact.is_syndrome[kept]
        self._of_condition = exact.of_condition[kept]
        self._mass = self.joint.sum(axis=1)  # (H,)
        self._causal = self.joint[:, :-1] * self._syndrome[:, None]  # (H, T)
        rows = np.flatnonzero(np.bincount(self.model.row[kept]))  # np.unique would import numpy.ma, which is slow
        self._row = np.searchsorted(rows, self.model.row[kept])
        self._weight = sum_by(self._row, self._mass, len(rows))
        plain = self.model.involved[rows]
        self._involved = 1.0 - (1.0 - plain) * (1.0 - self.model.treated) if evidence.treated else plain
        self._share = self.model.share[rows]
        chance = self._involved[:, self.model.area] * self._share
        self.single = _binary(self._weight @ chance) - self._weight @ _binary(chance)

    @functools.cached_property
    def _search_so_far(self) -> Array:
        """(T + 1,) P(results of the search so far | causal tumour)."""
        return self.exact.search(self.evidence, self.evidence.tumour_tests)

    # Routine results and signs

    def findings(self, chosen: Sequence[int], labels: Sequence[str]) -> Information:
        """Of some findings looked at together: which of them are there.

        Args:
            chosen: their indices. labels: of all findings of the model.
        """
        patterns = [list(pattern) for pattern in itertools.product((True, False), repeat=len(chosen))]
        of = np.array(patterns)  # (K, n)
        area = np.asarray(self.model.area[list(chosen)])
        share = self._share[:, list(chosen)]
        chance = np.ones((len(patterns), len(self._weight)))
        for one in sorted(set(area.tolist())):
            here = np.flatnonzero(np.equal(area, one))
            involved = self._involved[:, one]
            seen = np.where(of[:, None, here], share[None][:, :, here], 1.0 - share[None][:, :, here])
            inside = involved * seen.prod(axis=2)
            chance *= np.where(np.any(of[:, here], axis=1, keepdims=True), inside, inside + 1.0 - involved)
        names = [labels[f] for f in chosen]
        none = f"none of {', '.join(names)}" if len(names) > 1 else f"no {names[0]}"
        shown = [", ".join(itertools.compress(names, pattern)) for pattern in patterns]
        chance = chance[:, self._row]  # (K, H)
        return self._information([label or none for label in shown], chance * self._mass, chance @ self._causal)

    # Antibodies

    def panel(self, antibodies: Sequence[int], specimen: int, labels: Sequence[str]) -> Information:
        """Of a panel: none positive, one of them alone, or several.

        Args:
            antibodies: indices. specimen: 0 serum, 1 CSF. labels: of all antibodies of the model.
        """
        m = self.model
        tested = list(antibodies)
        known = [cancer.tumour for cancer in self.evidence.cancers]
        rate = np.column_stack((np.maximum(m.incidental[tested], m.base_rate[tested, None]), m.base_rate[tested]))
        rate = np.maximum(rate, m.incidental[tested][:, known].max(axis=1, initial=0.0)[:, None])  # (A, T + 1)
        causal = self._antibody[None, :] == np.array(tested)[:, None]  # (A, H)
        present = np.where(causal[:, :, None], 1.0, rate[:, None, :])
        sensitivity = (m.unstated[tested] * m.sensitivity[tested, :, specimen]).sum(axis=1)[:, None, None]
        false_positive = (m.unstated[tested] * m.false_positive[tested, :, specimen]).sum(axis=1)[:, None, None]
        positive = present * sensitivity + (1.0 - present) * false_positive
        clean = (1.0 - positive).prod(axis=0)
        alone = clean * positive / (1.0 - positive)
        several = np.maximum(1.0 - clean - alone.sum(axis=0), 0.0)
        names = ["none positive", *(f"{labels[a]} positive" for a in tested), "several positive"]
        joint = self.joint * np.concatenate((clean[None], alone, several[None]))  # (K, H, T + 1)
        return self._information(names, joint.sum(axis=2), joint[:, self._syndrome, :-1].sum(axis=1))

    # Tests for a tumour

    def tumour_test(self, test: int) -> Information:
        """Of a test for a tumour that was not done: positive or negative."""
        name, done = self.model.tests[test], self.evidence.tumour_tests
        shown = self.exact.search(self.evidence, (*done, (test, (TestResult(name, name, "positive"),))))
        positive = shown / self._search_so_far
        chance = np.stack((positive, 1.0 - positive))  # (2, T + 1)
        return self._information(
            ["positive", "negative"], chance @ self.joint.T, chance[:, :-1] * self._causal.sum(axis=0)
        )

    # What follows

    def _information(self, labels: Sequence[str], mass: Array, causal: Array) -> Information:
        """Args: labels of the K outcomes; (K, H) P(outcome, hypothesis); (K, T) P(outcome, the tumour is the cause)."""
        whole = mass.sum(axis=1)
        share = np.maximum(whole, LEAST)[:, None]
        conditions = mass @ self._of_condition / share
        causal = causal / share
        paraneoplastic = causal.sum(axis=1)
        sites = np.column_stack((causal, 1.0 - paraneoplastic))
        return Information(
            tuple(map(Result, labels, whole.tolist(), conditions, paraneoplastic.tolist())),
            _gain_each(whole, conditions),
            float(_entropy(whole @ conditions) - whole @ _entropy(conditions)),
            float(_gain_each(whole, paraneoplastic[:, None])[0]),
            float(_entropy(whole @ sites) - whole @ _entropy(sites)),
        )


def _gain_each(chances: Array, after: Array) -> Array:
    """(n,) bits on each of n questions of yes or no; `after` is (outcomes, n) P(yes | outcome)."""
    return np.asarray(_binary(chances @ after) - chances @ _binary(after), dtype=np.float64)


def _binary(chance: Array | float) -> Array:
    """Entropy in bits of yes or no."""
    p = np.minimum(np.maximum(chance, LEAST), 1.0 - LEAST)  # np.clip is slower, and this is called often
    q = 1.0 - p
    return np.asarray(-p * np.log2(p) - q * np.log2(q), dtype=np.float64)


def _entropy(chances: Array) -> Array:
    """Entropy in bits along the last axis."""
    p = np.maximum(chances, LEAST)
    return np.asarray(-(p * np.log2(p)).sum(axis=-1), dtype=np.float64)
