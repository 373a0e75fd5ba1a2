"""The fast posterior computes what the plain enumeration defines, on random models and random evidence."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from paraneo.inference import enumeration
from paraneo.inference.exact import Exact, ImpossibleEvidence, Posterior
from tests.generative.strategies import cuts, evidence

MEASURES = ("conditions", "antibodies", "tumours", "antibody_present", "tumour_present", "tumour_with", "joint")
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_agree(fast: Posterior, plain: Posterior) -> None:
    for measure in MEASURES:
        np.testing.assert_allclose(
            getattr(fast, measure), getattr(plain, measure), rtol=1e-9, atol=1e-12, err_msg=measure
        )
    assert fast.paraneoplastic == pytest.approx(plain.paraneoplastic, rel=1e-9, abs=1e-12)


@SLOW
@given(st.data())
def test_exact_equals_enumeration(data: st.DataObject) -> None:
    knowledge = data.draw(cuts())
    found = data.draw(evidence(knowledge))
    try:
        plain = enumeration.posterior(knowledge, found)
    except ImpossibleEvidence:
        with pytest.raises(ImpossibleEvidence, match="cannot all be true of one patient"):
            Exact(knowledge).posterior(found)
        return
    assert_agree(Exact(knowledge).posterior(found), plain)


def test_the_comparison_can_fail() -> None:
    """The harness is red for an engine that forgets what is not mentioned."""

    class Forgetful(Exact):
        def signs(self, signs, *, treated, omissions):  # type: ignore[no-untyped-def]
            return super().signs(signs, treated=treated, omissions=False)

    @SLOW
    @given(st.data())
    def disagree(data: st.DataObject) -> None:
        knowledge = data.draw(cuts())
        found = data.draw(evidence(knowledge))
        try:
            plain = enumeration.posterior(knowledge, found)
        except ImpossibleEvidence:
            assume(False)
        assert_agree(Forgetful(knowledge).posterior(found), plain)

    with pytest.raises(AssertionError, match="conditions"):
        disagree()


@SLOW
@given(st.data())
def test_posteriors_add_up_to_one(data: st.DataObject) -> None:
    knowledge = data.draw(cuts())
    try:
        posterior = Exact(knowledge).posterior(data.draw(evidence(knowledge)))
    except ImpossibleEvidence:
        assume(False)
    for measure in ("conditions", "antibodies", "tumours", "joint"):
        assert getattr(posterior, measure).sum() == pytest.approx(1.0)
        assert (getattr(posterior, measure) >= -1e-15).all()
    for measure in ("antibody_present", "tumour_present"):
        assert (getattr(posterior, measure) <= 1.0 + 1e-9).all()


@SLOW
@given(st.data())
def test_the_order_of_signs_is_irrelevant(data: st.DataObject) -> None:
    knowledge = data.draw(cuts())
    found = data.draw(evidence(knowledge))
    shuffled = dataclasses.replace(found, signs=tuple(data.draw(st.permutations(list(found.signs)))))
    engine = Exact(knowledge)
    try:
        before = engine.posterior(found)
    except ImpossibleEvidence:
        assume(False)
    np.testing.assert_allclose(engine.posterior(shuffled).conditions, before.conditions, rtol=1e-9)


def test_a_model_of_the_whole_knowledge_base_is_well_formed(knowledge) -> None:  # type: ignore[no-untyped-def]
    m = knowledge.model
    assert m.prior.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(m.tumour.sum(axis=1), 1.0, rtol=1e-9)
    np.testing.assert_allclose(m.tempo.sum(axis=1), 1.0, rtol=1e-9)
    np.testing.assert_allclose(m.age.sum(axis=1), 1.0, rtol=1e-6)
    np.testing.assert_allclose(m.unstated.sum(axis=1), 1.0, rtol=1e-9)
    for name in ("tumour", "male", "smoker", "involved", "share", "typical", "omission", "sensitivity", "before"):
        values = getattr(m, name)
        assert ((values >= 0.0) & (values <= 1.0)).all(), name
    assert (m.involved < 1.0).all()
    assert m.conditions[-1] == "other"
