"""Whether a case may lie outside what the knowledge base knows, and which of its findings say so.

`other`, none of the known conditions, is in the posterior the average patient of each presentation group. Real unknown
illnesses are more definite than an average. So beside the posterior the case is judged once more, with an illness that
takes its part of each area, at random, from one of the group's conditions or from patients at large: a combination that
no known condition has. How likely such a one is against the known conditions is the measure; where the likeliest known
condition fits well, it is small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paraneo.inference.evidence import Evidence, Sign
from paraneo.inference.exact import Exact, Posterior, sum_by
from paraneo.knowledge.compile import OTHER

AT_LARGE = 0.1  # how often an area is taken from the average patient of the group, who is drawn to patients at large
UNEXPLAINED = 2.0  # a finding that the likeliest condition makes less than so many times likelier than at large
MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class OutsideCheck:
    """P(an illness that the knowledge base lacks), by the flexible measure, and the findings that say so."""

    chance: float
    findings: tuple[str, ...]


class Outside:
    """The check with one knowledge base; made once, used for many cases."""

    def __init__(self, exact: Exact) -> None:
        self.exact = exact
        model, groups = exact.model, exact.knowledge.assumptions.groups
        row_of = {name: i for i, name in enumerate(model.row_names)}
        self.rows = [i for i, name in enumerate(model.row_names) if name.startswith(f"{OTHER}/")]
        self.mixture = np.zeros((len(self.rows), len(model.row_names)))
        for k, row in enumerate(self.rows):
            members = [row_of[c] for c in groups[model.row_names[row].partition("/")[2]].conditions]
            self.mixture[k, members] = (1.0 - AT_LARGE) / len(members)
            self.mixture[k, row] = AT_LARGE
        backgrounds = exact.knowledge.assumptions.backgrounds
        self._at_large = np.array([backgrounds[area].involved.value for area in model.areas])

    def check(self, evidence: Evidence, posterior: Posterior) -> OutsideCheck:
        """The measure for a case, and up to three findings that the likeliest condition does not explain."""
        model = self.exact.model
        by_area, across = self.exact.areas(evidence.signs, treated=evidence.treated)
        plain = by_area[self.rows].sum(axis=1) + across[:, self.rows].sum(axis=0)
        mixed = np.log(self.mixture @ np.exp(by_area)).sum(axis=1) + np.log(np.exp(across) @ self.mixture.T).sum(axis=0)
        gain = np.exp(self.exact.reporting.tempering.value * (mixed - plain))
        mass = sum_by(model.row, posterior.joint.sum(axis=1), len(model.row_names))
        other = float(mass[self.rows] @ gain)
        known = 1.0 - float(mass[self.rows].sum())
        return OutsideCheck(other / (other + known), self._unexplained(evidence, int(mass.argmax())))

    def _unexplained(self, evidence: Evidence, row: int) -> tuple[str, ...]:
        present = [s for s in evidence.signs if s.present and len(s.parts) == 1 and s.parts[0].findings]
        ratios = sorted((self._ratio(sign, row), sign.label) for sign in present)
        return tuple(label for ratio, label in ratios if ratio < UNEXPLAINED)[:MOST_FINDINGS]

    def _ratio(self, sign: Sign, row: int) -> float:
        """How many times likelier a row makes a finding than it is among patients at large."""
        model, part = self.exact.model, sign.parts[0]
        found = list(part.findings)
        share = 1.0 - float(np.prod(1.0 - model.share[row, found]))
        typical = 1.0 - float(np.prod(1.0 - model.typical[found]))
        return float(model.involved[row, part.area] * share / (self._at_large[part.area] * typical))
