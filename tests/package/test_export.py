"""The annotations that are exported load in a public tool, which then ranks a case with them.

pyhpo lives in an environment of its own: it is no part of the program, and its import name is that of hpo3.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from paraneo.knowledge.store import load_knowledge
from paraneo.ontology import load_ontology
from paraneo.views.exports import HPOA_COLUMNS, to_hpoa

PYHPO = "pyhpo==4.0.0"
RANK = """
import shutil, sys
from pathlib import Path
import pyhpo
ours, folder = Path(sys.argv[1]), Path(sys.argv[2])
for file in (Path(pyhpo.__file__).parent / "data").iterdir():
    shutil.copy(file, folder)
annotations = folder / "phenotype.hpoa"
kept = [line for line in annotations.read_text().splitlines() if not line.startswith("ORPHA")]
kept += [line for line in ours.read_text().splitlines() if line.startswith("ORPHA")]
annotations.write_text("\\n".join(kept) + "\\n")
ontology = pyhpo.Ontology(data_folder=str(folder))
patient = pyhpo.HPOSet.from_queries(["HP:0008994", "HP:0001265", "HP:0000217"])
diseases = [d for d in ontology.orpha_diseases if d.hpo]
sets = {d.name: pyhpo.HPOSet.from_queries([f"HP:{i:07d}" for i in d.hpo]) for d in diseases}
print(len(diseases), max(sets, key=lambda name: patient.similarity(sets[name])), sep="\\t")
"""


def test_pyhpo_loads_the_export_and_ranks_a_case_of_lambert_eaton(tmp_path: Path) -> None:
    (tmp_path / "ours.hpoa").write_text(to_hpoa(load_knowledge().kb, load_ontology()))
    (tmp_path / "data").mkdir()
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYHPO], check=True)
    done = subprocess.run(
        [python, "-c", RANK, tmp_path / "ours.hpoa", tmp_path / "data"], capture_output=True, text=True, check=True
    )
    number, first = done.stdout.strip().split("\t")
    assert int(number) >= 30
    assert first == "Lambert-Eaton myasthenic syndrome"


def test_lines_have_the_columns_of_the_format() -> None:
    header, *lines = [line for line in to_hpoa(load_knowledge().kb, load_ontology()).splitlines() if line[0] != "#"]
    assert tuple(header.split("\t")) == HPOA_COLUMNS
    assert len(lines) > 450
    assert all(len(line.split("\t")) == len(HPOA_COLUMNS) for line in lines)
