"""The criteria against the paper: the authors' worked example, boundaries, and two laws."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from paraneo import api
from paraneo.case import AntibodyResult, Cancer, Case, FollowUp, Subject
from paraneo.criteria.instruments import pns_care_2021
from paraneo.criteria.logic import Outcome, Verdict

SPEC = YAML(typ="safe", pure=True).load((Path(__file__).parent / "pns-care-2021.yaml").read_text())
KB = api.assessor().knowledge.kb
LEVELS = pns_care_2021.LEVELS
IN_SCOPE = sorted(pns_care_2021.PHENOTYPES)


def case_of(fields: dict[str, Any]) -> Case:
    """The case of an entry; ALL-NEGATIVE stands for a negative result of every antibody."""
    fields = dict(fields)
    if fields.get("antibodies") == "ALL-NEGATIVE":
        fields["antibodies"] = [{"antibody": a, "result": "negative"} for a in KB.antibodies]
    text = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.dump({"paraneo": 1, "id": "spec", **fields}, text)
    return api.load_case(text.getvalue())


def mistakes(entry: dict[str, Any], outcome: Outcome) -> list[str]:
    """How an outcome differs from what an entry expects."""
    expected = {key: entry[key] for key in ("score", "level", "applies") if key in entry}
    wrong = [f"{k} is {getattr(outcome, k)}, not {v}" for k, v in expected.items() if getattr(outcome, k) != v]
    if "reachable" in entry and list(outcome.reachable) != entry["reachable"]:
        wrong.append(f"reachable is {outcome.reachable}, not {entry['reachable']}")
    return wrong


@pytest.mark.parametrize("entry", SPEC, ids=lambda entry: entry["name"])
def test_published_rule(entry: dict[str, Any]) -> None:
    assert entry["locator"]
    case = case_of(entry["case"])
    assert mistakes(entry, pns_care_2021.evaluate(case, case.stated[0], KB)) == []


def test_the_specification_turns_red_for_a_wrong_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pns_care_2021, "FOLLOW_UP_YEARS", 4.0)
    entry = next(e for e in SPEC if "third year, no cancer" in e["name"])
    case = case_of(entry["case"])
    assert mistakes(entry, pns_care_2021.evaluate(case, case.stated[0], KB)) == [
        "score is 6, not 5",
        "level is probable, not possible",
    ]


def test_every_condition_has_a_verdict_or_is_said_to_be_outside() -> None:
    empty = Case("empty", Subject("empty"))
    for condition in KB.conditions:
        outcome = pns_care_2021.evaluate(empty, condition, KB)
        assert outcome.applies or outcome.notes, condition


@pytest.mark.parametrize("phenotype", IN_SCOPE)
def test_an_empty_case_meets_nothing_but_the_phenotype_it_is_asked_about(phenotype: str) -> None:
    outcome = pns_care_2021.evaluate(Case("empty", Subject("empty")), phenotype, KB)
    assert outcome.level == "not met"
    assert [item.verdict for item in outcome.items] == [Verdict.MET, Verdict.UNDETERMINED, Verdict.UNDETERMINED]
    assert all(item.missing for item in outcome.items[1:])


answers = st.builds(
    lambda antibodies, cancer, years: (antibodies, cancer, years),
    st.lists(st.tuples(st.sampled_from(sorted(KB.antibodies)), st.sampled_from(["positive", "negative"])), max_size=3),
    st.none() | st.tuples(st.sampled_from(sorted(KB.tumours)), st.none() | st.booleans()),
    st.none() | st.floats(0, 6),
)


def with_answers(case: Case, given_answers: Any) -> Case:
    antibodies, cancer, years = given_answers
    return dataclasses.replace(
        case,
        antibodies=tuple(AntibodyResult(a, r, method="tissue-assay") for a, r in dict(antibodies).items()),
        cancers=(Cancer(cancer[0], cancer[0], antigen_expressed=cancer[1]),) if cancer else (),
        follow_up=FollowUp(years=years, searches=2 if years is not None and cancer is None else None),
    )


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(IN_SCOPE), answers)
def test_levels_are_consistent(phenotype: str, given_answers: Any) -> None:
    outcome = pns_care_2021.evaluate(with_answers(Case("c", Subject("c", 60, "female")), given_answers), phenotype, KB)
    assert outcome.level in outcome.reachable
    assert LEVELS.index(outcome.level) == min(LEVELS.index(level) for level in outcome.reachable)
    assert outcome.score == sum(item.points for item in outcome.items)
    for item in outcome.items:
        assert item.points == min(item.possible)
        assert bool(item.missing) == (len(item.possible) > 1), item


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(IN_SCOPE), answers, st.sampled_from(sorted(KB.antibodies)), st.booleans())
@example("autoimmune-encephalitis-other", ([], ("breast-cancer", False), None), "amphiphysin", True)
def test_a_new_answer_never_reverses_what_is_settled(
    phenotype: str, given_answers: Any, antibody: str, positive: bool
) -> None:
    """Filling in the result of an antibody that was not tested only narrows what is reachable."""
    before = with_answers(Case("c", Subject("c", 60, "female")), given_answers)
    if antibody in {result.antibody for result in before.antibodies}:
        return
    result = AntibodyResult(antibody, "positive" if positive else "negative", method="tissue-assay")
    after = dataclasses.replace(before, antibodies=(*before.antibodies, result))
    levels = [set(pns_care_2021.evaluate(c, phenotype, KB).reachable) for c in (before, after)]
    assert levels[1] <= levels[0]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(IN_SCOPE), answers, st.floats(0, 6))
def test_a_search_never_reverses_what_is_settled(phenotype: str, given_answers: Any, years: float) -> None:
    """Filling in how long a patient was followed and searched only narrows what is reachable."""
    antibodies, _, _ = given_answers
    before = with_answers(Case("c", Subject("c", 60, "female")), (antibodies, None, None))
    after = dataclasses.replace(before, follow_up=FollowUp(years=years, searches=3))
    levels = [set(pns_care_2021.evaluate(c, phenotype, KB).reachable) for c in (before, after)]
    assert levels[1] <= levels[0]
