"""How far do studies of one quantity differ beyond chance? The likelihood of a correlation within studies.

    python -m evaluation.heterogeneity

Every share of patients (a finding, a cancer, a response) that two or more independent studies of the knowledge base
count is taken as beta-binomial: each study has its own true share around the quantity's mean, and `rho` is the
correlation of two patients of one study (0: all studies agree; 1: each study is all or nothing). One `rho` is shared
by all quantities; each mean is integrated out under Jeffreys' prior. The value of kb/assumptions/pooling.yaml is the
maximum, its range where the log-likelihood falls by 1.92 (95%). The result is kept in `results/heterogeneity.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import lgamma
from pathlib import Path

import numpy as np

from paraneo.knowledge.estimates import Frequency
from paraneo.knowledge.load import read_sources
from paraneo.knowledge.model import KnowledgeBase, Profile
from paraneo.knowledge.pooling import independent
from paraneo.knowledge.store import default_folder
from paraneo.quantities import Array

RESULT = Path(__file__).parent / "results" / "heterogeneity.txt"
FEWEST = 5  # patients of a study
RHO = np.concatenate((np.arange(0.01, 0.2, 0.01), np.arange(0.2, 0.42, 0.05)))
MEANS = np.linspace(0.005, 0.995, 199)
DROP = 1.92  # half the 95% quantile of chi-square with one degree of freedom


def quantities(kb: KnowledgeBase) -> Iterator[list[Frequency]]:
    """The estimates of each quantity, one per study, of studies that share no patients; two at least."""
    for condition in kb.conditions.values():
        for profile in (condition, *condition.with_antibody.values()):
            for estimates in _of_profile(profile):
                counted = [e for e in estimates if e.proportion is not None and (e.total or 0) >= FEWEST]
                apart = independent(counted, kb.studies, {e.study: e.total or 0 for e in counted})
                once = list({e.study: e for e in reversed(apart)}.values())
                if len(once) > 1:
                    yield once


def _of_profile(profile: Profile) -> Iterator[list[Frequency]]:
    by_finding: dict[tuple[str, str], list[Frequency]] = {}
    for estimate in profile.findings:
        by_finding.setdefault((estimate.finding.id, estimate.stage), []).append(estimate)
    yield from by_finding.values()
    yield profile.cancer
    yield profile.before_tumour


def log_likelihood(counts: list[tuple[int, int]], rho: float) -> float:
    """Of one quantity's counts (events, total), its mean integrated out."""
    strength = 1.0 / rho - 1.0
    terms = np.array([sum(_beta_binomial(x, n, mean * strength, (1.0 - mean) * strength) for x, n in counts)
                      for mean in MEANS])  # fmt: skip
    prior = 1.0 / np.sqrt(MEANS * (1.0 - MEANS))
    most = terms.max()
    return float(most + np.log((np.exp(terms - most) * prior / prior.sum()).sum()))


def _beta_binomial(x: int, n: int, a: float, b: float) -> float:
    """Up to the binomial coefficient, which does not depend on the parameters."""
    return lgamma(a + x) + lgamma(b + n - x) - lgamma(a + b + n) + lgamma(a + b) - lgamma(a) - lgamma(b)


def profile_of(counts: list[list[tuple[int, int]]]) -> Array:
    """The log-likelihood at each value of `RHO`."""
    return np.array([sum(log_likelihood(one, float(rho)) for one in counts) for rho in RHO])


def main() -> None:
    found = list(quantities(read_sources(default_folder()).kb))
    counts = [[(e.events or 0, e.total or 0) for e in estimates] for estimates in found]
    likelihood = profile_of(counts)
    inside = RHO[likelihood >= likelihood.max() - DROP]
    lines = [
        f"{len(counts)} quantities, {sum(map(len, counts))} estimates.",
        f"rho {RHO[likelihood.argmax()]:.2f}, 95% {inside.min():.2f} to {inside.max():.2f}",
        "",
        *(f"{rho:.2f} {value - likelihood.max():8.1f}" for rho, value in zip(RHO, likelihood, strict=True)),
    ]
    RESULT.write_text("\n".join(lines) + "\n")
    print("\n".join(lines[:2]))


if __name__ == "__main__":
    main()
