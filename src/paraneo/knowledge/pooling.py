"""From what the sources say to one number: words start a belief, counts of studies update it.

A frequency is a Beta distribution, a set of shares a Dirichlet distribution; the mean is used. Counts of two studies
that may share patients are never added: of each such set the largest study is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from paraneo.knowledge.assumptions import AgeRange, Number, Words
from paraneo.knowledge.estimates import AgeEstimate, Frequency, Shares, Sourced
from paraneo.knowledge.model import Study
from paraneo.quantities import Array, Beta

AGES = 111  # years 0 to 110

PERCENT_STRENGTH = 10.0  # the weight, in patients, of a percentage whose denominator the source does not give
PERCENT_STRENGTH_MOST = 50.0
ASSUMED_SHARES_STRENGTH = 10.0  # the weight, in patients, of a whole assumed distribution
ASSUMED_NUMBER_STRENGTH = 4.0
AGE_FLOOR = 0.03  # share of patients whose age may be anything: no age rules a condition out

_S = TypeVar("_S", bound=Sourced)


def independent(estimates: Iterable[_S], studies: Mapping[str, Study], size: Mapping[str, int]) -> list[_S]:
    """Leave out estimates of studies that may share patients with a larger one among them."""
    ordered = sorted(estimates, key=lambda e: (-size.get(e.study, 0), e.study, e.locator))
    kept: list[_S] = []
    for estimate in ordered:
        partners = set(studies[estimate.study].overlaps_with)
        taken = {other.study for other in kept if other.study != estimate.study}
        if not any(other in partners or estimate.study in studies[other].overlaps_with for other in taken):
            kept.append(estimate)
    return kept


def pool_frequency(start: Beta, estimates: Sequence[Frequency], words: Words, studies: Mapping[str, Study]) -> Beta:
    """Update a belief with everything the sources give: counts in full, other forms with a weight of their own."""
    size = {e.study: e.total or 0 for e in estimates}
    belief = start
    for estimate in independent(estimates, studies, size):
        proportion = estimate.proportion
        if proportion is not None:
            belief = belief.observe(proportion)
            continue
        mean, strength = _without_denominator(estimate, words, studies[estimate.study])
        belief = Beta(belief.alpha + mean * strength, belief.beta + (1.0 - mean) * strength)
    return belief


def _without_denominator(estimate: Frequency, words: Words, study: Study) -> tuple[float, float]:
    if estimate.word is not None:
        word = words.words[estimate.word]
        return word.share.value, word.strength
    strength = min(float(study.size or PERCENT_STRENGTH), PERCENT_STRENGTH_MOST)
    if estimate.percent is not None:
        return estimate.percent / 100.0, strength
    low, high = estimate.low or 0.0, estimate.high or 0.0
    return (low + high) / 200.0, PERCENT_STRENGTH


def assumed(number: Number | None, default: float, strength: float = ASSUMED_NUMBER_STRENGTH) -> Beta:
    """The belief that an assumption starts; kept off 0 and 1, where no count could move it."""
    mean = default if number is None else number.value
    return Beta.of_mean(min(max(mean, 1e-4), 1.0 - 1e-4), strength=strength)


def pool_shares(
    start: Mapping[str, float], estimates: Sequence[Shares], studies: Mapping[str, Study]
) -> dict[str, float]:
    """Update assumed shares with counted ones.

    A category is updated by the studies that name it: one published before an antibody was known says nothing about
    it. `other`, what a study found and the knowledge base lacks, is left out.

    Returns:
        Shares that add up to one, in alphabetical order of the categories.
    """
    kept = independent(estimates, studies, {e.study: e.total for e in estimates})
    raw: dict[str, float] = {}
    for category in sorted(set(start).union(*(e.counts for e in kept)) - {"other"}):
        naming = [e for e in kept if category in e.counts]
        events = sum(e.counts[category] for e in naming)
        total = sum(e.total - e.counts.get("other", 0) for e in naming)
        believed = start.get(category, 0.0) * ASSUMED_SHARES_STRENGTH
        raw[category] = (believed + events) / (ASSUMED_SHARES_STRENGTH + total)
    whole = sum(raw.values())
    return {category: share / whole for category, share in raw.items()} if whole else {}


def age_density(assumed_ranges: Sequence[AgeRange], estimates: Sequence[AgeEstimate]) -> Array:
    """P(age in years) from 0 to 110: a mixture of two-sided normal curves, one per study and assumption.

    Weights are numbers of patients; the assumption weighs as much as `ASSUMED_NUMBER_STRENGTH` of them, or all where no
    study is known. Medians and ranges become standard deviations of the lower and the upper side.
    """
    mixture = np.zeros(AGES)
    whole = sum(item.weight for item in assumed_ranges)
    for item in assumed_ranges:
        curve = _two_sided_normal(item.middle, (item.middle - item.low) / 1.645, (item.high - item.middle) / 1.645)
        mixture += ASSUMED_NUMBER_STRENGTH * item.weight / whole * curve
    for estimate in estimates:
        lower, upper = _spread(estimate)
        mixture += estimate.total * _two_sided_normal(estimate.middle, lower, upper)
    if not mixture.any():
        mixture += 1.0
    mixture /= mixture.sum()
    return np.asarray((1.0 - AGE_FLOOR) * mixture + AGE_FLOOR / AGES, dtype=np.float64)


def _spread(estimate: AgeEstimate) -> tuple[float, float]:
    """Standard deviations below and above the middle."""
    if estimate.spread == "none" or estimate.low is None or estimate.high is None:
        return 14.0, 14.0
    # A quartile lies 0.674 standard deviations from the median; the extremes of n values about sqrt(2 ln n) from it.
    per_sd = {"iqr": 0.674, "sd": 1.0, "range": math.sqrt(2.0 * math.log(max(estimate.total, 3)))}[estimate.spread]
    return (estimate.middle - estimate.low) / per_sd, (estimate.high - estimate.middle) / per_sd


def _two_sided_normal(middle: float, lower: float, upper: float) -> Array:
    ages = np.arange(AGES, dtype=np.float64)
    scale = np.where(ages < middle, max(lower, 0.7), max(upper, 0.7))
    curve = np.exp(-0.5 * ((ages - middle) / scale) ** 2)
    return np.asarray(curve / curve.sum(), dtype=np.float64)
