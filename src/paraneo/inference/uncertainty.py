"""How sure the probabilities are: 95% intervals from the counts behind them and the ranges of the assumptions.

The posterior is a function of numbers that are themselves known only so far: a finding's share rests on so many
patients, or on a word with a range, a condition's pre-test probability has a range, and so has the share with a
tumour. Their variances are carried to the log odds by the delta method: the square of each derivative times the
variance, added up. It needs no random numbers, so the same case gives the same interval anywhere. Correlation between
findings of one area is neglected, which makes intervals a little too wide.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paraneo.inference.evidence import Evidence, Sign
from paraneo.inference.exact import Exact, Posterior, sum_by
from paraneo.quantities import Array

Z = 1.959964  # of a 95% interval
MOST_VARIANCE = 1.0  # of one finding's logarithm: a factor of seven either way
BROAD_SPREAD = 0.4  # standard deviation for a term that names an area, or spans several
LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Intervals:
    """95% intervals: conditions (C, 2), paraneoplastic (low, high)."""

    conditions: Array
    paraneoplastic: tuple[float, float]


def intervals(exact: Exact, evidence: Evidence, posterior: Posterior) -> Intervals:
    """Intervals of the posterior of a case."""
    variance = condition_variance(exact, evidence, posterior)
    return Intervals(
        conditions=_conditions(posterior.conditions, variance),
        paraneoplastic=_paraneoplastic(exact, posterior, variance),
    )


def condition_variance(exact: Exact, evidence: Evidence, posterior: Posterior) -> Array:
    """(C,) variance of log P(condition, findings): what is not known of the numbers of this condition alone."""
    model = exact.model
    mass = posterior.joint.sum(axis=1)
    rows = _row_variance(exact, evidence)
    by_condition = sum_by(model.condition, mass, len(model.conditions))
    weighted = sum_by(model.condition, mass * rows[model.row], len(model.conditions))
    plain = sum_by(model.condition, rows[model.row], len(model.conditions))
    count = sum_by(model.condition, np.ones_like(mass), len(model.conditions))
    variance = np.where(by_condition > 0.0, weighted / np.maximum(by_condition, LEAST), plain / count)
    return np.asarray(variance + model.prior_spread**2)


def _conditions(chances: Array, variance: Array) -> Array:
    """Of the log odds of a condition: its own variance, and that of the others by the square of their share."""
    spread = chances**2 * variance
    others = (spread.sum() - spread) / np.maximum(1.0 - chances, LEAST) ** 2
    return _interval(chances, variance + others)


def _paraneoplastic(exact: Exact, posterior: Posterior, variance: Array) -> tuple[float, float]:
    model = exact.model
    chance = posterior.paraneoplastic
    syndrome = (np.array(model.kinds) == "syndrome")[model.condition]
    mass = posterior.joint.sum(axis=1)
    with_tumour = np.where(syndrome, posterior.joint[:, :-1].sum(axis=1), 0.0)
    whole = sum_by(model.condition, mass, len(model.conditions))
    part = sum_by(model.condition, with_tumour, len(model.conditions))
    inside = max(chance * (1.0 - chance), LEAST)
    slope = (part - chance * whole) / inside
    share = 1.0 - model.tumour[:, -1]
    share_variance = 1.0 / (np.maximum(share * (1.0 - share), 1e-3) * (model.cancer_strength + 1.0))
    share_slope = np.where(mass > 0.0, with_tumour * (mass - with_tumour) / np.maximum(mass, LEAST), 0.0) / inside
    total = (slope**2 * variance).sum() + (share_slope**2 * share_variance).sum()
    low, high = _interval(np.array([chance]), np.array([total]))[0]
    return float(low), float(high)


def _interval(chances: Array, variance: Array) -> Array:
    """(n, 2) on the scale of log odds, which keeps the ends between 0 and 1."""
    bounded = np.clip(chances, LEAST, 1.0 - LEAST)
    centre = np.log(bounded / (1.0 - bounded))
    half = Z * np.sqrt(variance)
    return np.stack([1.0 / (1.0 + np.exp(-(centre - half))), 1.0 / (1.0 + np.exp(-(centre + half)))], axis=1)


def _row_variance(exact: Exact, evidence: Evidence) -> Array:
    """(R,) variance of log P(findings | row)."""
    total = np.zeros(len(exact.model.row_names))
    for sign in evidence.signs:
        total = total + np.minimum(_sign_variance(exact, evidence, sign), MOST_VARIANCE)
    return total


def _sign_variance(exact: Exact, evidence: Evidence, sign: Sign) -> Array:
    """(R,) variance of the logarithm of the chance of a sign; for an absent one, of that of its complement."""
    model = exact.model
    findings = sorted({f for part in sign.parts for f in part.findings})
    spread = model.spread[:, findings].min(axis=1) if len(sign.parts) == 1 and findings else BROAD_SPREAD
    if sign.present:
        return np.full(len(model.row_names), spread) ** 2
    kept = np.exp(exact.signs((sign,), treated=evidence.treated, omissions=False))
    return np.asarray(((1.0 - kept) / np.maximum(kept, LEAST) * spread) ** 2, dtype=np.float64)
