"""`paraneo criteria`: instruments of one case, and asking for what the case cannot say."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from paraneo.cli import main

CASE = """
paraneo: 1
id: c
age: 61
sex: male
onset: 5 weeks
syndrome: limbic encephalitis
findings: [memory impairment, seizure]
measurements: {CSF white cells: 12 /ul}
criteria:
  graus-2016-limbic: {mri: no}
"""


@pytest.fixture
def case(tmp_path: Path) -> str:
    (tmp_path / "case.yaml").write_text(CASE)
    return str(tmp_path / "case.yaml")


def criteria(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    assert main(["criteria", *arguments, "--format", "json"]) == 0
    return {one["id"]: one for one in json.loads(capsys.readouterr().out)}


def test_numbers_and_answers_of_the_case_are_read(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = criteria(case, "graus-2016-limbic", capsys=capsys).values()
    items = {item["id"]: item for item in found["items"]}  # type: ignore[attr-defined]
    assert {name: item["status"] for name, item in items.items()} == {
        "onset": "met", "mri": "not met", "csf-or-eeg": "met", "exclusion": "undetermined", "antibody": "undetermined",
    }  # fmt: skip
    assert items["csf-or-eeg"]["because"] == ["CSF white cells 12 /ul"]
    assert found["ways"] == [{"level": "definite", "needs": ["antibody: yes", "exclusion: yes"]}]


def test_all_that_apply_are_shown_without_a_name(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert {"pns-care-2021", "graus-2004-pns", "graus-2016-limbic", "graus-2016-possible"} <= set(
        criteria(case, capsys=capsys)
    )


def test_open_items_are_asked_for(
    case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("perhaps\nyes\nyes\n"))
    assert main(["criteria", case, "graus-2016-limbic", "--ask"]) == 0
    said = capsys.readouterr()
    assert "Other causes reasonably excluded [yes, no, or nothing]" in said.err
    assert "write no or yes" in said.err
    assert "Limbic encephalitis: definite" in " ".join(said.out.split())


def test_an_end_of_the_answers_leaves_the_rest_open(
    case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["criteria", case, "graus-2016-limbic", "--ask"]) == 0
    assert "may become definite" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["no-such-criteria"], 2, 'there is no instrument "no-such-criteria"'),
        (["--ask"], 2, "name one instrument"),
        (["khorana-2008"], 0, "khorana-2008: not for the conditions that are likeliest here"),
    ],
)
def test_what_cannot_be_done_is_said(
    case: str, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    assert main(["criteria", case, *arguments]) == code
    assert told in capsys.readouterr().err


def test_answers_and_numbers_that_are_not_understood_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = CASE.replace("{mri: no}", "{mri: maybe, nose: yes}\n  graus-2061: {mri: no}").replace(
        "12 /ul", "12 bananas"
    )
    (tmp_path / "case.yaml").write_text(wrong)
    assert main(["criteria", str(tmp_path / "case.yaml")]) == 0
    said = capsys.readouterr().err
    for fault in ('"mri: maybe"', '"nose: yes"', '"graus-2061"', '"CSF white cells: 12 bananas"'):
        assert fault in said
