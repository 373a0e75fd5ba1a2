"""The laboratory's comment: one case, and a table of many."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from paraneo.api import assessor, load_case
from paraneo.cli import main
from paraneo.comment import Comment, comment

HEADER = "id,age,sex,findings,antibody,method,specimen,result,band\n"
BLOT = (
    "a1,58,female,headache;memory impairment,Yo,line blot,serum,positive,weak\na1,,,,Yo,tissue assay,serum,negative,\n"
)
TRUE = (
    "a2,62,female,gait ataxia;dysarthria;nystagmus,Yo,line blot,serum,positive,strong\n"
    "a2,,,,Yo,tissue assay,serum,positive,\n"
)


def of(text: str) -> Comment:
    engine = assessor(setting="laboratory")
    case = load_case(text)
    return comment(case, engine.assess(case), engine.knowledge.kb)


def case(findings: str, *antibodies: str) -> str:
    results = "".join(f"\n  - {{{a}}}" for a in antibodies)
    return f"paraneo: 1\nid: x\nage: 60\nsex: female\nfindings: [{findings}]\nantibodies:{results}"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "panel.csv"
    path.write_text(HEADER + BLOT + ",,,,Hu,line blot,serum,positive,\n" + TRUE)
    return path


def test_a_blot_alone_without_its_syndrome_is_most_likely_irrelevant_and_says_what_studies_found() -> None:
    """The case of the issue: Yo by line blot alone, tissue assay negative, no cerebellar signs; 1 of 13 was relevant."""
    (result,) = of(
        case(
            "headache, {not: ataxia}, {not: dysarthria}, {not: nystagmus}",
            "antibody: Yo, method: line blot, specimen: serum, result: positive",
            "antibody: Yo, method: tissue assay, specimen: serum, result: negative",
        )
    ).results
    assert "most likely irrelevant to this illness" in result.text
    assert "1 of 13 [ruiz-garcia-2020]" in result.text
    assert "ruiz-garcia-2020" in result.sources
    assert result.relevant < 0.05


def test_a_confirmed_onconeural_antibody_without_its_syndrome_still_means_a_tumour() -> None:
    confirmed = of(
        case(
            "headache",
            "antibody: Hu, method: line blot, specimen: serum, result: positive, band: strong",
            "antibody: Hu, method: tissue assay, specimen: serum, result: positive",
        )
    ).results[0]
    plain = of(case("headache", "antibody: Hu, method: line blot, specimen: serum, result: negative"))
    assert confirmed.tumour > 0.5
    assert "some tumour is there with" in confirmed.text
    assert plain.results == []


def test_the_phenotype_makes_a_result_relevant() -> None:
    result = "antibody: Yo, method: tissue assay, specimen: serum, result: positive"
    fits, does_not = of(case("gait ataxia, dysarthria, nystagmus", result)), of(case("headache", result))
    assert fits.results[0].relevant > does_not.results[0].relevant
    assert "very likely the cause" in fits.results[0].text


def test_a_panel_that_is_not_worth_sending() -> None:
    found = of(case("hypercalcemia, polyuria, constipation", "antibody: Hu, result: negative"))
    assert "hardly worth sending" in found.panel


def test_no_comment_says_that_anything_is_excluded(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["comment", str(table)])
    text = " ".join(capsys.readouterr().out.split())
    assert "A negative panel excludes nothing." in text
    assert "is excluded" not in text
    assert "ruled out" not in text


def test_a_bad_row_is_reported_and_stops_no_other(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["comment", str(table), "--format", "csv"]) == 1
    out, err = capsys.readouterr()
    assert "row 4: the row has no id" in err
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["id"], row["antibody"]) for row in rows] == [("a1", "yo"), ("a2", "yo")]
    assert float(rows[0]["relevant"]) < 0.05 < 0.9 < float(rows[1]["relevant"])


def test_json_lines_and_case_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(case("headache", "antibody: Yo, result: positive"))
    assert main(["comment", str(path), "--format", "jsonl"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["results"][0]["antibody"] == "yo"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,value\n1,2\n", "there is no header with id, antibody and result"),
        (b"", "the file is empty"),
        (b"id;antibody;result\na;Yo;positive\n", "parted by semicolons; save it with commas"),
        (b"id,antibody,result,antibody\na,Yo,positive,Hu\n", "the column antibody stands twice"),
        (b"id,antibody,result\n\xff,Yo,positive\n", "UTF-8"),
        ((HEADER.replace("band", "colour") + BLOT).encode(), "colour: it is not used"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(
    content: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    main(["comment", str(path)])
    assert words in capsys.readouterr().err


def test_a_table_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["comment", "/no/such.csv"]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_most_blots_of_an_unselected_laboratory_are_not_relevant() -> None:
    """In one laboratory 71% of positive panels were false: a lone blot without a word of the illness is more likely so."""
    for antibody in ("Yo", "Ma2", "Zic4", "SOX1", "Ri", "CRMP5"):
        found = of(case("", f"antibody: {antibody}, method: line blot, specimen: serum, result: positive"))
        assert found.results[0].relevant < 0.5, antibody
