"""The form as a case, what is pressed, what is pasted, what is offered."""

from __future__ import annotations

import time
from typing import Any

import msgspec
import pytest

pytest.importorskip("fastapi")

from paraneo.api import load_case, names
from paraneo.web import engine, result
from paraneo.web.actions import apply
from paraneo.web.faults import Fault
from paraneo.web.forms import Page, encode, read_page, read_rows, tidy
from paraneo.web.laboratory_text import read_panel
from paraneo.web.trials import proposals

FULL: dict[str, Any] = {
    "paraneo": 1, "id": "x", "age": 62, "sex": "female", "onset": "6 weeks", "syndrome": "limbic encephalitis",
    "findings": ["Ataxia", {"not": "Fever"}, {"finding": "Diplopia", "onset": "2024-04-01"}, {"MRI brain": "normal"}],
    "antibodies": [{"antibody": "yo", "result": "positive", "level": "12 U/ml"}],
    "cancers": ["breast cancer", {"not": "thymoma"}], "exposures": ["cisplatin", {"not": "statin"}],
    "tests": [{"test": "CT chest", "result": "negative"}], "follow-up": {"years": 2.5}, "scores": {"mRS": 4},
    "measurements": {"sodium": "121 mmol/l"},
}  # fmt: skip


def shown(case: dict[str, Any]) -> dict[str, str]:
    """The fields that the page shows of a case, as a browser sends them."""
    import html
    import re

    from paraneo.web import entry
    from paraneo.web.pages import render

    text = render("entry.html", entry.context(Page(case), names()) | {"ask": []})
    fields = {
        html.unescape(n): html.unescape(v)
        for n, v in re.findall(r'<input[^>]*?name="([^"]*)"[^>]*?value="([^"]*)"', text)
    }
    for name, inside in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', text):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        fields[name] = html.unescape(chosen[1]) if chosen else ""
    return fields


def test_a_page_that_is_sent_back_untouched_is_the_same_case() -> None:
    assert read_page(shown(FULL)).case == FULL


def test_a_field_that_is_emptied_is_gone_and_what_has_no_field_stays() -> None:
    case = read_page(shown(FULL) | {"age": "", "antibodies.0.antibody": "", "cancers.0.cancer": " "}).case
    assert "age" not in case
    assert case["measurements"] == FULL["measurements"]
    assert case["cancers"] == [{"not": "thymoma"}]


def test_a_measured_value_is_taken_away() -> None:
    page = apply(read_rows(shown(FULL)), "remove measurements 0", {}, names())
    assert "measurements" not in tidy(page).case


@pytest.mark.parametrize(
    ("fields", "place", "entry"),
    [
        ({"antibodies.1.antibody": "hu", "antibodies.1.result": "negative"}, "antibodies", {"antibody": "hu", "result": "negative"}),
        ({"cancers.2.cancer": "melanoma"}, "cancers", "melanoma"),
        ({"cancers.2.cancer": "melanoma", "cancers.2.status": "not"}, "cancers", {"not": "melanoma"}),
        ({"tests.1.test": "FDG-PET", "tests.1.result": "positive"}, "tests", {"test": "FDG-PET", "result": "positive"}),
        ({"exposures.2.exposure": "alcohol"}, "exposures", "alcohol"),
        ({"measurements.1.quantity": "csf-protein", "measurements.1.amount": "80 mg/dl"}, "measurements", "csf-protein"),
        ({"findings.0.onset": "2024-01-01"}, "findings", {"finding": "Ataxia", "onset": "2024-01-01"}),
        ({"findings.3.result": "abnormal"}, "findings", {"MRI brain": "abnormal"}),
    ],
)  # fmt: skip
def test_a_row_that_is_filled_in_becomes_an_entry(fields: dict[str, str], place: str, entry: Any) -> None:
    assert entry in read_page(shown(FULL) | fields).case[place]


@pytest.mark.parametrize("text", ["[1]", "{", '"x"', "[" * 3000])
def test_a_case_that_is_none_is_a_fault(text: str) -> None:
    with pytest.raises(Fault, match="case: ") as error:
        read_page({"case": text})
    assert error.value.issues[0].path == ("case",)


def pressed(case: dict[str, Any], action: str, **form: str) -> Page:
    return tidy(apply(read_rows({"case": encode(case), **form}), action, form, names()))


def test_a_state_goes_round() -> None:
    case: dict[str, Any] = {"findings": ["Ataxia"]}
    seen = []
    for _ in range(3):
        case = pressed(case, "cycle findings 0").case
        seen.append(case["findings"][0])
    assert seen == [{"not": "Ataxia"}, {"unknown": "Ataxia"}, "Ataxia"]


def test_a_state_keeps_its_date() -> None:
    case = pressed({"findings": [{"finding": "Ataxia", "onset": "2024-01-01"}]}, "cycle findings 0").case
    assert case["findings"] == [{"not": "Ataxia", "onset": "2024-01-01"}]


def test_a_finding_that_is_there_takes_the_new_status_whatever_its_words() -> None:
    case = pressed({"findings": ["double vision"]}, 'add findings {"not":"Diplopia"}').case
    assert case["findings"] == [{"not": "Diplopia"}]


def test_a_result_is_tried_and_undone_or_kept() -> None:
    start = {"findings": ["Ataxia"]}
    trial = 'try {"label":"CT: positive","add":[["tests",{"test":"CT chest","result":"positive"}]]}'
    tried = pressed(start, trial)
    assert tried.trying == "CT: positive"
    assert tried.before == start
    form = {"case": encode(tried.case), "before": encode(tried.before), "trying": tried.trying}
    undone = apply(read_rows(form), "undo", form, names())
    assert (undone.case, undone.before, undone.trying) == (start, None, "")
    kept = apply(read_rows(form), "keep", form, names())
    assert (kept.case, kept.before) == (tried.case, None)


def test_an_answer_to_an_item_enters_the_case_and_can_be_taken_back() -> None:
    case = pressed({"id": "x"}, "answer graus-2016-limbic exclusion yes").case
    assert case["criteria"] == {"graus-2016-limbic": {"exclusion": "yes"}}
    assert "criteria" not in pressed(case, "answer graus-2016-limbic exclusion").case


def test_a_word_is_written_anew() -> None:
    case = pressed({"findings": ["ataxai", {"not": "ataxai"}]}, 'instead {"from":"ataxai","to":"Ataxia"}').case
    assert case["findings"] == ["Ataxia", {"not": "Ataxia"}]


@pytest.mark.parametrize(
    "action",
    [
        "explode", "cycle findings 9", "cycle findings x", "cycle nothing 0", "remove findings", "add findings {",
        "add id 3", "add findings 3", "try {}", "try [1]", "enter 3", "enter [[1]]", 'enter [["tests"]]', "instead {}",
        "answer", "instead 3", 'try {"label":1,"add":[["findings",null]]}',
    ],
)  # fmt: skip
def test_an_action_that_makes_no_sense_is_a_fault(action: str) -> None:
    with pytest.raises(Fault, match="is nothing that can be done here") as error:
        pressed({"findings": ["Ataxia"]}, action)
    assert error.value.issues[0].code == "no-such-action"


def test_every_result_that_can_be_tried_is_understood() -> None:
    case = load_case("paraneo: 1\nid: x\nage: 60\nsex: female\nfindings: [gait ataxia, seizure]")
    found = proposals(engine.assess(case).next_tests, names())
    offers = [offer for proposal in found for offer in proposal.offers if offer.add]
    assert len(offers) >= len(found)
    for offer in offers:
        page = Page({"paraneo": 1, "id": "x", "age": 60, "sex": "female", "findings": ["gait ataxia", "seizure"]})
        apply(page, f"try {msgspec.json.encode({'label': offer.label, 'add': offer.add}).decode()}", {}, names())
        _, _, assessment = result.answer_page(page)
        assert not assessment.unrecognised, offer


REPORT = """Serum, line blot
Hu (ANNA-1)      negative
Anti-Yo   ++   1:640
Ri: -
CV2/CRMP5: weak positive
CSF cell-based assay
NMDAR - not detected
GAD65 12 U/ml (ref < 10)
Dr A. Example
LGI1 positive, CASPR2 negative
"""


def test_a_laboratory_text_is_read_line_by_line() -> None:
    found, left = read_panel(REPORT, names())
    blot = {"method": "line-blot", "specimen": "serum"}
    assert found == [
        {"antibody": "hu", **blot, "result": "negative"},
        {"antibody": "yo", **blot, "result": "positive", "titre": "1:640"},
        {"antibody": "ri", **blot, "result": "negative"},
        {"antibody": "crmp5", **blot, "result": "positive", "band": "weak"},
        {"antibody": "nmdar", "method": "cell-based-assay", "specimen": "csf", "result": "negative"},
    ]
    assert left == ["GAD65 12 U/ml (ref < 10)", "Dr A. Example", "LGI1 positive, CASPR2 negative"]


@pytest.mark.parametrize(
    ("text", "label", "entry"),
    [
        ("double vision", "Diplopia", "Diplopia"),
        ("ataxi", "Ataxia", "Ataxia"),
        ("nystgmus", "Nystagmus", "Nystagmus"),
        ("no fever", "no Fever", {"not": "Fever"}),
        ("yo +", "Anti-Yo (PCA-1): positive", {"antibody": "yo", "result": "positive"}),
        ("sodium 121 (135-145)", "sodium: 121 (135-145)", {"sodium": "121 (135-145)"}),
        ("MRI brain normal", "Brain MRI: normal", {"MRI brain": "normal"}),
        ("pembrolizumab", "Checkpoint inhibitor", "pembrolizumab"),
    ],
)
def test_the_first_suggestion_is_what_was_meant(text: str, label: str, entry: Any) -> None:
    first = engine.suggestions().find(text)[0]
    assert (first.label, first.entry) == (label, entry)


@pytest.mark.parametrize("text", ["", " ", "?", "no ", "\u0000", "(((", "x" * 5000, "no no no", "+"])
def test_odd_texts_have_few_suggestions_and_no_fault(text: str) -> None:
    assert len(engine.suggestions().find(text)) <= 12


def test_what_is_suggested_is_understood() -> None:
    for text in ("gait", "memory", "seiz", "hu", "breast", "ct", "csf", "weak", "skin", "sodium low", "statin"):
        for found in engine.suggestions().find(text):
            page = Page({"paraneo": 1, "id": "x", "age": 60, "sex": "female"})
            apply(page, f"add {found.place} {encode(found.entry)}", {}, names())
            case, notepad = engine.read_plain(page.case)
            assert not case.unrecognised, (found, list(notepad))


def test_suggestions_come_within_50_ms() -> None:
    texts = ["a", "at", "gait", "weakness of the leg", "nystgmus", "seiz", "c", "anti", "no fev", "wobbly"]
    engine.suggestions().find("warm upp")
    taken = []
    for text in texts:
        start = time.perf_counter()
        engine.suggestions().find(text)
        taken.append(time.perf_counter() - start)
    assert sorted(taken)[len(taken) // 2] < 0.05
