"""Calibration and net benefit, by examples worked by hand."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from evaluation.calibration import calibration_slope, net_benefit, reliability_svg


def drawn(slope: float) -> tuple[np.ndarray, np.ndarray]:
    """Forecasts whose outcomes follow `slope` times their log odds."""
    rng = np.random.default_rng(3)
    odds = rng.normal(size=20_000) * 1.5
    outcomes = (rng.random(odds.size) < 1 / (1 + np.exp(-slope * odds))).astype(float)
    return 1 / (1 + np.exp(-odds)), outcomes


@pytest.mark.parametrize("slope", [0.5, 1.0, 2.0])
def test_the_slope_is_found_again(slope: float) -> None:
    intercept, found = calibration_slope(*drawn(slope))
    assert found == pytest.approx(slope, abs=0.06)
    assert intercept == pytest.approx(0.0, abs=0.06)


def test_forecasts_that_part_the_outcomes_do_not_break_it() -> None:
    intercept, slope = calibration_slope(np.array([0.1, 0.2, 0.8, 0.9]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite(intercept)
    assert slope > 1.0


def test_net_benefit_by_hand() -> None:
    """At 20% prevalence, 3 of 4 ill and 1 of 5 well above one half: 0.2 x 0.75 - 0.8 x 0.2 x 1."""
    forecasts = np.array([0.9, 0.8, 0.7, 0.1, 0.6, 0.1, 0.2, 0.3, 0.4])
    outcomes = np.array([1.0, 1, 1, 1, 0, 0, 0, 0, 0])
    ours, everyone = net_benefit(forecasts, outcomes, prior=0.2, threshold=0.5)
    assert ours == pytest.approx(0.2 * 0.75 - 0.8 * 0.2)
    assert everyone == pytest.approx(0.2 - 0.8)


def test_the_diagram_has_a_mark_for_each_bin() -> None:
    forecasts, outcomes = drawn(1.0)
    root = ElementTree.fromstring(reliability_svg({"presentation": (forecasts, outcomes)}))
    circles = [e for e in root.iter() if e.tag.endswith("circle")]
    assert len(circles) == 8 + 1  # and one in the legend
