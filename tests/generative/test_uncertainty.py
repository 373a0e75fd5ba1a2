"""Intervals hold their probability, narrow as counts grow, and widen as they go."""

from __future__ import annotations

import dataclasses

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraneo import api
from paraneo.assessment import Assessor
from paraneo.inference.exact import Exact, ImpossibleEvidence
from paraneo.inference.uncertainty import intervals
from tests.generative.strategies import cuts, evidence
from tests.generative.test_assessments import cases


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_an_interval_holds_its_probability_and_stays_between_zero_and_one(data: st.DataObject) -> None:
    knowledge = data.draw(cuts())
    found = data.draw(evidence(knowledge))
    engine = Exact(knowledge)
    try:
        posterior = engine.posterior(found)
    except ImpossibleEvidence:
        return
    sure = intervals(engine, found, posterior)
    low, high = sure.conditions[:, 0], sure.conditions[:, 1]
    assert (low <= posterior.conditions + 1e-9).all()
    assert (posterior.conditions <= high + 1e-9).all()
    assert (low >= 0).all()
    assert (high <= 1).all()
    assert sure.paraneoplastic[0] - 1e-9 <= posterior.paraneoplastic <= sure.paraneoplastic[1] + 1e-9


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_intervals_follow_the_spread_of_the_numbers(factor: float) -> None:
    knowledge = api.assessor().knowledge
    model = knowledge.model
    other = msgspec.structs.replace(
        model,
        spread=model.spread * factor,
        prior_spread=model.prior_spread * factor,
        cancer_strength=model.cancer_strength / factor**2,
    )
    changed = Assessor(msgspec.structs.replace(knowledge, model=other))
    for case in cases()[:20]:
        here, there = api.assess(case), changed.assess(case)
        assert here.conditions[0].probability == there.conditions[0].probability
        width = np.diff(here.paraneoplastic.interval)[0], np.diff(there.paraneoplastic.interval)[0]
        assert bool(width[1] > width[0]) is (factor > 1)


def test_a_case_without_findings_is_as_unsure_as_the_setting() -> None:
    case = dataclasses.replace(cases()[0], features=(), antibodies=(), cancers=(), tests=(), exposures=())
    low, high = api.assess(case).conditions[0].interval
    assert high > low
