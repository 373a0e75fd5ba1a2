"""A case that may lie outside what the knowledge base knows."""

from __future__ import annotations

import numpy as np
import pytest

from paraneo.api import assess, assessor, load_case
from paraneo.contract import Assessment
from paraneo.inference.outside import Outside
from paraneo.knowledge.store import load_knowledge
from paraneo.simulation.forward import REFERRAL, Simulator


def of(findings: str, more: str = "") -> Assessment:
    return assess(load_case(f"paraneo: 1\nid: x\nage: 60\nsex: female\nfindings: [{findings}]{more}"))


@pytest.mark.parametrize(
    "findings",
    [
        "subacute, gait ataxia, truncal ataxia, dysarthria, nystagmus",
        "faciobrachial dystonic seizures, memory impairment, hyponatremia, confusion",
        "proximal muscle weakness, areflexia, xerostomia, autonomic dysregulation",
    ],
)
def test_a_textbook_case_lies_inside(findings: str) -> None:
    assert not of(findings.removeprefix("subacute, "), "\ntempo: subacute").outside.flag


def test_a_combination_that_no_condition_has_lies_outside_and_says_why() -> None:
    strange = of("opsoclonus, nephrotic syndrome, acanthosis nigricans, hearing impairment, hypoglycemia, clubbing")
    assert strange.outside.flag
    assert strange.outside.findings


def test_a_case_of_no_findings_is_not_called_strange() -> None:
    assert of("").outside.findings == []


def test_the_measure_is_a_probability_and_findings_are_those_of_the_case() -> None:
    knowledge = load_knowledge()
    simulator, rng, exact = Simulator(knowledge, REFERRAL), np.random.default_rng(11), assessor().exact
    outside = Outside(exact)
    for _ in range(40):
        evidence = simulator.draw(rng).evidence
        found = outside.check(evidence, exact.posterior(evidence))
        assert 0.0 < found.chance < 1.0
        assert set(found.findings) <= {sign.label for sign in evidence.signs if sign.present}
        assert len(found.findings) <= 3


def test_patients_of_other_are_flagged_more_often_than_known_ones() -> None:
    knowledge = load_knowledge()
    simulator, exact = Simulator(knowledge, REFERRAL), assessor().exact
    outside, rng = Outside(exact), np.random.default_rng(4)

    def mean_of(condition: str) -> float:
        drawn = [simulator.draw(rng, condition).evidence for _ in range(40)]
        return float(np.mean([outside.check(e, exact.posterior(e)).chance for e in drawn]))

    assert mean_of("other") > 2 * max(mean_of("nmdar-encephalitis"), mean_of("lambert-eaton"))
