"""Pre-test probabilities of other settings."""

from __future__ import annotations

import numpy as np
import pytest

from paraneo.api import assess, load_case
from paraneo.knowledge.model import SUSPECTED
from paraneo.knowledge.settings import in_setting, prior_of, with_prior
from paraneo.knowledge.store import load_knowledge

CASE = "paraneo: 1\nid: x\nage: 62\nsex: female\ntempo: subacute\nfindings: [gait ataxia, dysarthria, nystagmus]"


def test_the_knowledge_base_is_compiled_for_patients_in_whom_the_disease_is_suspected() -> None:
    knowledge = load_knowledge()
    again = in_setting(knowledge, SUSPECTED)
    np.testing.assert_allclose(again.model.prior, knowledge.model.prior, rtol=1e-12)
    np.testing.assert_allclose(again.model.known, knowledge.model.known)


@pytest.mark.parametrize("setting", sorted(load_knowledge().assumptions.settings))
def test_a_setting_keeps_proportions_and_adds_up_to_one(setting: str) -> None:
    knowledge = load_knowledge()
    model = in_setting(knowledge, setting).model
    assert model.prior.sum() == pytest.approx(1.0)
    assert model.known.sum() <= 0.95 + 1e-9
    for kind in ("syndrome", "mimic", "other"):
        here = np.array(model.kinds)[model.condition] == kind
        ratio = model.prior[here] / knowledge.model.prior[here]
        np.testing.assert_allclose(ratio, ratio[0])


def test_settings_are_ordered_as_medicine_is() -> None:
    prior = {s: prior_of(in_setting(load_knowledge(), s)) for s in load_knowledge().assumptions.settings}
    assert prior["screening"] < prior["referral"] < prior["neurology-ward"] < prior["suspected"]


@pytest.mark.parametrize("prior", [0.05, 0.15, 0.40])
def test_a_pretest_probability_is_what_was_asked_for(prior: float) -> None:
    assert prior_of(with_prior(load_knowledge(), prior)) == pytest.approx(prior)


def test_a_pretest_probability_that_syndromes_cannot_give() -> None:
    with pytest.raises(ValueError, match="cannot be: syndromes alone give at most"):
        with_prior(load_knowledge(), 0.9)


def test_the_assessment_says_its_setting() -> None:
    suspected, screening = assess(load_case(CASE)), assess(load_case(CASE), setting="screening")
    assert suspected.setting.id == "suspected"
    assert screening.setting.id == "screening"
    assert screening.setting.pretest < suspected.setting.pretest
    assert screening.paraneoplastic.probability < suspected.paraneoplastic.probability
