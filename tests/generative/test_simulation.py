"""The model run forward: patients that are read back as they were drawn, and whose truth the posterior foresees."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from paraneo.api import names
from paraneo.case import Case
from paraneo.inference.evidence import Evidence, Matcher
from paraneo.inference.exact import Exact
from paraneo.interop import case_yaml, phenopackets
from paraneo.interop.parse import parse_yaml
from paraneo.interop.write_phenopacket import to_phenopacket
from paraneo.interop.write_yaml import to_yaml
from paraneo.issues import Notepad
from paraneo.knowledge.store import load_knowledge
from paraneo.ontology import load_ontology
from paraneo.simulation.forward import Patient, Simulator
from paraneo.simulation.records import TRUTH_COLUMNS, simulate, truth_row

MANY = 3000


@functools.cache
def patients() -> tuple[Patient, ...]:
    simulator, rng = Simulator(load_knowledge()), np.random.default_rng(7)
    return tuple(simulator.draw(rng) for _ in range(MANY))


@functools.cache
def cases() -> tuple[Case, ...]:
    return tuple(case for case, _ in simulate(load_knowledge(), load_ontology(), 40, 3))


def evidence(case: Case) -> Evidence:
    return Matcher(load_knowledge(), load_ontology()).evidence(case)


def said(found: Evidence) -> tuple[object, ...]:
    """What of the evidence counts, without the words in which a file says it."""
    signs = {(sign.parts, sign.present) for sign in found.signs}
    results = [(a, [(r.result, r.method, r.specimen) for r in results]) for a, results in found.antibody_results]
    tests = [(t, [r.result for r in results]) for t, results in found.tumour_tests]
    return (found.age, found.male, found.smoker, found.tempo, [c.tumour for c in found.cancers], signs, results, tests)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case_survives_yaml(case: Case) -> None:
    notepad = Notepad()
    again = case_yaml.read(parse_yaml(to_yaml(case, names()), notepad), names(), notepad)
    assert again is not None
    assert again.unrecognised == ()
    assert said(evidence(again)) == said(evidence(case))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_a_case_survives_a_phenopacket(case: Case) -> None:
    again = phenopackets.read(to_phenopacket(case, names()), names(), Notepad())
    assert again is not None
    assert again.unrecognised == ()
    before, after = evidence(case), evidence(again)
    tempo_lost = after.tempo is None and not any(f.status.name == "PRESENT" for f in case.features)
    if not tempo_lost:  # the schema ties the course to a finding
        assert said(after) == said(before)


def test_the_same_seed_draws_the_same_patients() -> None:
    def draw(seed: int) -> list[str]:
        found = simulate(load_knowledge(), load_ontology(), 5, seed)
        return [to_yaml(case, names()) + str(truth) for case, truth in found]

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


def test_the_truth_of_a_patient_is_one_row() -> None:
    (case, truth), *_ = simulate(load_knowledge(), load_ontology(), 1, 1, condition="lambert-eaton")
    row = truth_row(case.id, truth)
    assert tuple(row) == TRUTH_COLUMNS
    assert row["condition"] == "lambert-eaton"
    assert row["paraneoplastic"] == ("no" if truth.tumour == "none" else "yes")


def test_patients_are_drawn_as_often_as_the_model_says() -> None:
    model = load_knowledge().model
    expected = np.bincount(model.condition, weights=model.prior, minlength=len(model.conditions)) * MANY
    drawn = np.zeros_like(expected)
    for patient in patients():
        drawn[model.conditions.index(patient.truth.condition)] += 1
    assert np.abs((drawn - expected) / np.sqrt(np.maximum(expected, 1.0))).max() < 5.0


def test_the_posterior_foresees_the_truth() -> None:
    """Inference inverts the simulator: of patients given a probability, that share has it (within five deviations)."""
    knowledge = load_knowledge()
    model, exact = knowledge.model, Exact(knowledge)
    forecast, outcome = np.zeros(MANY), np.zeros(MANY)
    expected, drawn = np.zeros(len(model.conditions)), np.zeros(len(model.conditions))
    for i, patient in enumerate(patients()):
        found = exact.posterior(patient.evidence)
        forecast[i], outcome[i] = found.paraneoplastic, patient.truth.paraneoplastic
        expected += found.conditions
        drawn[model.conditions.index(patient.truth.condition)] += 1
    for low in np.arange(0.0, 1.0, 0.2):
        inside = (forecast >= low) & (forecast < low + 0.2)
        spread = np.sqrt((forecast[inside] * (1 - forecast[inside])).sum())
        assert abs((outcome - forecast)[inside].sum()) < 5.0 * max(spread, 1.0), low
    assert np.abs((drawn - expected) / np.sqrt(np.maximum(expected, 1.0))).max() < 5.0


def test_a_condition_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="is not in list"):
        Simulator(load_knowledge()).draw(np.random.default_rng(1), "no-such")
