"""What a test would tell: the laws of probability hold, and the result, once there, does what was foretold."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest

from paraneo.api import assess, assessor, load_case
from paraneo.case import TestResult
from paraneo.inference.evidence import Evidence, Means, Part, Sign
from paraneo.inference.exact import Posterior
from paraneo.inference.information import Expectation, Information
from paraneo.knowledge.store import load_knowledge
from paraneo.simulation.forward import Simulator

MODEL = load_knowledge().model
LABELS = MODEL.findings
TUMOUR_TESTS = [k for k in range(len(MODEL.tests)) if MODEL.test_sensitivity[k].any()]
CONFUSED = "paraneo: 1\nid: x\nage: 60\nsex: male\ntempo: subacute\nfindings: [memory impairment, seizure, confusion]"


@functools.cache
def patients() -> tuple[tuple[Evidence, Posterior], ...]:
    simulator, rng = Simulator(load_knowledge()), np.random.default_rng(5)
    drawn = [simulator.draw(rng).evidence for _ in range(12)]
    return tuple((evidence, assessor().exact.posterior(evidence)) for evidence in drawn)


def some_tests(expected: Expectation, evidence: Evidence) -> list[Information]:
    rng = np.random.default_rng(len(evidence.signs))
    some = rng.choice(len(MODEL.findings), size=3, replace=False).tolist()
    antibodies = sorted(rng.choice(len(MODEL.antibodies), size=5, replace=False).tolist())
    return [
        expected.findings(some, LABELS),
        expected.panel(antibodies, 0, MODEL.antibodies),
        expected.tumour_test(int(rng.choice(TUMOUR_TESTS))),
    ]


@pytest.mark.parametrize("number", range(12))
def test_results_add_up_and_are_expected_to_change_nothing(number: int) -> None:
    evidence, posterior = patients()[number]
    expected = Expectation(assessor().exact, evidence, posterior)
    now = expected.joint.sum(axis=1) @ expected._of_condition
    for information in some_tests(expected, evidence):
        chances = np.array([r.probability for r in information.results])
        after = np.array([r.conditions for r in information.results])
        assert chances.sum() == pytest.approx(1.0)
        np.testing.assert_allclose(chances @ after, now, atol=1e-9)


@pytest.mark.parametrize("number", range(12))
def test_information_is_never_negative(number: int) -> None:
    evidence, posterior = patients()[number]
    for about in some_tests(Expectation(assessor().exact, evidence, posterior), evidence):
        assert min(about.condition, about.paraneoplastic, about.tumour, about.by_condition.min()) > -1e-9
        assert about.paraneoplastic <= about.tumour + 1e-9  # whether there is a causal tumour follows from which


@pytest.mark.parametrize("number", range(6))
def test_a_positive_tumour_test_does_what_was_foretold(number: int) -> None:
    evidence, posterior = patients()[number]
    done = {k for k, _ in evidence.tumour_tests}
    known = [cancer.tumour for cancer in evidence.cancers]
    exact = assessor().exact
    sees_known = MODEL.test_sensitivity[:, known].any(axis=1)
    for k in [k for k in TUMOUR_TESTS if k not in done and not sees_known[k]][:4]:
        positive = Expectation(exact, evidence, posterior).tumour_test(k).results[0]
        result = TestResult(MODEL.tests[k], MODEL.tests[k], "positive")
        then = exact.posterior(replace(evidence, tumour_tests=(*evidence.tumour_tests, (k, (result,)))))
        assert positive.paraneoplastic == pytest.approx(then.paraneoplastic, abs=0.01)


def test_a_routine_result_does_what_was_foretold() -> None:
    evidence, posterior = patients()[0]
    exact = assessor().exact
    said = {part.area for sign in evidence.signs for part in sign.parts}
    silent = [f for f in range(len(LABELS)) if MODEL.omission[f] == 0.0 and int(MODEL.area[f]) not in said]
    for f in silent[::40]:
        present = Expectation(exact, evidence, posterior).findings([f], LABELS).results[0]
        sign = Sign(LABELS[f], LABELS[f], True, (Part(int(MODEL.area[f]), Means.FINDINGS, (f,)),), "same term")
        then = exact.posterior(replace(evidence, signs=(*evidence.signs, sign)))
        np.testing.assert_allclose(present.conditions, then.conditions, atol=0.02)


def test_the_tests_of_an_encephalitis() -> None:
    found = {t.id: t for t in assess(load_case(CONFUSED)).next_tests}
    assert "lumbar-puncture" in found
    assert {"onconeural-antibodies", "surface-antibodies"} & set(found)
    worths = [t.worth for t in found.values()]
    assert min(worths) > 0.0
    assert all(sum(r.probability for r in t.results) <= 1.0 + 1e-5 for t in found.values())


def test_what_was_done_is_not_named_again() -> None:
    done = CONFUSED + "\n".join(["", "tests: [{FDG-PET: negative}]"])
    done = done.replace("confusion]", "confusion, {MRI brain: normal}, {EEG: normal}, {CSF: normal}]")
    before = {t.id for t in assess(load_case(CONFUSED)).next_tests}
    after = {t.id for t in assess(load_case(done)).next_tests}
    assert "lumbar-puncture" in before
    assert not {"mri-brain", "eeg", "lumbar-puncture", "fdg-pet-ct"} & after


def test_a_settled_illness_leaves_less_to_ask() -> None:
    """Faciobrachial dystonic seizures with LGI1 antibodies in serum and CSF: the condition is settled."""
    case = load_case(
        "paraneo: 1\nid: x\nage: 66\nsex: male\ntempo: subacute\n"
        "findings: [faciobrachial dystonic seizures, hyponatremia, memory impairment]\n"
        "antibodies: [{antibody: LGI1, result: positive, method: cell-based assay, specimen: serum},"
        " {antibody: LGI1, result: positive, method: cell-based assay, specimen: csf}]"
    )
    worths = [t.worth for t in assess(case).next_tests]
    assert sum(worths) < sum(t.worth for t in assess(load_case(CONFUSED)).next_tests) / 2


def test_a_negative_search_never_leaves_nothing() -> None:
    found = assess(load_case(CONFUSED))
    before = 1.0 - next(t.probability for t in found.tumours if t.id == "none")
    assert found.after_negative_search is not None
    assert 0.0 < found.after_negative_search < before


def test_what_is_left_after_the_search_is_what_the_search_would_leave() -> None:
    """The plan's tests, all negative, in the case itself."""
    found = assess(load_case(CONFUSED))
    tests = ", ".join(f"{{test: {s.id}, result: negative}}" for s in found.tumour_search if s.chance is not None)
    then = assess(load_case(CONFUSED + f"\ntests: [{tests}]"))
    assert found.after_negative_search == pytest.approx(then.paraneoplastic.probability, abs=0.02)


def test_without_a_search_nothing_is_said_of_its_end() -> None:
    case = load_case("paraneo: 1\nid: x\nage: 25\nsex: male\nfindings: [fever]")
    found = assess(case)
    assert (found.after_negative_search is None) == all(s.chance is None for s in found.tumour_search)
