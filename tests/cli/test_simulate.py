"""Simulated patients, and settings, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from paraneo.cli import main


@pytest.mark.parametrize("form", ["phenopacket", "yaml", "csv"])
def test_simulated_patients_are_written_with_their_truth(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sim"
    assert main(["simulate", "--n", "4", "--seed", "2", "--format", form, "-o", str(folder)]) == 0
    assert "4 patients" in capsys.readouterr().out
    truth = (folder / "truth.csv").read_text().splitlines()
    assert len(truth) == 5
    if form == "csv":
        assert len((folder / "cases.csv").read_text().splitlines()) == 5
    else:
        assert len(list((folder / "cases").iterdir())) == 4
        assert main(["assess", str(folder / "cases"), "--format", "jsonl"]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--condition", "nope"], 'there is no condition "nope"'),
        (["--n", "0"], "is no number of patients"),
        (["--n", "many"], "is no number of patients"),
    ],
)
def test_what_cannot_be_simulated_is_said(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["simulate", *arguments, "-o", str(tmp_path / "sim")])
    except SystemExit as stop:
        code = int(str(stop.code))
    assert code == 2
    assert words in capsys.readouterr().err


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["simulate", "--n", "1", "-o", str(tmp_path)]) == 2
    assert "is not an empty folder" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_setting_that_does_not_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("paraneo: 1\nid: x\nage: 60\nsex: male\nfindings: [ataxia]")
    assert main(["assess", str(path), "--setting", "moon"]) == 2
    assert "use one of laboratory, neurology-ward" in capsys.readouterr().err


def test_a_place_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--n", "1", "-o", "/proc/no-such-place"]) == 2
    assert "cannot be written" in capsys.readouterr().err
