"""The parts of the experiments in evaluation/ that could be wrong without anyone noticing."""

from __future__ import annotations

import numpy as np
import pytest
from evaluation.balance import halved
from evaluation.fit import PARAMETERS, with_value
from evaluation.heterogeneity import RHO, profile_of
from evaluation.simulation_study import wrong_prior, wrong_shares
from evaluation.unknown import without

from paraneo.knowledge.check import check
from paraneo.knowledge.load import read_sources
from paraneo.knowledge.store import default_folder, load_knowledge
from paraneo.ontology import load_ontology


def test_studies_that_agree_speak_for_no_heterogeneity_and_others_for_much() -> None:
    agree = profile_of([[(50, 100), (51, 100), (49, 100)]] * 5)
    differ = profile_of([[(5, 100), (95, 100), (50, 100)]] * 5)
    assert RHO[agree.argmax()] == RHO.min()
    assert RHO[differ.argmax()] > 0.2


def test_half_of_the_findings_are_deleted_and_the_same_half_each_time() -> None:
    sources = read_sources(default_folder())
    before = sources.kb.conditions["lambert-eaton"].findings
    after = halved(sources, "lambert-eaton").kb.conditions["lambert-eaton"].findings
    assert len(after) == len(before) // 2
    assert all(finding in before for finding in after)
    assert after == halved(sources, "lambert-eaton").kb.conditions["lambert-eaton"].findings


def test_a_deleted_condition_is_nowhere_left() -> None:
    cut = without(read_sources(default_folder()), "alzheimer-disease")
    assert "alzheimer-disease" not in cut.kb.conditions
    assert all("alzheimer-disease" not in group.conditions for group in cut.assumptions.groups.values())
    left = {issue.code for issue in check(cut, load_ontology()).issues}
    assert left <= {"one-side", "not-used"}, "nothing but its own assumptions and studies speak of it"


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_parameter_is_changed_alone(parameter: str) -> None:
    whole = load_knowledge()
    before, after = whole.assumptions.reporting, with_value(whole, parameter, 0.123).assumptions.reporting
    assert getattr(after, parameter).value == 0.123
    assert [p for p in PARAMETERS if getattr(before, p) != getattr(after, p)] == [parameter]


def test_wrong_models_are_wrong_as_said() -> None:
    whole, rng = load_knowledge(), np.random.default_rng(1)
    prior = wrong_prior(whole, rng).model.prior
    assert prior.sum() == pytest.approx(1.0)
    ratio = prior / whole.model.prior
    assert ratio.max() / ratio.min() == pytest.approx(9.0)
    share = wrong_shares(whole, rng).model.share
    assert 0.0 < share.min() < share.max() < 1.0
    assert not np.allclose(share, whole.model.share)
