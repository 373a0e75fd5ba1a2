"""Numbers that carry their meaning: every conversion between probability, odds and decibans lives here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

# numpy.typing says the same in fewer words, but its import costs as much time as the rest of a small command.
Array = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Texts = np.ndarray[Any, np.dtype[np.str_]]

DECIBANS_PER_NAT = 10.0 / math.log(10.0)


class InvalidEstimate(ValueError):
    """A published number that cannot be what it says it is."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """Events out of a total, as the source printed them.

    Raises:
        InvalidEstimate: if there are more events than the total, or the total is not positive.

    >>> Proportion(events=18, total=31)
    Proportion(events=18, total=31)
    >>> str(Proportion(events=18, total=31))
    '18 of 31'
    """

    events: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.events <= self.total or self.total == 0:
            raise InvalidEstimate(f"{self.events} of {self.total} is not a proportion")

    def __str__(self) -> str:
        return f"{self.events} of {self.total}"


@dataclass(frozen=True, slots=True)
class Beta:
    """A belief about a probability: Beta(alpha, beta), both positive.

    Events are added to alpha, their absence to beta (the conjugate update of a binomial proportion), so that a word
    from a textbook or a judgement can be a weak start and the counts of studies take over.

    >>> Beta.of_mean(0.25, strength=4)
    Beta(alpha=1.0, beta=3.0)
    """

    alpha: float
    beta: float

    def __post_init__(self) -> None:
        if not (self.alpha > 0 and self.beta > 0):
            raise InvalidEstimate(f"Beta({self.alpha}, {self.beta}) needs two positive parameters")

    @classmethod
    def of_mean(cls, mean: float, *, strength: float) -> Beta:
        """The belief with this mean that weighs as much as `strength` patients."""
        return cls(mean * strength, (1.0 - mean) * strength)

    @property
    def mean(self) -> float:
        """The expected probability."""
        return self.alpha / (self.alpha + self.beta)


def decibans(log_odds: float) -> float:
    """10 log10 of the odds, from their natural logarithm: 10 decibans are a factor of ten."""
    return DECIBANS_PER_NAT * log_odds


def probability_of(in_decibans: float) -> float:
    """The probability whose odds these decibans are.

    >>> probability_of(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-in_decibans / DECIBANS_PER_NAT))


def log_odds_of_weights(weights: Array) -> Array:
    """Natural log odds of each entry against all the others together.

    Args:
        weights: shape (..., n), not negative, not necessarily normalised, not all zero along the last axis.
    Returns:
        the same shape; -inf where a weight is zero, +inf where all the others are.
    """
    rest = _sum_of_others(weights)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(weights) - np.log(rest), dtype=np.float64)


def _sum_of_others(weights: Array) -> Array:
    """For each entry the sum of the others, exact also where one entry dwarfs the rest (no subtraction)."""
    others = np.zeros_like(weights, dtype=np.float64)
    others[..., 1:] += np.cumsum(weights[..., :-1], axis=-1)
    others[..., :-1] += np.cumsum(weights[..., :0:-1], axis=-1)[..., ::-1]
    return others


def percent(p: float) -> str:
    """A probability as people read it; never 0% and never 100%, which would say that something is certain.

    >>> percent(0.912), percent(0.0001), percent(0.99999)
    ('91%', '<1%', '>99%')
    """
    if p < 0.01:
        return "<1%"
    return ">99%" if p > 0.99 else f"{100 * p:.0f}%"
