"""Each rule of the founding documents acts, and on the right patients."""

from __future__ import annotations

import itertools
import re

import pytest

from paraneo import api
from paraneo.contract import Assessment
from paraneo.knowledge.model import Emergency
from paraneo.views.documents import to_json_line

RULES = [
    "n05", "n11", "n24", "l06", "n25", "n26", "n27", "l07", "n28", "n29", "e03", "l08", "n30", "c05", "n31", "c06", "c07",
]  # fmt: skip
KB = api.assessor().knowledge.kb


def assessed(**fields: str) -> Assessment:
    """An assessment of an invented patient; the fields are lines of a paraneo case."""
    given = {"age": "61", "sex": "female", "tempo": "subacute"} | {k.replace("_", "-"): v for k, v in fields.items()}
    return api.assess(api.load_case("paraneo: 1\nid: x\n" + "".join(f"{k}: {v}\n" for k, v in given.items())))


CEREBELLAR = "[gait ataxia, dysarthria, nystagmus, limb ataxia]"
PSYCHIATRIC = "[psychosis, seizure, orofacial dyskinesia, reduced consciousness]"


def test_every_rule_of_the_founding_documents_is_answered() -> None:
    answered = {claim for advice in KB.advice.values() for claim in advice.claims}
    assert [rule for rule in RULES if rule not in answered] == []


def test_every_step_has_text_reason_and_sources() -> None:
    for case in (
        assessed(findings=CEREBELLAR),
        assessed(findings=PSYCHIATRIC, age="24", antibodies="[{antibody: NMDAR, result: positive, specimen: CSF}]"),
        assessed(findings="[proximal muscle weakness, dry mouth, areflexia]", smoking="current"),
        assessed(findings="[hyponatremia, confusion]"),
    ):
        for step in (*case.alerts, *case.work_up, *case.tumour_search, *case.treatment, *case.follow_up):
            assert step.text, step
            assert step.because, step
            assert step.sources, step
            assert all(source in KB.studies for source in step.sources), step


EXCLUDED = re.compile(r"\b(is|are|has been|was) (now )?(excluded|ruled out)\b|\brules? out\b")


def test_the_program_never_says_that_a_disease_is_excluded() -> None:
    texts = [a.text for a in KB.advice.values()]
    texts += [f"{e.test} {e.treatment}" for e in KB.emergencies.values()]
    searched = "[{test: CT chest, result: negative}, {test: FDG-PET, result: negative}]"
    negative = "[{antibody: Hu, result: negative}, {antibody: Yo, result: negative}]"
    texts.append(
        to_json_line(assessed(findings=CEREBELLAR, tests=searched, antibodies=negative, cancers="[not: thymoma]"))
    )
    for text in texts:
        assert EXCLUDED.search(text) is None, text


@pytest.mark.parametrize("emergency", [e for e in KB.emergencies.values() if e.findings], ids=lambda e: e.id)
def test_an_emergency_comes_with_any_of_its_findings_whatever_the_ranking(emergency: Emergency) -> None:
    for term in emergency.findings:
        assert emergency.id in [alert.id for alert in assessed(findings=f'["{term.id}"]').alerts], term


@pytest.mark.parametrize("emergency", [e for e in KB.emergencies.values() if e.together], ids=lambda e: e.id)
def test_an_emergency_comes_with_one_of_each_of_its_groups_and_not_with_one_alone(emergency: Emergency) -> None:
    groups = [[term.id for term in group] for group in emergency.together]
    for terms in itertools.product(*groups):
        assert emergency.id in [alert.id for alert in assessed(findings=str(list(terms))).alerts], terms
    for term in groups[0]:
        (step,) = [a for a in assessed(findings=f'["{term}"]').alerts if a.id == emergency.id] or [None]
        assert step is None or "likely)" in step.because, term


@pytest.mark.parametrize(
    ("fields", "emergency"),
    [
        ({"findings": "[fever, confusion, seizure, memory impairment]", "tempo": "acute"}, "herpes-encephalitis"),
        ({"findings": "[confusion, nystagmus, gait ataxia]", "tempo": "acute"}, "wernicke"),
    ],
)
def test_emergencies_come_by_their_chance(fields: dict[str, str], emergency: str) -> None:
    assert emergency in [alert.id for alert in assessed(**fields).alerts]


@pytest.mark.parametrize(("resolved", "raised"), [("2024-01-01", False), ("2024-07-01", True)])
def test_a_finding_that_is_over_raises_no_emergency(resolved: str, raised: bool) -> None:
    findings = f"[{{finding: status epilepticus, resolved: {resolved}}}, gait ataxia]"
    found = assessed(findings=findings, as_of="2024-05-01")
    assert ("status-epilepticus" in [alert.id for alert in found.alerts]) is raised


def test_an_isolated_chronic_skin_sign_raises_no_emergency() -> None:
    assert assessed(findings="[acanthosis nigricans]", tempo="chronic").alerts == []


def test_antibodies_are_sought_in_serum_and_csf_where_both_are_needed() -> None:
    asked = {r.id: r.specimen for r in assessed(findings=PSYCHIATRIC, age="24").antibodies_to_request}
    assert "CSF" in asked["nmdar"]


def test_a_line_blot_alone_asks_for_tissue() -> None:
    found = assessed(findings=CEREBELLAR, antibodies="[{antibody: Yo, result: positive, method: line blot}]")
    (reading,) = found.antibody_results
    assert any("a neural antibody on tissue" in caution for caution in reading.cautions)


def test_trust_depends_on_method_and_fit() -> None:
    def relevant(findings: str, method: str) -> float:
        antibodies = f"[{{antibody: Yo, result: positive, method: {method}}}]"
        return assessed(findings=findings, antibodies=antibodies).antibody_results[0].relevant

    fitting, odd = CEREBELLAR, "[tremor, rigidity, bradykinesia]"
    assert relevant(fitting, "tissue assay") > relevant(fitting, "line blot") > relevant(odd, "line blot")


def test_an_antibody_found_by_chance_still_points_to_a_tumour() -> None:
    """Hu confirmed on tissue in a patient whose illness it does not explain: the tumour is more likely than without it."""
    plain = {t.id: t.present for t in assessed(findings="[bradykinesia, rigidity, tremor]", tempo="chronic").tumours}
    antibodies = (
        "[{antibody: Hu, result: positive, method: tissue assay}, {antibody: Hu, result: positive, method: line blot}]"
    )
    found = assessed(findings="[bradykinesia, rigidity, tremor]", tempo="chronic", antibodies=antibodies)
    with_hu = {t.id: t.present for t in found.tumours}
    assert with_hu["small-cell-lung-cancer"] > 10 * plain["small-cell-lung-cancer"]


def test_the_search_goes_on_with_what_is_left() -> None:
    fields = {"findings": "[proximal muscle weakness, areflexia, dry mouth]", "smoking": "current"}
    lems = "[{antibody: VGCC, result: positive}, {antibody: SOX1, result: positive}]"
    before = assessed(**fields, antibodies=lems)
    first = next(step for step in before.tumour_search if step.chance is not None)
    done = assessed(**fields, antibodies=lems, tests=f"[{{test: {first.id}, result: negative}}]")
    assert first.id not in [step.id for step in done.tumour_search]
    lung = {t.id: t.probability for t in done.tumours}["small-cell-lung-cancer"]
    assert 0.05 < lung < {t.id: t.probability for t in before.tumours}["small-cell-lung-cancer"]


def test_what_the_clinician_has_named_steers_the_advice() -> None:
    vague = {"findings": "[headache]", "tempo": "chronic"}
    only = {a.id for a in KB.advice.values() if a.applies.conditions == ["opsoclonus-myoclonus"]}
    assert only
    for fields, there in ((vague, False), (vague | {"syndrome": "opsoclonus-myoclonus"}, True)):
        found = assessed(**fields)
        shown = {s.id for s in (*found.work_up, *found.tumour_search, *found.treatment, *found.follow_up)}
        assert bool(shown & only) is there


OVARIES = {"transvaginal-ultrasound", "gynaecological-examination", "ca-125", "mammography"}
TESTES = {"testicular-ultrasound", "psa", "digital-rectal-examination"}


@pytest.mark.parametrize(
    ("sex", "age", "never"), [("male", "61", OVARIES), ("female", "61", TESTES), ("female", "9", OVARIES | TESTES)]
)
def test_no_test_is_offered_for_an_organ_or_an_age_that_the_patient_does_not_have(
    sex: str, age: str, never: set[str]
) -> None:
    assert never <= set(KB.tests)
    for findings in (CEREBELLAR, PSYCHIATRIC, "[proximal muscle weakness, heliotrope rash]"):
        found = assessed(findings=findings, sex=sex, age=age)
        assert not never & {step.id for step in found.tumour_search}


@pytest.mark.parametrize(("done", "again"), [("2023-11-01", False), ("2023-10-31", True)])
def test_a_negative_test_is_offered_again_after_half_a_year(done: str, again: bool) -> None:
    fields = {"findings": "[proximal muscle weakness, areflexia, dry mouth]", "smoking": "current"}
    tests = f"[{{test: CT chest, result: negative, date: {done}}}]"
    found = assessed(**fields, tests=tests, as_of="2024-05-02")
    assert ("ct-thorax" in [step.id for step in found.tumour_search]) is again


def test_chances_of_the_search_fall_and_stay_possible() -> None:
    chances = [s.chance for s in assessed(findings=CEREBELLAR).tumour_search if s.chance is not None]
    assert chances == sorted(chances, reverse=True)
    assert all(0 < chance < 1 for chance in chances)


def test_schedules_have_dates_only_where_the_case_has_one() -> None:
    undated = assessed(findings=CEREBELLAR, antibodies="[{antibody: Yo, result: positive}]")
    dated = assessed(findings=CEREBELLAR, antibodies="[{antibody: Yo, result: positive}]", as_of="2024-05-01")
    steps = [*undated.follow_up, *undated.tumour_search]
    assert any(step.when for step in steps)
    assert all(not step.dates for step in steps)
    assert any(step.dates for step in [*dated.follow_up, *dated.tumour_search])


@pytest.mark.parametrize(("years", "soon"), [("4.9 years", True), ("5.1 years", False)])
def test_recurrence_is_thought_of_within_five_years_of_remission(years: str, soon: bool) -> None:
    found = assessed(findings=CEREBELLAR, cancers=f"[{{cancer: ovarian cancer, remission-since: {years}}}]")
    texts = " ".join(step.text for step in (*found.follow_up, *found.tumour_search)).lower()
    within = [a.id for a in KB.advice.values() if "recurrence-window" in a.applies.situations]
    assert within
    shown = {step.id for step in (*found.work_up, *found.follow_up, *found.tumour_search, *found.treatment)}
    assert bool(shown & set(within)) is soon, texts


def test_treatment_follows_the_place_of_the_antigen() -> None:
    surface = assessed(
        findings=PSYCHIATRIC, age="24", antibodies="[{antibody: NMDAR, result: positive, specimen: CSF}]"
    )
    inside = assessed(findings=CEREBELLAR, antibodies="[{antibody: Yo, result: positive, method: tissue assay}]")
    assert {s.id for s in surface.treatment} != {s.id for s in inside.treatment}
    for found, place in ((surface, "surface"), (inside, "intracellular")):
        shown = {step.id for step in found.treatment}
        by_place = {a.id for a in KB.advice.values() if a.stage == "treatment" and place in a.applies.places}
        assert shown & by_place, place
