"""Criteria and probabilities that point different ways."""

from __future__ import annotations

import pytest

from paraneo.api import assess, load_case
from paraneo.assessment import disagreements
from paraneo.contract import Criteria


def criteria(
    level: str, reachable: list[str], *, instrument: str = "pns-care-2021", inferred: float | None = None
) -> Criteria:
    return Criteria(instrument, "x", 2021, "y", level, 5, 5, reachable, [], [], [], [], [], inferred)


@pytest.mark.parametrize(
    ("found", "chance", "words"),
    [
        (criteria("probable", ["probable", "definite"]), 0.2, "the criteria are the more cautious here"),
        (criteria("definite", ["definite"]), 0.49, "the criteria are the more cautious here"),
        (criteria("not met", ["not met", "possible"]), 0.5, "they are the more cautious here"),
    ],
)
def test_both_are_shown_and_the_more_cautious_leads(found: Criteria, chance: float, words: str) -> None:
    (line,) = disagreements([found], chance)
    assert words in line
    assert "excluded" not in line


@pytest.mark.parametrize(
    ("found", "chance"),
    [
        (criteria("probable", ["probable"]), 0.5),
        (criteria("not met", ["not met", "probable"]), 0.9),
        (criteria("not met", ["not met"]), 0.49),
        (criteria("definite", ["definite"], inferred=0.3), 0.1),
        (criteria("definite", ["definite"], instrument="graus-2016-limbic"), 0.1),
    ],
)
def test_where_they_agree_or_say_nothing_of_this_illness_nothing_is_said(found: Criteria, chance: float) -> None:
    assert disagreements([found], chance) == []


def test_a_case_where_they_disagree() -> None:
    case = load_case(
        "paraneo: 1\nid: x\nage: 60\nsex: female\nsyndrome: Lambert-Eaton\nfindings: [headache]\n"
        "antibodies: [{antibody: SOX1, method: line blot, specimen: serum, result: positive, band: weak}]"
    )
    found = assess(case)
    assert found.paraneoplastic.probability < 0.5
    assert next(c for c in found.criteria if c.id == "pns-care-2021").level == "probable"
    assert len(found.disagreements) == 1
