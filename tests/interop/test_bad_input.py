"""Each kind of bad input gives a message that names the place and the fix, and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from paraneo.interop.parse import MOST_BYTES
from tests.interop.packets import packet

EMPTY = "case.yaml: the file is empty; give a GA4GH Phenopacket (JSON) or a paraneo case (YAML)."
YAML = "paraneo: 1\nid: x\nage: 60\nsex: female\nfindings: [ataxia]\n"


def only_error(read: Any, text: str | bytes) -> str:
    case, issues = read(text)
    assert case is None
    assert len(issues) == 1, issues
    return str(issues[0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", EMPTY),
        (b"  \n\t\n", EMPTY),
        (b"id: caf\xe9", "case.yaml: byte 7 is not UTF-8; save the file as UTF-8."),
        (b'{"id": "a",\n "subject" {}}', "case.yaml: malformed JSON at line 2, column 12: expected ':'; mend it there."),
        (b'{"id": "a"', "case.yaml: malformed JSON at the end of the text: Input data was truncated; mend it there."),
        (b"id: [a\nage: 3", "case.yaml: malformed YAML at line 2, column 4:"),
        (b"a: &x 1\nb: *x", "case.yaml: line 1 has an anchor or alias (& or *); write the value out."),
        (b"[" * 100 + b"]" * 100, "case.yaml: it is nested more than 64 levels deep; give a flat case."),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "case.yaml: it is nested more than 64 levels deep; give a flat case."),
        (b"- 1\n- 2", "case.yaml: this is no list of fields; begin with `paraneo: 1` and `id: ...`."),
        (b'{"resourceType": "Bundle", "id": "x"}', "case.yaml: this is neither a GA4GH Phenopacket nor a paraneo case; begin"),
        (b'["a"]', "case.yaml: this is a list, not one case; give each case a file of its own."),
        (b"paraneo: 1\nage: 4", "case.yaml > id: the case has no id; give it one, without names or numbers of a person."),
        (b"paraneo: 7\nid: x", 'case.yaml > case x > paraneo: the version of the format is "7"; write `paraneo: 1`.'),
    ],
)  # fmt: skip
def test_what_cannot_be_read(read: Any, text: bytes, message: str) -> None:
    assert only_error(read, text).startswith(message)


def test_fifty_megabytes(read: Any, tmp_path: Path) -> None:
    from paraneo import api
    from paraneo.interop.reading import read_records

    path = tmp_path / "large.json"
    path.write_bytes(b" " * 50_000_000)
    (record,) = read_records([str(path)], api.names())
    assert record.case is None
    assert "the limit for one case is 10,000,000; give one case a file." in str(record.issues.issues[0])
    assert "has 10,000,001 bytes" in only_error(read, b"x" * (MOST_BYTES + 1))


TERM = {"id": "HP:0002066", "label": "Gait ataxia"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"metaData": None}, "metaData: the schema requires metaData; add it; version 2 is assumed."),
        ({"metaData": {"created": "x"}}, "phenopacketSchemaVersion is missing"),
        ({"subject": {"id": "a"}}, "the age is not known"),
        ({"subject": {"id": "a", "timeAtLastEncounter": {"age": {"iso8601duration": "P300Y"}}}}, "an age of 300 years"),
        ({"subject": {"id": "a", "timeAtLastEncounter": {"age": {"iso8601duration": "old"}}}}, "no ISO 8601 duration"),
        ({"phenotypicFeatures": [{"type": TERM, "onset": {"then": 1}}]}, "this is no time of the schema"),
        ({"diseases": [{}]}, "diseases[0]: the disease has no term"),
        ({"interpretations": [{"diagnosis": {"disease": {"label": "Gloom"}}}]}, "no condition of the knowledge base has this name"),
    ],
)  # fmt: skip
def test_a_phenopacket_that_is_assessed_without_a_part(read: Any, change: dict[str, Any], message: str) -> None:
    case, issues = read(json.dumps(packet() | change))
    assert case is not None
    assert any(message in issue for issue in issues), issues


def test_too_many_findings(read: Any) -> None:
    text = "paraneo: 1\nid: x\nfindings:\n" + "- ataxia\n" * 2_001
    assert "there are 2,001, the limit is 2,000; split the record." in only_error(read, text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"subject": None}, "case.yaml > case p-1 > subject: there is no subject"),
        ({"metaData": {"phenopacketSchemaVersion": "1.0.0"}}, 'the schema version is "1.0.0"'),
        ({"id": ""}, "the phenopacket has no id"),
        ({"subject": {"sex": "MALE"}}, "the subject has no id"),
        ({"diseases": {}}, "diseases: it must be a list"),
        ({"phenotypicFeatures": [{}] * 2_001}, "there are 2,001, the limit is 2,000; split the record."),
    ],
)
def test_a_phenopacket_that_cannot_be_assessed(read: Any, change: dict[str, Any], message: str) -> None:
    case, issues = read(json.dumps(packet() | change))
    assert case is None
    assert any(message in issue for issue in issues), issues


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("age: -3", "age: an age of -3 years; correct it; the case is assessed without it."),
        ("age: 200", "age: an age of 200 years; correct it; the case is assessed without it."),
        ("age: old", 'age: "old" is no number; write'),
        ("sex: neither", 'sex: "neither" is not understood; write female or male.'),
        ("smoking: a lot", 'smoking: "a lot": this is not understood; write current, former or never.'),
        ("tempo: rapid", 'tempo: "rapid": this is no tempo; write acute, subacute or chronic.'),
        ("onset: lately", 'onset: "lately": this is neither a duration nor a date; write 6 weeks, or 2024-05-01.'),
        ("onset: 2024-02-30", 'onset: "2024-02-30": this is neither a duration nor a date'),
        ("as-of: 9999-12-01", 'as-of: "9999-12-01" is no date; write it as 2024-05-01.'),
        ("born: 1800-03-01\nas-of: 2024-05-01", "born: an age of 224 years on 2024-05-01; correct it; the birth is not used."),
        ("born: 1990-03-01\nas-of: 2024-05-01", "born: it gives 34 years on 2024-05-01, the age says 60; correct either."),
        ("relapse: perhaps", 'relapse: "perhaps": this is neither yes nor no; write yes or no.'),
        ("follow-up: {years: -3, searches: .inf}", "searches: \"inf\" is no number; write a number of searches."),
        ("follow-up: {years: -3}", "years: -3 is below zero; write a number of years."),
        ("findings: [gait ataxia?]", '"gait ataxia?": a question mark makes it no plain statement'),
        ("findings: [{MRI brain: null}]", '"MRI brain:": it has no result; write normal, abnormal, or what it shows.'),
        ("findings: [{calcium: 3.1-3.5 (2.1-2.6)}]", "there is no reference range to judge it by"),
        ("findings: [{finding: diplopia, not: fever}]", "it says several things at once; give each finding an entry of its own."),
        ("antibodies: [{antibody: Hu, result: positive, methd: line blot}]", '"methd: line blot": there is no such field'),
        ("cancers: [family history of breast cancer]", '"family" makes it no plain statement; write {not: ...}'),
        ("cancers: [no lung cancer]", '"no" makes it no plain statement'),
        ("cancers: [{not: thymoma, remission-since: 2 years}]", "it says more than that it is not there"),
        ("exposures: [pembrolizumab planned]", '"planned" makes it no plain statement'),
        ("as-of: tomorrow", 'as-of: "tomorrow" is no date; write it as 2024-05-01.'),
        ("syndrome: limbic", 'syndrome: "limbic": no condition of the knowledge base has this name; did you mean'),
        ("antibodies: [{antibody: Yoyo, result: positive}]", '"Yoyo": this antibody is not known'),
        ("antibodies: [{antibody: Yo, result: maybe}]", "the result is not understood; write positive, negative or equivocal."),
        ("antibodies: [{antibody: Yo, result: positive, titre: '1:x'}]", 'titre "1:x" is not a dilution; write it as 1:640'),
        ("antibodies: [{antibody: Yo, result: positive, titre: '1:0'}]", 'titre "1:0" is not a dilution; write it as 1:640'),
        ("antibodies: [Yo]", '"Yo": this is no antibody result; write {antibody: Yo, result: positive}.'),
        ("cancers: [growth]", '"growth": no tumour of the knowledge base has this name; name its organ and kind.'),
        ("tests: [{test: telepathy, result: negative}]", '"telepathy": this test for a tumour is not known'),
        ("follow-up: long", '"long": this is not understood; write {years: 2.5, searches: 3}.'),
        ("scores: bad", '"bad": this is not understood; write {mRS: 4}.'),
        ("findings: [3]", '"3": this is no finding; write a word such as `- ataxia`.'),
        ("findings: [{onset: 2024-01-01}]", "it names no finding; write {finding: ataxia, onset: 2024-05-01}."),
        ("antibodies: [{antibody: Hu, result: positive, specimen: hair}]", '"hair": this specimen is not known; write '),
        ("tests: [5]", '"5": this is no test; write {test: CT chest, result: negative}.'),
        ("cancers: [{status: active}]", "it names no cancer; write {cancer: breast cancer, status: remission}."),
        ("cancers: [{cancer: thymoma, status: lost}]", '"lost": this is no status; write active, remission or excluded.'),
        ("colour: red", "colour: there is no such field; fields are age, "),
        ("antibody: Yo", "antibody: there is no such field; did you mean `antibodies`?"),
        ("as-of: 2020-01-01\nonset: 2021-01-01", "onset: 2021-01-01 is after 2020-01-01, the date of the case; it is not used."),
    ],
)  # fmt: skip
def test_what_is_assessed_without_a_part(read: Any, line: str, message: str) -> None:
    field = line.split(":")[0]
    rest = "\n".join(old for old in YAML.splitlines() if not old.startswith(f"{field}:"))
    case, issues = read(f"{rest}\n{line}\n")
    assert case is not None
    assert any(message in issue for issue in issues), issues


def test_dates_that_cannot_be(read: Any) -> None:
    import datetime

    from paraneo import api
    from paraneo.interop.reading import read_case
    from paraneo.issues import Notepad

    text = "paraneo: 1\nid: x\nborn: 1990-05-01\nsex: male\nfindings: [{finding: ataxia, onset: 1980-01-01}]\n"
    _, issues = read(text)
    assert any("1980-01-01 is before the birth on 1990-05-01; correct either date." in issue for issue in issues)
    notepad = Notepad()
    later = text.replace("1980-01-01", "2100-01-01").encode()
    assert read_case(later, api.names(), notepad, datetime.date(2026, 1, 1)) is not None
    assert any("2100-01-01 lies in the future" in str(issue) for issue in notepad)


def test_a_finding_that_is_present_and_excluded_is_not_used_and_said_to_be(read: Any) -> None:
    from paraneo import assess

    case, _ = read("paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [ataxia, seizure, {not: ataxia}]")
    found = assess(case)
    assert [(u.input, u.reason) for u in found.unrecognised] == [("Ataxia", "stated both as present and as excluded")]


def test_words_that_are_not_understood_get_up_to_three_suggestions(read: Any) -> None:
    case, issues = read("paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [gait atxia, zzzzqqqq]")
    assert case.unrecognised[0].input == "gait atxia"
    assert case.unrecognised[0].suggestions[0] == "Gait ataxia"
    assert all(len(u.suggestions) <= 3 for u in case.unrecognised)
    assert any('"gait atxia": this finding is not understood; did you mean' in issue for issue in issues)
    assert any(
        '"zzzzqqqq": this finding is not understood; use other words, or an HPO id.' in issue for issue in issues
    )


@pytest.mark.parametrize(
    ("line", "term", "status"),
    [
        ("creatine kinase: 12,000 U/L (0-200)", "HP:0003236", "present"),
        ("platelets: 1,200 (150-400)", "HP:0001894", "present"),
        ("CSF: pleocytosis", "HP:0012229", "present"),
        ("sodium: 2.1e3 (135-145)", None, None),
    ],
)
def test_numbers_and_results_as_laboratories_write_them(
    read: Any, line: str, term: str | None, status: str | None
) -> None:
    case, _ = read(
        f'paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [{{"{line.split(":")[0]}": "{line.split(": ")[1]}"}}]'
    )
    found = {feature.term: feature.status.value for feature in case.features}
    assert found.get(term) == status if term else not found


@pytest.mark.parametrize(
    ("word", "result"), [("(+)", "equivocal"), ("+/-", "equivocal"), ("-", "negative"), ("++", "positive")]
)
def test_signs_that_laboratories_write(read: Any, word: str, result: str) -> None:
    case, _ = read(f"paraneo: 1\nid: x\nage: 60\nsex: male\nantibodies: [{{antibody: Hu, result: '{word}'}}]")
    assert case.antibodies[0].result == result


def test_control_characters_never_reach_a_terminal(read: Any) -> None:
    case, _ = read('{"id": "a\\u001b[31mb", "subject": {"id": "a"}, "metaData": {"phenopacketSchemaVersion": "2.0"}}')
    assert case.id == "a[31mb"


def test_two_thousand_unknown_words_take_seconds(read: Any) -> None:
    words = ", ".join(f"word{i}qqq" for i in range(1_900))
    case, issues = read(f"paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [{words}]")
    assert len(case.unrecognised) == 1_900
    assert len(issues) == 1_900
