"""The wheel, installed into an empty environment, assesses a real case with the knowledge that it carries."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from paraneo import api
from paraneo.views.documents import to_json_line
from tests.conftest import ROOT

CASE = ROOT / "evaluation/cases/workup/c2-02.json"


def run(*command: str | Path, cwd: Path) -> str:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PARANEO", "VIRTUAL"))}
    environment = {**plain, "HOME": str(cwd)}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        folder,
        ROOT,
        cwd=folder,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_what_the_wheel_holds(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"paraneo/knowledge.msgpack", "paraneo/py.typed", "paraneo/ontology/hpo.json.gz"} <= names
    assert {"paraneo/kb/VERSION", "paraneo/kb/LICENSE", "paraneo/kb/syndromes/limbic-encephalitis.yaml"} <= names
    assert not [
        name for name in names if name.endswith((".pkl", ".pickle")) or name.startswith(("evaluation", "tests"))
    ]


def test_the_installed_program_gives_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    program = tmp_path / "env" / "bin"
    run(program / "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    out = run(program / "paraneo", "assess", CASE, "--format", "jsonl", cwd=tmp_path)
    assert out == to_json_line(api.assess(api.load_case(CASE))) + "\n"
    assert "no fault" in run(program / "paraneo", "kb", "check", cwd=tmp_path)
    assert not list(tmp_path.rglob("*.cache/paraneo/*")), "an installed program compiles nothing"
