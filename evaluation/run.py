"""Assess the published patients, through the same readers and the same call as the command line."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec

from evaluation.truth import CASES, Stage, stage_folder
from paraneo.api import assessor, names
from paraneo.assessment import Assessor
from paraneo.case import Case
from paraneo.interop.reading import read_records
from paraneo.views.documents import to_json_line


def patients(stage: Stage, *, folder: Path = CASES, kb: Path | None = None) -> dict[str, Case]:
    """The published patients of a stage, by id; a record that cannot be read is left out."""
    files = [str(path) for path in sorted(stage_folder(stage, folder).glob("*.json"))]
    found = [record.case for record in read_records(files, names(kb), datetime.date.today())]
    return {case.id.removesuffix(f"-{stage}"): case for case in found if case is not None}


def answers(engine: Assessor, cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    """Their assessments (decoded JSON), by id."""
    return {name: msgspec.json.decode(to_json_line(engine.assess(case))) for name, case in cases.items()}


def assess_stage(stage: Stage, *, folder: Path = CASES, kb: Path | None = None) -> dict[str, dict[str, Any]]:
    """The assessments of a stage (decoded JSON) by case id. A record that cannot be assessed has none."""
    return answers(assessor(kb), patients(stage, folder=folder, kb=kb))
