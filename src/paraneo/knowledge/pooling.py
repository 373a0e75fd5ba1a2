"""From what the sources say to one number: words start a belief, counts of studies update it.

A frequency is a Beta distribution, a set of shares a Dirichlet distribution; the mean is used. Counts of two studies
that may share patients are never added: of each such set the largest study is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from paraneo.case import ACUTE_DAYS, SUBACUTE_DAYS
from paraneo.knowledge.assumptions import AgeRange, Number, Words
from paraneo.knowledge.estimates import DAYS, AgeEstimate, Duration, Frequency, Shares, Sourced, TempoFrequency
from paraneo.knowledge.model import Study
from paraneo.quantities import Array, Beta

AGES = 111  # years 0 to 110

PERCENT_STRENGTH = 10.0  # the weight, in patients, of a percentage whose denominator the source does not give
PERCENT_STRENGTH_MOST = 50.0
ASSUMED_SHARES_STRENGTH = 10.0  # the weight, in patients, of a whole assumed distribution
ASSUMED_NUMBER_STRENGTH = 4.0
TEMPOS = ("acute", "subacute", "chronic")
TEMPO_DAYS = (float(ACUTE_DAYS), float(SUBACUTE_DAYS))  # the longest times of an acute and of a subacute course
# The most that a time from onset weighs, in patients; a diagnosis comes later than the worst.
DURATION_STRENGTH = {"worst": 5.0, "diagnosis": 2.0}
DURATION_LOG_SD = 1.0  # spread of the logarithm of times where a source gives none, or a standard deviation
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


def pool_frequency(
    start: Beta,
    estimates: Sequence[Frequency],
    words: Words,
    studies: Mapping[str, Study],
    between: float = 0.0,
) -> Beta:
    """Update a belief with everything the sources give: counts, and other forms with a weight of their own.

    Where studies differ by more than chance, patients of one study are correlated by `between`, and its counts weigh
    as its `effective` patients (beta-binomial pooling); 0 counts every patient in full.
    """
    size = {e.study: e.total or 0 for e in estimates}
    belief = start
    for estimate in independent(estimates, studies, size):
        proportion = estimate.proportion
        if proportion is not None:
            weight = effective(proportion.total, between) / proportion.total
            seen, unseen = proportion.events, proportion.total - proportion.events
            belief = Beta(belief.alpha + weight * seen, belief.beta + weight * unseen)
            continue
        mean, strength = _without_denominator(estimate, words, studies[estimate.study])
        belief = Beta(belief.alpha + mean * strength, belief.beta + (1.0 - mean) * strength)
    return belief


def effective(patients: float, between: float) -> float:
    """What a study of so many patients is worth for a share elsewhere: n / (1 + (n - 1) `between`).

    That is the design effect of a beta-binomial distribution; however large the study, it is at most 1 / `between`.
    """
    return patients / (1.0 + max(patients - 1.0, 0.0) * between)


def effective_patients(
    estimates: Sequence[Frequency], words: Words, studies: Mapping[str, Study], between: float
) -> float:
    """How many patients' worth the estimates together are."""
    size = {e.study: e.total or 0 for e in estimates}
    worth = 0.0
    for estimate in independent(estimates, studies, size):
        patients = estimate.total or _without_denominator(estimate, words, studies[estimate.study])[1]
        worth += effective(patients, between)
    return worth


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
    it. `other`, what a study did not name or the knowledge base lacks, counts against what it names and has no share.

    Returns:
        Shares that add up to one, in alphabetical order of the categories.
    """
    kept = independent(estimates, studies, {e.study: e.total for e in estimates})
    raw: dict[str, float] = {}
    for category in sorted(set(start).union(*(e.counts for e in kept)) - {"other"}):
        naming = [e for e in kept if category in e.counts]
        events = sum(e.counts[category] for e in naming)
        total = sum(e.total for e in naming)
        believed = start.get(category, 0.0) * ASSUMED_SHARES_STRENGTH
        raw[category] = (believed + events) / (ASSUMED_SHARES_STRENGTH + total)
    whole = sum(raw.values())
    return {category: share / whole for category, share in raw.items()} if whole else {}


def pool_tempo(
    start: Mapping[str, float],
    counts: Sequence[Shares],
    single: Sequence[TempoFrequency],
    times: Sequence[Duration],
    words: Words,
    studies: Mapping[str, Study],
) -> dict[str, float]:
    """P(acute, subacute, chronic): assumed shares, then counts of all three classes, then what speaks of one class,
    then times from the first symptom.

    A study of one class moves that class and leaves the others their proportions. A time becomes shares as a
    log-normal distribution through its median and spread, cut at `TEMPO_DAYS`; it weighs as its patients do, at most
    `DURATION_STRENGTH`.
    """
    shares = {tempo: max(share, 1e-4) for tempo, share in pool_shares(start, counts, studies).items()}
    shares = {tempo: shares.get(tempo, 1e-4) for tempo in TEMPOS}
    strength = ASSUMED_SHARES_STRENGTH + sum(c.total for c in counts)
    for tempo in TEMPOS:
        about = [estimate for estimate in single if estimate.tempo == tempo]
        if not about:
            continue
        whole = sum(shares.values())
        belief = pool_frequency(Beta.of_mean(shares[tempo] / whole, strength=strength), about, words, studies)
        others = (1.0 - belief.mean) / (1.0 - shares[tempo] / whole)
        shares = {t: belief.mean if t == tempo else share / whole * others for t, share in shares.items()}
    raw = {tempo: strength * share / sum(shares.values()) for tempo, share in shares.items()}
    for time in independent(times, studies, {t.study: t.total for t in times}):
        weight = min(float(time.total), DURATION_STRENGTH[time.until])
        for tempo, share in zip(TEMPOS, _tempo_shares(time), strict=True):
            raw[tempo] += weight * share
    whole = sum(raw.values())
    return {tempo: value / whole for tempo, value in raw.items()}


def _tempo_shares(time: Duration) -> tuple[float, float, float]:
    """Shares within two weeks, within three months, and longer, of a log-normal distribution of times."""
    spread = DURATION_LOG_SD
    if time.low is not None and time.high is not None and time.spread in ("iqr", "range"):
        per_sd = 0.674 if time.spread == "iqr" else math.sqrt(2.0 * math.log(max(time.total, 3)))
        low, high = max(time.low, 0.02 * time.middle), time.high
        spread = max((math.log(high) - math.log(low)) / (2.0 * per_sd), 0.1)
    median = math.log(time.middle * DAYS[time.unit])
    acute, at_most_subacute = (
        0.5 * (1.0 + math.erf((math.log(limit) - median) / (spread * math.sqrt(2.0)))) for limit in TEMPO_DAYS
    )
    return acute, at_most_subacute - acute, 1.0 - at_most_subacute


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
