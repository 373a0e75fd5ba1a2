from __future__ import annotations

import json
from typing import Any

import pytest
from evaluation.truth import CASES
from hypothesis import given, settings
from hypothesis import strategies as st

from paraneo import api
from paraneo.case import Status
from paraneo.interop.reading import read_case
from paraneo.issues import Notepad
from tests.interop.packets import packet, with_features


def test_subject_features_and_course(read: Any) -> None:
    case, issues = read(json.dumps(packet()))
    assert issues == []
    assert (case.id, case.subject.age, case.subject.sex) == ("p-1", 61.0, "female")
    assert [(f.term, f.status) for f in case.features] == [
        ("HP:0002066", Status.PRESENT),
        ("HP:0000639", Status.EXCLUDED),
    ]
    assert case.features[0].onset.age_years == pytest.approx(60 + 10 / 12, abs=0.01)


def test_snake_case_names_as_the_protobuf_mapping_allows(read: Any) -> None:
    value = packet()
    value["phenotypic_features"] = value.pop("phenotypicFeatures")
    value["meta_data"] = {"phenopacket_schema_version": "2.0"}
    del value["metaData"]
    case, issues = read(json.dumps(value))
    assert issues == []
    assert len(case.features) == 2


@pytest.mark.parametrize(
    ("term", "label", "used", "message"),
    [
        ("HP:0000630", "Abnormal retinal artery", None, ""),
        (
            "HP:9999999",
            "Gait ataxia",
            None,
            '"HP:9999999" is not in HPO 2025-01-16; did you mean HP:0002066 "Gait ataxia"',
        ),
        ("MONDO:0005105", "melanoma", None, '"melanoma": it is not an HPO term; give the HPO term.'),
    ],
)
def test_terms(read: Any, term: str, label: str, used: str | None, message: str) -> None:
    case, issues = read(json.dumps(with_features({"type": {"id": term, "label": label}})))
    assert case is not None
    assert message in " ".join(issues)


def test_replaced_and_obsolete_terms_are_reported(read: Any, ontology: Any) -> None:
    replaced = "HP:0000004"
    case, issues = read(json.dumps(with_features({"type": {"id": replaced, "label": ""}})))
    assert case.features[0].term == ontology.look_up(replaced).id
    assert f"{replaced} is replaced in HPO 2025-01-16 by" in issues[0]


def test_antibodies_as_terms(read: Any) -> None:
    case, _ = read(
        json.dumps(
            with_features(
                {"type": {"id": "HP:5000016", "label": "Anti-Hu antibody positivity"}},
                {"type": {"id": "HP:0030208", "label": "Anti-Ma"}, "excluded": True},
            )
        )
    )
    hu = case.antibodies[0]
    assert (hu.antibody, hu.result, hu.method, hu.specimen) == ("hu", "positive", None, None)


def test_antibody_as_a_measurement(read: Any) -> None:
    value = packet() | {
        "measurements": [
            {
                "assay": {"id": "LOINC:1", "label": "anti-Yo"},
                "value": {"ontologyClass": {"id": "x", "label": "Positive"}},
            },
            {"assay": {"id": "LOINC:2", "label": "anti-Hu"}, "value": {"ontologyClass": {"id": "x", "label": "dunno"}}},
        ]
    }
    case, issues = read(json.dumps(value))
    assert [(r.antibody, r.result) for r in case.antibodies] == [("yo", "positive")]
    assert any('"anti-Hu: dunno": the result of this antibody is not clear' in issue for issue in issues)


@pytest.mark.parametrize(("number", "status"), [(121, Status.PRESENT), (140, Status.EXCLUDED)])
def test_a_number_with_its_reference_range(read: Any, number: int, status: Status) -> None:
    quantity = {"value": number, "unit": {"id": "UCUM:mmol/L"}, "referenceRange": {"low": 135, "high": 145}}
    value = packet() | {
        "phenotypicFeatures": [],
        "measurements": [{"assay": {"id": "LOINC:2951-2", "label": "Sodium"}, "value": {"quantity": quantity}}],
    }
    case, _ = read(json.dumps(value))
    assert [(f.term, f.status) for f in case.features] == [("HP:0002902", status)]


def test_a_number_without_a_range_is_reported(read: Any) -> None:
    value = packet() | {
        "measurements": [{"assay": {"id": "LOINC:2951-2", "label": "Sodium"}, "value": {"quantity": {"value": 121}}}]
    }
    case, issues = read(json.dumps(value))
    assert any("there is no reference range to judge it by" in issue for issue in issues)
    assert case.unrecognised


def test_smoking_status(read: Any) -> None:
    value = packet() | {
        "measurements": [
            {
                "assay": {"id": "LOINC:72166-2", "label": "Smoking"},
                "value": {"ontologyClass": {"id": "x", "label": "Smoker"}},
            }
        ]
    }
    case, _ = read(json.dumps(value))
    assert case.subject.smoking == "current"


@pytest.mark.parametrize(
    ("label", "tumours"),
    [
        ("Small cell lung cancer", ["small-cell-lung-cancer"]),
        ("breast cancer and thymoma", ["breast-cancer", "thymoma"]),
        ("adenocarcinoma of the ovary", ["ovarian-cancer"]),
    ],
)
def test_a_generic_cancer_code_is_resolved_through_its_label(read: Any, label: str, tumours: list[str]) -> None:
    value = packet() | {"diseases": [{"term": {"id": "MONDO:0004992", "label": label}}]}
    case, _ = read(json.dumps(value))
    assert sorted(c.tumour for c in case.cancers) == tumours


def test_a_label_that_may_mean_two_tumours_is_neither_guessed_nor_dropped(read: Any) -> None:
    value = packet() | {"diseases": [{"term": {"id": "MONDO:0008903", "label": "lung cancer"}}]}
    case, issues = read(json.dumps(value))
    among = ("non-small-cell-lung-cancer", "small-cell-lung-cancer")
    assert [(c.tumour, c.among) for c in case.cancers] == [(None, among)]
    assert any('"lung cancer" may be' in issue for issue in issues)
    plain = {t.id: t.present for t in api.assess(read(json.dumps(packet()))[0]).tumours}
    found = {t.id: t.probability for t in api.assess(case).tumours}
    assert all(found[tumour] > plain[tumour] for tumour in among)


def test_a_treatment_of_cancers_tells_of_one(read: Any) -> None:
    drug = {"treatment": {"agent": {"id": "x", "label": "nivolumab"}}}
    case, _ = read(json.dumps(packet() | {"medicalActions": [drug]}))
    (item,) = [row for row in api.assess(case).conditions[0].evidence if row.kind == "cancer"]
    assert item.item == "Known cancer: a cancer treated with checkpoint inhibitor"


def test_a_cancer_that_cannot_be_resolved_is_reported(read: Any) -> None:
    value = packet() | {"diseases": [{"term": {"id": "MONDO:0004992", "label": "a growth"}}]}
    case, issues = read(json.dumps(value))
    assert [(c.label, c.tumour, c.among) for c in case.cancers] == [("a growth", None, ())]
    assert [u.input for u in case.unrecognised] == ["a growth"]
    assert any('"a growth": no tumour or condition of the knowledge base has this name' in issue for issue in issues)


def test_remission_and_exclusion(read: Any) -> None:
    term = {"id": "MONDO:0007254", "label": "breast cancer"}
    since = {"age": {"iso8601duration": "P58Y"}}
    value = packet() | {"diseases": [{"term": term, "resolution": since}]}
    case, _ = read(json.dumps(value))
    assert case.cancers[0].status == "remission"
    assert case.years_in_remission(case.cancers[0]) == pytest.approx(3.0, abs=0.01)
    case, _ = read(json.dumps(packet() | {"diseases": [{"term": term, "excluded": True}]}))
    assert case.cancers[0].status == "excluded"


def test_a_stated_condition(read: Any) -> None:
    value = packet() | {"diseases": [{"term": {"id": "x", "label": "limbic encephalitis"}}]}
    assert read(json.dumps(value))[0].stated == ("limbic-encephalitis",)
    diagnosis = {
        "progressStatus": "SOLVED",
        "diagnosis": {"disease": {"id": "x", "label": "Lambert-Eaton myasthenic syndrome"}},
    }
    value = packet() | {"interpretations": [diagnosis]}
    assert read(json.dumps(value))[0].stated == ("lambert-eaton",)


def test_a_disease_that_is_a_condition_and_a_tumour_is_a_cancer_and_once_resolved_no_diagnosis(read: Any) -> None:
    disease: dict[str, Any] = {"term": {"id": "NCIT:C9305", "label": "primary CNS lymphoma"}}
    case, _ = read(json.dumps(packet() | {"diseases": [disease]}))
    assert case.stated == ("primary-cns-lymphoma",)
    assert [(c.tumour, c.status) for c in case.cancers] == [("non-hodgkin-lymphoma", "active")]
    disease["resolution"] = {"age": {"iso8601duration": "P60Y"}}
    case, _ = read(json.dumps(packet() | {"diseases": [disease]}))
    assert case.stated == ()
    assert [(c.tumour, c.status) for c in case.cancers] == [("non-hodgkin-lymphoma", "remission")]


def test_drugs_and_radiation(read: Any) -> None:
    value = packet() | {
        "medicalActions": [
            {"treatment": {"agent": {"id": "x", "label": "pembrolizumab"}}},
            {"treatment": {"agent": {"id": "x", "label": "paracetamol"}}},
            {"radiationTherapy": {"modality": {"id": "x", "label": "y"}}},
            {},
        ]
    }
    case, issues = read(json.dumps(value))
    assert [e.id for e in case.exposures] == ["checkpoint-inhibitor", None, "radiotherapy"]
    assert [u.input for u in case.unrecognised] == ["paracetamol"]
    assert any("the action names no drug and no radiation; it is left out." in issue for issue in issues)


def test_the_description_is_never_parsed(read: Any) -> None:
    plain, _ = read(json.dumps(packet()))
    value = packet()
    value["phenotypicFeatures"][0]["description"] = "also seizures, anti-Hu positive, small cell lung cancer"
    assert read(json.dumps(value))[0] == plain


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "label", "age", "type", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a decoded JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(p for key, inner in items for p in places(inner, (*path, key)))]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_nothing_in_the_wrong_place_raises(data: st.DataObject) -> None:
    """A phenopacket with any one value replaced by anything is read, or refused with an issue."""
    path = data.draw(st.sampled_from(sorted((CASES / "workup").glob("*.json"))))
    value = json.loads(path.read_text())
    *inside, last = data.draw(st.sampled_from(places(value)[1:]))
    target = value
    for key in inside:
        target = target[key]
    target[last] = data.draw(JSON)
    notepad = Notepad()
    case = read_case(json.dumps(value).encode(), api.names(), notepad)
    assert (case is None) == notepad.has_errors()
    if case is not None:
        api.assess(case)
