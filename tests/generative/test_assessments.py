"""Laws of whole assessments: explanations add up, order and unassessed lines do not matter, noise dethrones nobody."""

from __future__ import annotations

import dataclasses
import math
import random
from functools import cache

import pytest
from evaluation.truth import CASES
from hypothesis import given, settings
from hypothesis import strategies as st

from paraneo import api
from paraneo.case import Case, PhenotypicFeature, Status
from paraneo.interop.reading import read_records
from paraneo.views.documents import to_json_line

SLOW = settings(max_examples=25, deadline=None)


@cache
def cases() -> list[Case]:
    files = [str(f) for stage in ("presentation", "workup") for f in sorted((CASES / stage).glob("*.json"))]
    found = [record.case for record in read_records(files, api.names())]
    return [case for case in found if case is not None]


some_case = st.integers(0, 179).map(lambda i: cases()[i])


@SLOW
@given(some_case)
def test_prior_and_evidence_add_up_to_the_odds_and_these_to_the_probability(case: Case) -> None:
    for candidate in api.assess(case).conditions:
        steps = sum(round(10 * row.decibans) for row in candidate.evidence)
        assert round(10 * candidate.prior_decibans) + steps == round(10 * candidate.decibans)
        if 1e-3 < candidate.probability < 0.999:
            odds = 10 * math.log10(candidate.probability / (1 - candidate.probability))
            assert odds == pytest.approx(candidate.decibans, abs=0.06)


@SLOW
@given(some_case)
def test_every_row_of_an_explanation_names_a_source(case: Case) -> None:
    kb = api.assessor().knowledge.kb
    for candidate in api.assess(case).conditions:
        for row in candidate.evidence:
            assert row.sources, (candidate.id, row.item)
            assert all(source in kb.studies or source.startswith("assumption:") for source in row.sources)


@SLOW
@given(some_case, st.randoms(use_true_random=False))
def test_the_order_of_findings_is_irrelevant(case: Case, order: random.Random) -> None:
    features = list(case.features)
    order.shuffle(features)
    shuffled = dataclasses.replace(case, features=tuple(features))
    assert to_json_line(api.assess(shuffled)) == to_json_line(api.assess(case))


@SLOW
@given(some_case, st.integers(0, 10**6))
def test_a_finding_not_assessed_is_an_absent_line(case: Case, seed: int) -> None:
    findings = api.assessor().knowledge.model.findings
    said = {feature.term for feature in case.features}
    term = findings[seed % len(findings)]
    if term in said:
        return
    more = dataclasses.replace(case, features=(*case.features, PhenotypicFeature(term, term, Status.NOT_ASSESSED)))
    assert api.assess(more).conditions == api.assess(case).conditions


@SLOW
@given(some_case)
def test_the_same_case_gives_the_same_bytes(case: Case) -> None:
    assert to_json_line(api.assess(case)) == to_json_line(api.assess(case))


UNRELATED = ("HP:0000411", "HP:0000687", "HP:0001382", "HP:0002164", "HP:0000324")


@pytest.mark.parametrize("case_id", ["c1-01-presentation", "c2-02-workup", "c4-01-workup"])
def test_five_unrelated_findings_do_not_dethrone_the_first(case_id: str) -> None:
    """Signs that no condition of the knowledge base speaks of, and one that all share, change nothing that matters."""
    case = next(c for c in cases() if c.id == case_id)
    features = tuple(PhenotypicFeature(term, term, Status.PRESENT) for term in UNRELATED)
    before, after = api.assess(case), api.assess(dataclasses.replace(case, features=(*case.features, *features)))
    assert after.conditions[0].id == before.conditions[0].id
    assert after.conditions[0].probability == pytest.approx(before.conditions[0].probability, abs=0.2)


def test_probabilities_are_complete_and_sorted() -> None:
    kb = api.assessor().knowledge.kb
    for case in cases():
        found = api.assess(case)
        assert {c.id for c in found.conditions} == {*kb.conditions, "other"}
        assert {t.id for t in found.tumours} == {*kb.tumours, "none"}
        assert {a.id for a in found.antibodies} == {*kb.antibodies, "none"}
        for ranked in (found.conditions, found.tumours, found.antibodies):
            chances = [entry.probability for entry in ranked]
            assert chances == sorted(chances, reverse=True)
            assert sum(chances) == pytest.approx(1.0, abs=1e-4)
