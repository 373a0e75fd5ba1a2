"""The judge is judged: measures against values worked out by hand, and a program without answers is wrong everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from evaluation.scoring import auroc, brier, calibration, calibration_error, rank, score, specificity_at
from evaluation.truth import Citation, Truth
from hypothesis import given
from hypothesis import strategies as st

REPORT = Citation(title="An invented report")
TRUTH = {
    "c1-x": Truth("limbic-encephalitis", True, REPORT, "hu", "small-cell-lung-cancer", ["encephalomyelitis"]),
    "c4-x": Truth("eosinophilia", True, REPORT, None, "leukaemia"),
    "c5-x": Truth("mimic", False, REPORT, mimic="stroke"),
}


def answer(conditions: list[str], antibodies: list[str], tumours: list[str], probability: float) -> dict[str, object]:
    kinds = {"stroke": "mimic", "glioma": "mimic", "other": "other"}
    return {
        "conditions": [{"id": c, "kind": kinds.get(c, "syndrome")} for c in conditions],
        "antibodies": [{"id": a} for a in antibodies],
        "tumours": [{"id": t} for t in tumours],
        "paraneoplastic": {"probability": probability},
    }


GOOD = {
    "c1-x": answer(["stroke", "encephalomyelitis"], ["none", "yo", "hu"], ["none", "small-cell-lung-cancer"], 0.8),
    "c4-x": answer(["siadh"], [], ["none", "thymoma", "leukaemia"], 0.6),
    "c5-x": answer(["glioma", "stroke"], [], [], 0.1),
}


def test_ranks() -> None:
    found = score(TRUTH, GOOD)
    assert found.syndrome.ranks == (2,)  # an accepted alternative counts; the sign that names itself is not judged
    assert found.antibody.ranks == (2,)  # `none` is not counted
    assert found.unknown_tumour.ranks == (1, 2)
    assert found.mimic.ranks == (2,)
    assert found.mimic_first == (1, 1)
    assert found.unanswered == 0
    assert auroc(found.forecasts, found.outcomes) == 1.0
    assert [row.case for row in found.misses] == ["c1-x", "c4-x", "c5-x"]


def test_no_answer_is_wrong_everywhere() -> None:
    found = score(TRUTH, {})
    assert found.unanswered == 3
    assert found.syndrome.within(3) == found.antibody.within(3) == found.unknown_tumour.within(3) == 0
    assert found.mimic_first == (0, 1)
    assert auroc(found.forecasts, found.outcomes) == 0.0
    assert brier(found.forecasts, found.outcomes) == 1.0


def test_auroc_counts_ties_half() -> None:
    assert auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([1, 1, 0, 0])) == pytest.approx(3.5 / 4)


def test_specificity_keeps_the_sensitivity() -> None:
    forecasts = np.array([*np.linspace(0.05, 1.0, 20), 0.04, 0.08, 0.2])
    outcomes = np.array([1] * 20 + [0] * 3)
    # one of twenty may be missed: the cut-off is the second lowest of the ill, 0.10
    assert specificity_at(forecasts, outcomes, sensitivity=0.95) == pytest.approx(2 / 3)


def test_calibration() -> None:
    forecasts, outcomes = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0, 0, 1, 1])
    assert calibration_error(forecasts, outcomes, bins=2) == 0.0
    assert calibration_error(forecasts, 1 - outcomes, bins=2) == 1.0
    assert calibration(forecasts, outcomes, bins=2) == [(0.0, 0.0, 2), (1.0, 1.0, 2)]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=30))
def test_auroc_turns_around_with_the_forecasts(pairs: list[tuple[float, bool]]) -> None:
    forecasts, outcomes = np.array([p for p, _ in pairs]), np.array([float(y) for _, y in pairs])
    if 0 < outcomes.sum() < len(outcomes):
        assert auroc(forecasts, outcomes) + auroc(-forecasts, outcomes) == pytest.approx(1.0)


def test_rank_of_what_is_not_there() -> None:
    assert rank([{"id": "a"}], {"b"}) > 1000
