"""Writes simulated patients into a folder: one file each, or one table, and `truth.csv` beside them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Literal

from paraneo.interop.names import Names
from paraneo.interop.write_phenopacket import to_phenopacket
from paraneo.interop.write_yaml import to_yaml
from paraneo.knowledge.compiled import Compiled
from paraneo.ontology import load_ontology
from paraneo.simulation.records import CASE_COLUMNS, TRUTH_COLUMNS, case_row, simulate, truth_row


def write_folder(
    folder: Path,
    knowledge: Compiled,
    n: int,
    seed: int,
    condition: str | None,
    form: Literal["phenopacket", "yaml", "csv"],
) -> None:
    """Write n patients: `cases/ID.json` or `cases/ID.yaml`, or all in `cases.csv`.

    Raises:
        OSError: if the folder cannot be written.
        ValueError: if the model has no such condition.
    """
    names = Names(knowledge, load_ontology())
    folder.mkdir(parents=True, exist_ok=True)
    if form != "csv":
        (folder / "cases").mkdir()
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as truths:
        truth_table = csv.DictWriter(truths, TRUTH_COLUMNS, lineterminator="\n")
        truth_table.writeheader()
        rows = []
        for case, truth in simulate(knowledge, names.ontology, n, seed, condition=condition):
            truth_table.writerow(truth_row(case.id, truth))
            if form == "phenopacket":
                text = json.dumps(to_phenopacket(case, names), indent=2, ensure_ascii=False) + "\n"
                (folder / "cases" / f"{case.id}.json").write_text(text, encoding="utf-8")
            elif form == "yaml":
                (folder / "cases" / f"{case.id}.yaml").write_text(to_yaml(case, names), encoding="utf-8")
            else:
                rows.append({"id": case.id} | case_row(case))
    if form == "csv":
        with (folder / "cases.csv").open("w", newline="", encoding="utf-8") as cases:
            table = csv.DictWriter(cases, ("id", *CASE_COLUMNS), lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
