from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraneo import api
from paraneo.case import Status
from paraneo.interop.reading import read_case
from paraneo.interop.write_phenopacket import to_phenopacket
from paraneo.interop.write_yaml import to_yaml
from paraneo.issues import Notepad

WHOLE = """\
paraneo: 1
id: clinic-7
age: 62
sex: woman
smoking: ex-smoker
as-of: 2024-05-01
onset: 6 weeks
syndrome: limbic encephalitis
findings:
  - memory loss
  - HP:0001250
  - not: fever
  - unknown: ataxia
  - MRI brain: normal
  - sodium: 121 (135-145)
  - {finding: gait ataxia, onset: 2024-03-20, severity: severe}
antibodies:
  - {antibody: Hu, method: line blot, specimen: serum, result: positive, titre: 1:640, date: 2024-04-20}
  - {antibody: LGI1, result: negative}
tests:
  - CT chest: negative
cancers:
  - {cancer: breast cancer, remission-since: 7 years}
  - not: thymoma
exposures: [pembrolizumab]
follow-up: {years: 2.5, searches: 3}
scores: {mRS: 4}
"""


def test_a_whole_case(read: Any) -> None:
    case, issues = read(WHOLE)
    assert [issue for issue in issues if "CT chest" not in issue] == []
    assert (case.id, case.subject.age, case.subject.sex, case.subject.smoking) == ("clinic-7", 62.0, "female", "former")
    assert case.tempo() == "subacute"
    assert case.stated == ("limbic-encephalitis",)
    status = {f.term: f.status for f in case.features}
    assert status["HP:0001250"] is Status.PRESENT
    assert status["HP:0001945"] is Status.EXCLUDED
    assert status["HP:0001251"] is Status.NOT_ASSESSED
    assert status["HP:0410263"] is Status.EXCLUDED
    assert status["HP:0002902"] is Status.PRESENT
    hu = case.antibodies[0]
    assert (hu.antibody, hu.method, hu.specimen, hu.result, hu.titre) == ("hu", "line-blot", "serum", "positive", 640)
    assert hu.when.date == datetime.date(2024, 4, 20)
    assert [(c.tumour, c.status) for c in case.cancers] == [("breast-cancer", "remission"), ("thymoma", "excluded")]
    assert case.years_in_remission(case.cancers[0]) == pytest.approx(7.0, abs=0.01)
    assert [e.id for e in case.exposures] == ["checkpoint-inhibitor"]
    assert (case.follow_up.years, case.follow_up.searches) == (2.5, 3)
    assert [(s.name, s.value) for s in case.scores] == [("mRS", 4.0)]


def test_yaml_1_2_reads_a_titre_and_the_word_no_as_they_stand(read: Any) -> None:
    case, _ = read(
        "paraneo: 1\nid: no\nage: 60\nsex: male\nantibodies: [{antibody: Yo, result: positive, titre: 1:40}]"
    )
    assert case.id == "no"
    assert case.antibodies[0].titre == 40


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("gait ataxia", "HP:0002066"),
        ("unsteady gait", "HP:0002317"),
        ("double vision", "HP:0000651"),
        ("hp:0001251", "HP:0001251"),
        ("Memory loss", "HP:0002354"),
    ],
)
def test_words(read: Any, words: str, term: str) -> None:
    case, issues = read(f"paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [{words}]")
    assert issues == []
    assert case.features[0].term == term


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "sodium: 121",
            "there is no reference range to judge it by; write low, normal or high, or the reference range",
        ),
        ("MRI brain: blue", '"blue": this finding is not understood'),
        ("crystal ball: normal", '"crystal ball: normal": this test is not understood'),
    ],
)
def test_tests_that_are_not_understood(read: Any, line: str, message: str) -> None:
    case, issues = read(f"paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [{{{line}}}]")
    assert any(message in issue for issue in issues), issues
    assert case.unrecognised


def test_as_of_leaves_out_what_came_later(read: Any) -> None:
    case, _ = read(WHOLE)
    before = case.as_of(datetime.date(2024, 4, 1))
    assert before.antibodies == tuple(r for r in case.antibodies if r.when is None)
    assert "HP:0002066" in {f.term for f in before.features}
    assert "HP:0002066" not in {f.term for f in case.as_of(datetime.date(2024, 3, 1)).features}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, WHOLE.count("\n") - 1), st.text(alphabet="ab :-[]{}#'\"1\t&*\n", max_size=8), st.integers(0, 40))
def test_any_slip_of_the_pen_is_read_or_refused_with_an_issue(line: int, text: str, column: int) -> None:
    lines = WHOLE.splitlines()
    lines[line] = lines[line][:column] + text + lines[line][column:]
    notepad = Notepad()
    case = read_case("\n".join(lines).encode(), api.names(), notepad)
    assert (case is None) == notepad.has_errors()
    if case is not None:
        api.assess(case)


@pytest.mark.parametrize(("since", "years"), [("7 years", 7.0), ("2017-05-01", 7.0), ("2016-05-01", 8.0)])
def test_how_long_a_cancer_has_been_in_remission(read: Any, since: str, years: float) -> None:
    text = "paraneo: 1\nid: x\nage: 60\nsex: male\nas-of: 2024-05-01\n"
    text += f"cancers: [{{cancer: thymoma, remission-since: {since}}}]\n"
    case, _ = read(text)
    assert case.years_in_remission(case.cancers[0]) == pytest.approx(years, abs=0.01)


def test_numbers_and_answers_for_the_criteria_are_written_and_read_back() -> None:
    case = api.load_case(
        "paraneo: 1\nid: x\nage: 60\nsex: male\nmeasurements: {CSF white cells: [12 /ul, 3 /ul], calcium: 12.1 mg/dL}\n"
        "criteria: {graus-2016-limbic: {mri: no}, case-2019: {seizure: 2}}\n"
        "cancers: [{cancer: thymoma, status: remission}]\n"
    )
    assert not case.unrecognised
    assert [(m.quantity, round(m.value, 3)) for m in case.measured] == [
        ("csf-white-cells", 12.0), ("csf-white-cells", 3.0), ("calcium", 3.019),
    ]  # fmt: skip
    assert [(a.instrument, a.item, a.grade) for a in case.answers] == [
        ("graus-2016-limbic", "mri", 0), ("case-2019", "seizure", 2),
    ]  # fmt: skip
    again = api.load_case(to_yaml(case, api.names()))
    assert (again.measured, again.answers) == (case.measured, case.answers)
    packet = api.load_case(json.dumps(to_phenopacket(case, api.names())))
    assert packet.measured == case.measured
    assert packet.cancers[0].status == "remission"
