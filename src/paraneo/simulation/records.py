"""Simulated patients as records: a case that any reader of the program takes, and its truth beside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from paraneo.case import Cancer, Case, Course, Exposure, PhenotypicFeature, Status, Subject
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.pooling import TEMPOS
from paraneo.ontology import Ontology
from paraneo.simulation.forward import REFERRAL, Asking, Patient, Simulator, Truth

TRUTH_COLUMNS = ("id", "condition", "paraneoplastic", "antibody", "tumour", "carried_antibodies", "unrelated_tumours")


def simulate(
    knowledge: Compiled,
    ontology: Ontology,
    n: int,
    seed: int,
    *,
    condition: str | None = None,
    asking: Asking = REFERRAL,
) -> Iterator[tuple[Case, Truth]]:
    """n patients, the same for the same knowledge and seed.

    Raises:
        ValueError: if the model has no such condition.
    """
    simulator, rng = Simulator(knowledge, asking), np.random.default_rng(seed)
    for number in range(1, n + 1):
        patient = simulator.draw(rng, condition)
        yield to_case(patient, f"sim-{number:0{len(str(n))}d}", knowledge, ontology), patient.truth


def to_case(patient: Patient, identifier: str, knowledge: Compiled, ontology: Ontology) -> Case:
    """The case of a patient. A broader finding is not said to be absent where a narrower one is present: the model
    draws them apart, a clinician would not."""
    evidence, model = patient.evidence, knowledge.model
    exposures = {f.id for area in knowledge.kb.areas.values() if area.kind == "exposure" for f in area.findings}
    above = {
        up for sign in evidence.signs if sign.present and sign.term in ontology for up in ontology.ancestors(sign.term)
    }
    said = [sign for sign in evidence.signs if sign.present or sign.term not in above]
    sex = None if evidence.male is None else "male" if evidence.male else "female"
    smoking = None if evidence.smoker is None else "current" if evidence.smoker else "never"
    return Case(
        id=identifier,
        subject=Subject(identifier, evidence.age, sex, smoking),  # type: ignore[arg-type]
        course=Course(tempo=None if evidence.tempo is None else TEMPOS[evidence.tempo]),  # type: ignore[arg-type]
        features=tuple(
            PhenotypicFeature(sign.term, sign.label, Status.PRESENT if sign.present else Status.EXCLUDED)
            for sign in said
            if sign.term not in exposures
        ),
        antibodies=tuple(result for _, results in evidence.antibody_results for result in results),
        tests=tuple(result for _, results in evidence.tumour_tests for result in results),
        cancers=tuple(Cancer(cancer.label, model.tumours[cancer.tumour]) for cancer in evidence.cancers),
        exposures=tuple(
            Exposure(sign.label, sign.term, Status.PRESENT if sign.present else Status.EXCLUDED)
            for sign in said
            if sign.term in exposures
        ),
    )


def truth_row(identifier: str, truth: Truth) -> dict[str, str]:
    """One row of the table of truths; several values are parted by semicolons."""
    values = (
        identifier,
        truth.condition,
        "yes" if truth.paraneoplastic else "no",
        truth.antibody,
        truth.tumour,
        ";".join(truth.carried),
        ";".join(truth.unrelated),
    )
    return dict(zip(TRUTH_COLUMNS, values, strict=True))


CASE_COLUMNS = (
    "age", "sex", "smoking", "tempo", "present", "absent", "positive", "negative", "tests_positive", "tests_negative",
    "cancers",
)  # fmt: skip


def case_row(case: Case) -> dict[str, str]:
    """One row of a table of cases: findings, exposures and results by id, parted by semicolons."""
    stated = [(f.term, f.status) for f in case.features] + [(e.id or e.label, e.status) for e in case.exposures]
    antibodies = [(r.antibody, r.result) for r in case.antibodies]
    tests = [(r.test, r.result) for r in case.tests]
    values = (
        "" if case.subject.age is None else f"{case.subject.age:g}",
        case.subject.sex or "",
        case.subject.smoking or "",
        case.course.tempo or "",
        ";".join(term for term, status in stated if status is Status.PRESENT),
        ";".join(term for term, status in stated if status is Status.EXCLUDED),
        ";".join(name for name, result in antibodies if result == "positive"),
        ";".join(name for name, result in antibodies if result == "negative"),
        ";".join(name for name, result in tests if result == "positive"),
        ";".join(name for name, result in tests if result == "negative"),
        ";".join(cancer.tumour or cancer.label for cancer in case.cancers),
    )
    return dict(zip(CASE_COLUMNS, values, strict=True))
