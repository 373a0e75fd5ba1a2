"""A dated case replayed."""

from __future__ import annotations

import datetime
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from paraneo.api import assess, assessor, load_case
from paraneo.cli import main
from paraneo.timeline import NoDates, timeline

DATED = """paraneo: 1
id: dated
age: 64
sex: female
tempo: subacute
findings:
  - {finding: vertigo, onset: 2023-01-15}
  - {finding: gait ataxia, onset: 2023-01-25}
  - {finding: dysarthria, onset: 2023-02-05}
antibodies:
  - {antibody: Yo, method: tissue assay, specimen: serum, result: positive, date: 2023-04-20}
cancers:
  - {cancer: ovarian cancer, diagnosed: 2023-09-12}
"""


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    path = tmp_path / "dated.yaml"
    path.write_text(DATED)
    return path


def test_each_date_is_what_an_assessment_on_it_says() -> None:
    case = load_case(DATED)
    found = timeline(assessor(), case)
    assert [p.date for p in found.points] == ["2023-01-15", "2023-01-25", "2023-02-05", "2023-04-20", "2023-09-12"]
    for point in found.points:
        then = assess(case.as_of(datetime.date.fromisoformat(point.date)))
        assert point.paraneoplastic == then.paraneoplastic.probability
        assert point.first == then.conditions[0].id


def test_the_lead_time_is_counted_to_the_day_the_tumour_was_found() -> None:
    found = timeline(assessor(), load_case(DATED))
    assert (found.syndrome, found.tumour) == ("cerebellar-degeneration", "ovarian-cancer")
    assert found.tumour_found == "2023-09-12"
    assert found.tumour_seen is not None
    assert found.tumour_seen <= "2023-04-20"
    assert found.lead_days is not None
    assert found.lead_days >= 145


def test_what_drops_out_again_was_not_seen_from_the_start() -> None:
    """The syndrome to follow is not the likeliest: it never stays among the first three."""
    found = timeline(assessor(), load_case(DATED), syndrome="siadh", tumour="thymoma")
    assert found.syndrome_seen is None
    assert found.tumour_seen is None
    assert found.lead_days is None


def test_a_case_without_dates_says_so() -> None:
    with pytest.raises(NoDates, match="nothing in case x has a date"):
        timeline(assessor(), load_case("paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [ataxia]"))


def test_the_command_prints_a_table_and_draws(dated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawing = tmp_path / "t.svg"
    assert main(["timeline", str(dated), "--svg", str(drawing)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "stayed among the first three from 2023-01" in text
    assert "days before it was found on 2023-09-12" in text
    root = ElementTree.fromstring(drawing.read_text())
    assert root.tag.endswith("svg")
    assert "tumour found" in drawing.read_text()


def test_the_command_gives_json(dated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", str(dated), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["case"] == "dated"
    assert found["points"][-1]["tumour_rank"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--syndrome", "nope"], 2, 'there is no condition "nope"'),
        (["--tumour", "nope"], 2, 'there is no tumour "nope"'),
        (["--svg", "/no/such/folder/x.svg"], 2, "cannot be written"),
        (["--setting", "moon"], 2, 'there is no setting "moon"'),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], code: int, words: str, dated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["timeline", str(dated), *arguments]) == code
    assert words in capsys.readouterr().err


def test_a_file_without_dates_is_no_crash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [ataxia]")
    assert main(["timeline", str(path)]) == 1
    assert "has a date" in capsys.readouterr().err


def test_a_folder_is_no_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", str(tmp_path)]) == 2
    assert "is a folder; name one file" in capsys.readouterr().err
