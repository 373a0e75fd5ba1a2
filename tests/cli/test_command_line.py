"""The command line as a person meets it: exit codes, streams, formats, batches."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from paraneo import cli
from paraneo.version import __version__
from tests.conftest import ROOT
from tests.interop.packets import packet

CASE = "paraneo: 1\nid: a-1\nage: 61\nsex: female\ntempo: subacute\nfindings: [gait ataxia, dysarthria]\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "a-1.yaml"
    path.write_text(CASE)
    return path


def test_text(case: Path, capsys: Any) -> None:
    assert cli.main(["assess", str(case)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("Case a-1: paraneoplastic disease ")
    assert "Supports a clinician's judgement; not a medical device" in out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert all(line == line.rstrip() for line in out.splitlines())
    assert "\x1b" not in out


def test_json_is_one_object_for_one_file_and_a_list_for_several_or_a_folder(
    case: Path, tmp_path: Path, capsys: Any
) -> None:
    assert cli.main(["assess", str(case), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["case"] == "a-1"
    other = tmp_path / "b.json"
    other.write_text(json.dumps(packet()))
    assert cli.main(["assess", str(case), str(other), "--format", "json"]) == 0
    assert [a["case"] for a in json.loads(capsys.readouterr().out)] == ["a-1", "p-1"]
    other.unlink()
    assert cli.main(["assess", str(tmp_path), "--format", "json"]) == 0
    assert [a["case"] for a in json.loads(capsys.readouterr().out)] == ["a-1"]
    case.write_text("{")
    assert cli.main(["assess", str(tmp_path), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == []


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CASE.encode())))
    assert cli.main(["assess", "-", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["case"] == "a-1"


def test_the_same_case_by_every_door_gives_the_same_numbers(case: Path, capsys: Any) -> None:
    from paraneo import assess, load_case
    from paraneo.views.documents import to_json_line

    cli.main(["assess", str(case), "--format", "jsonl"])
    assert capsys.readouterr().out == to_json_line(assess(load_case(case))) + "\n"


def test_as_of_leaves_out_what_came_later(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(CASE + "antibodies: [{antibody: Yo, result: positive, date: 2024-05-01}]\n")
    for date, results in (("2024-04-30", 0), ("2024-05-01", 1)):
        assert cli.main(["assess", str(path), "--as-of", date, "--format", "jsonl"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["as_of"] == date
        assert len(found["antibody_results"]) == results


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["assess"], "the following arguments are required: FILE"),
        (["assess", "x.yaml", "--as-of", "soon"], '"soon" is no date; write it as 2024-05-01'),
        (["assess", "x.yaml", "--format", "pdf"], "invalid choice: 'pdf'"),
        (["prescribe"], "invalid choice: 'prescribe'"),
    ],
)
def test_wrong_use_is_exit_code_two(arguments: list[str], message: str, capsys: Any) -> None:
    with pytest.raises(SystemExit, match="2"):
        cli.main(arguments)
    assert message in capsys.readouterr().err


def test_no_case_in_an_empty_folder(tmp_path: Path, capsys: Any) -> None:
    assert cli.main(["assess", str(tmp_path)]) == 2
    assert "no .json, .yaml or .yml file in what was given" in capsys.readouterr().err


def test_a_file_that_is_not_there(capsys: Any) -> None:
    assert cli.main(["assess", "nowhere.json"]) == 1
    assert capsys.readouterr().err == "error: nowhere.json: there is no such file; check the path.\n"


def test_impossible_evidence_names_what_excludes_one_another(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(CASE.replace("female", "male") + "cancers: [ovarian cancer]\n")
    assert cli.main(["assess", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "these cannot all be true of one patient: male sex; ovarian cancer; correct one of them." in err


def test_a_folder_of_a_thousand_with_thirteen_bad(tmp_path: Path, capsys: Any) -> None:
    """Each bad record is reported, each good one assessed, in the order of the names; nothing is lost."""
    bad = dict(zip(range(7, 1000, 77), 13 * ["{", "", "paraneo: 9\nid: x"], strict=False))
    inner = tmp_path / "inner"
    inner.mkdir()
    for i in range(1000):
        folder = inner if i % 2 else tmp_path
        (folder / f"{i:04}.yaml").write_text(bad.get(i, CASE.replace("a-1", f"id-{i}")))
    (tmp_path / "notes.txt").write_text("not a case")
    assert len(bad) == 13
    assert cli.main(["assess", str(tmp_path), "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    found = [json.loads(line)["case"] for line in out.splitlines()]
    assert len(found) == 987
    assert set(found) == {f"id-{i}" for i in range(1000) if i not in bad}
    assert all(f"{i:04}.yaml" in err for i in bad)
    assert "13 of 1000 records could not be assessed" in err
    assert "Traceback" not in err


def test_of_two_records_with_one_id_the_first_counts(tmp_path: Path, capsys: Any) -> None:
    for name, age in (("1.yaml", "61"), ("2.yaml", "20")):
        (tmp_path / name).write_text(CASE.replace("61", age))
    assert cli.main(["assess", str(tmp_path), "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert f"error: {tmp_path / '2.yaml'} > case a-1: the same id is in {tmp_path / '1.yaml'}" in err


def test_version_names_program_knowledge_and_ontology(capsys: Any, knowledge: Any) -> None:
    assert cli.main(["--version"]) == 0
    out = capsys.readouterr().out
    assert out == f"paraneo {__version__}\nknowledge {knowledge.kb.version} sha256:{knowledge.digest}\nHPO 2025-01-16\n"


@pytest.mark.parametrize("entry", ["limbic-encephalitis", "hu", "small-cell-lung-cancer", "fdg-pet-ct", "graus-2001"])
def test_kb_show(entry: str, capsys: Any) -> None:
    assert cli.main(["kb", "show", entry]) == 0
    out = capsys.readouterr().out
    assert f"{entry}, knowledge base" in out
    assert "[" in out or "pmid" in out


def test_kb_show_offers_what_was_meant(capsys: Any) -> None:
    assert cli.main(["kb", "show", "limbic-encephalits"]) == 2
    assert 'there is no entry "limbic-encephalits"; did you mean limbic-encephalitis' in capsys.readouterr().err


def test_no_patient_data_goes_to_a_log_or_a_file(case: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    case.write_text(CASE.replace("a-1", "jane-doe-1961"))
    environment = {
        **os.environ,
        "HOME": str(home),
        "PYTHONPATH": str(ROOT / "src"),
        "PARANEO_CACHE": str(home / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "paraneo", "assess", str(case)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "jane-doe-1961" in done.stdout
    written = [path for path in home.rglob("*") if path.is_file()]
    assert all(b"jane-doe" not in path.read_bytes() for path in written)
    assert all(path.suffix == ".msgpack" for path in written)


@pytest.mark.parametrize(
    "command", [["assess", "x.yaml"], ["kb", "coverage"], ["kb", "export", "csv"], ["kb", "show", "hu"]]
)
def test_a_knowledge_base_that_cannot_be_used_is_said_so(command: list[str], tmp_path: Path, capsys: Any) -> None:
    assert cli.main(["--kb", str(tmp_path), *command]) == 2
    err = capsys.readouterr().err
    assert "paraneo: the knowledge base cannot be used:" in err
    assert "this folder is not a knowledge base; give one that has a VERSION file." in err


def test_exports(capsys: Any) -> None:
    assert cli.main(["kb", "export", "hpoa"]) == 0
    lines = capsys.readouterr().out.splitlines()
    header = next(line for line in lines if line.startswith("database_id"))
    rows = [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines[lines.index(header) + 1 :]]
    assert len(rows) > 450
    assert all(row["hpo_id"].startswith("HP:") and ("/" in row["frequency"] or "%" in row["frequency"]) for row in rows)
    assert cli.main(["kb", "export", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 2000


@pytest.mark.parametrize(("wanted", "title"), [("hu", "Anti-Hu (ANNA-1)"), ("anti-gaba-b", "Anti-GABA-B receptor")])
def test_an_entry_is_shown_by_its_id_or_its_name(wanted: str, title: str, capsys: Any) -> None:
    assert cli.main(["kb", "show", wanted]) == 0
    assert capsys.readouterr().out.startswith(title)


def test_a_folder_that_cannot_be_formatted_is_named(tmp_path: Path, capsys: Any) -> None:
    assert cli.main(["kb", "format", str(tmp_path / "nowhere")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    (tmp_path / "bad.yaml").write_text("a: [")
    assert cli.main(["kb", "format", str(tmp_path)]) == 1
    assert "bad.yaml: malformed YAML" in capsys.readouterr().err


def test_a_folder_is_written_in_its_canonical_form_once(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("# why\na:   1\n")
    assert cli.main(["kb", "format", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"formatted {file}\n"
    assert file.read_text() == "# why\na: 1\n"
    assert cli.main(["kb", "format", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""


def test_the_checker_says_what_is_wrong_with_a_folder(tmp_path: Path, capsys: Any) -> None:
    assert cli.main(["kb", "check", str(tmp_path)]) == 1
    err = capsys.readouterr().err
    assert "VERSION: this folder is not a knowledge base; give one that has a VERSION file." in err
    assert err.endswith(f"faults in {tmp_path}: 1\n")
