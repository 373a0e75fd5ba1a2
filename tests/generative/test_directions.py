"""What must move which way: the course, an absent finding, a second illness."""

from __future__ import annotations

import pytest

from paraneo import api
from paraneo.contract import Assessment


def assessed(findings: str, **fields: str) -> Assessment:
    given = {"age": "64", "sex": "male"} | fields
    lines = "".join(f"{key}: {value}\n" for key, value in given.items())
    return api.assess(api.load_case(f"paraneo: 1\nid: x\n{lines}findings: {findings}\n"))


def chance(found: Assessment, condition: str) -> float:
    return next(c.probability for c in found.conditions if c.id == condition)


def test_the_course_turns_limbic_encephalitis_into_dementia_and_back() -> None:
    memory = "[memory impairment, apathy]"
    fast, slow = assessed(memory, tempo="subacute"), assessed(memory, tempo="chronic")
    for found, likelier, other in (
        (fast, "limbic-encephalitis", "alzheimer-disease"),
        (slow, "alzheimer-disease", "limbic-encephalitis"),
    ):
        assert chance(found, likelier) > chance(found, other)


@pytest.mark.parametrize(
    ("condition", "others", "sign"),
    [
        ("lambert-eaton", "[proximal muscle weakness]", "areflexia"),
        ("cerebellar-degeneration", "[dysarthria]", "gait ataxia"),
        ("nmdar-encephalitis", "[seizure]", "psychosis"),
        ("sensory-neuronopathy", "[paresthesia]", "sensory ataxia"),
    ],
)
def test_present_helps_absent_harms_and_unknown_does_neither(condition: str, others: str, sign: str) -> None:
    there = chance(assessed(f"{others[:-1]}, {sign}]"), condition)
    silent = chance(assessed(others), condition)
    unknown = chance(assessed(f"{others[:-1]}, {{unknown: {sign}}}]"), condition)
    absent = chance(assessed(f"{others[:-1]}, {{not: {sign}}}]"), condition)
    assert unknown == silent
    assert absent < silent < there


def test_an_absent_sign_helps_the_illnesses_that_lack_it() -> None:
    without = assessed("[memory impairment, {not: seizure}]", tempo="chronic")
    assert chance(without, "alzheimer-disease") > chance(
        assessed("[memory impairment]", tempo="chronic"), "alzheimer-disease"
    )


def test_two_syndromes_at_once_are_both_named() -> None:
    found = assessed(
        "[gait ataxia, dysarthria, nystagmus, limb ataxia, proximal muscle weakness, areflexia, dry mouth]",
        smoking="current",
        tempo="subacute",
    )
    first = found.conditions[0].id
    beside = {second.id: second.explains for second in found.beside_the_first}
    pair = {"lambert-eaton", "cerebellar-degeneration"}
    assert first in pair
    (other,) = pair - {first}
    assert other in beside
    assert {"lambert-eaton": "Xerostomia", "cerebellar-degeneration": "Nystagmus"}[other] in beside[other]


def test_a_single_illness_has_nothing_beside_it() -> None:
    found = assessed("[gait ataxia, dysarthria, nystagmus, limb ataxia]", tempo="subacute")
    assert found.conditions[0].id == "cerebellar-degeneration"
    assert found.beside_the_first == []


def test_where_nothing_fits_it_says_so() -> None:
    """Findings of many unlike illnesses at once, with a chronic course: none of the known conditions leads for certain."""
    found = assessed("[hemoptysis, hearing impairment, alopecia, gynecomastia]", tempo="chronic", age="30")
    assert "other" in [c.id for c in found.conditions[:3]]
