"""The interval of a count that a study would print."""

from __future__ import annotations

import pytest
from evaluation.cohorts import interval


def test_without_any_doubt_it_is_that_of_chance_alone() -> None:
    """Binomial: 50 draws at one half, 2.5% on either side lie below 18 and above 32."""
    assert interval(0.5, 1e-9, 50) == (18, 32)


def test_doubt_widens_it() -> None:
    narrow, wide = interval(0.3, 1e-6, 80), interval(0.3, 0.03, 80)
    assert wide[0] < narrow[0]
    assert narrow[1] < wide[1]


@pytest.mark.parametrize("share", [0.002, 0.5, 0.998])
@pytest.mark.parametrize("variance", [1e-9, 0.01, 0.5])
def test_it_lies_within_the_study(share: float, variance: float) -> None:
    low, high = interval(share, variance, 20)
    assert 0 <= low <= high <= 20
