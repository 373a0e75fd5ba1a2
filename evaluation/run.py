"""Assess the published patients, through the same readers and the same call as the command line."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec

from evaluation.truth import CASES, Stage, stage_folder
from paraneo.api import assessor, names
from paraneo.interop.reading import read_records
from paraneo.views.documents import to_json_line


def assess_stage(stage: Stage, *, folder: Path = CASES, kb: Path | None = None) -> dict[str, dict[str, Any]]:
    """The assessments of a stage (decoded JSON) by case id. A record that cannot be assessed has none."""
    engine, words = assessor(kb), names(kb)
    files = [str(path) for path in sorted(stage_folder(stage, folder).glob("*.json"))]
    answers = {}
    for record in read_records(files, words, datetime.date.today()):
        if record.case is not None:
            answer = msgspec.json.decode(to_json_line(engine.assess(record.case)))
            answers[answer["case"].removesuffix(f"-{stage}")] = answer
    return answers
