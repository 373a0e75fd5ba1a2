"""Levels of antibodies: compared with a published limit of the same assay, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraneo.api import assess, assessor, load_case
from paraneo.case import AntibodyResult
from paraneo.inference.levels import Limit, limits

LIMIT = Limit("elisa", "iu/ml", 10_000.0, cause=0.6, other=0.2)


def result(level: str | None, method: str | None = "elisa", outcome: str = "positive") -> AntibodyResult:
    return AntibodyResult("gad65", outcome, "serum", method, level=level)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("level", "side"),
    [
        ("10,001 IU/mL", (0.6, 0.2)),
        ("10000 IU/mL", (0.4, 0.8)),
        ("> 10,000 IU/ml (0-5)", (0.6, 0.2)),
        ("<5 U/ml", (0.4, 0.8)),
        ("< 20000 IU/ml", (1.0, 1.0)),
        ("> 2000 IU/ml", (1.0, 1.0)),
        ("25 nmol/L", (1.0, 1.0)),
        ("high", (1.0, 1.0)),
        (None, (1.0, 1.0)),
    ],
)  # fmt: skip
def test_a_level_is_compared_in_its_own_unit(level: str | None, side: tuple[float, float]) -> None:
    assert LIMIT.chances(result(level)) == pytest.approx(side)


def test_another_assay_or_a_negative_result_says_nothing() -> None:
    assert LIMIT.chances(result("20000 IU/ml", "radioimmunoassay")) == (1.0, 1.0)
    assert LIMIT.chances(result("20000 IU/ml", None)) == (0.6, 0.2)
    assert LIMIT.chances(result("20000 IU/ml", outcome="negative")) == (1.0, 1.0)


@given(st.floats(0, 1e6, allow_nan=False))
def test_the_two_sides_add_up(value: float) -> None:
    assert sum(LIMIT.chances(result(f"{value:.3f} IU/ml"))) in (pytest.approx(0.8), pytest.approx(1.2))


def test_the_limit_of_gad65_follows_its_counts() -> None:
    """59 of 96 with a classical syndrome above 10,000 IU/mL, 15 of 72 and 0 of 34 of the others."""
    knowledge = assessor().knowledge
    limit = limits(knowledge)[knowledge.model.antibodies.index("gad65")]
    assert limit.above == 10_000
    assert limit.cause == pytest.approx(59 / 96, abs=0.02)
    assert 0.05 < limit.other < 15 / 72


def relevance(level: str) -> float:
    found = assess(
        load_case(
            "paraneo: 1\nid: x\nage: 55\nsex: female\ntempo: chronic\nfindings: [gait ataxia]\nantibodies:\n"
            f"  - {{antibody: GAD65, result: positive, specimen: serum, method: elisa, level: '{level}'}}\n"
        )
    )
    (reading,) = [r for r in found.antibody_results if r.id == "gad65"]
    return reading.relevant


def test_a_high_level_counts_for_and_a_low_one_against() -> None:
    assert relevance("120 IU/ml") < relevance("25 nmol/L") < relevance("25,000 IU/ml")
