"""Generated pages are current, outputs fit the published schema, and no file grows too long to read in one sitting."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import jsonschema
import pytest
from evaluation.run import assess_stage
from scripts import generate

from tests.conftest import ROOT

LONGEST_FILE = 600


@pytest.mark.parametrize("name", sorted(generate.FILES))
def test_generated_file_is_current(name: str) -> None:
    assert (ROOT / name).read_text() == generate.FILES[name](), "run python scripts/generate.py"


def validator() -> Any:
    schema = json.loads((ROOT / "docs/assessment.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_every_assessment_fits_the_published_schema() -> None:
    check = validator()
    for assessment in assess_stage("workup").values():
        check.validate(assessment)


def test_the_schema_refuses_what_is_not_an_assessment() -> None:
    assessment = next(iter(assess_stage("presentation").values()))
    for broken in (
        {**assessment, "conditions": None},
        {**assessment, "paraneoplastic": {"probability": "high"}},
        {key: value for key, value in assessment.items() if key != "knowledge"},
    ):
        with pytest.raises(jsonschema.ValidationError, match=r"is not|required|valid"):
            validator().validate(broken)


def tracked(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_no_file_of_code_is_longer_than_one_sitting() -> None:
    lengths = {name: len((ROOT / name).read_text().splitlines()) for name in tracked("*.py")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_document_is_linked_from_the_readme_or_another_document() -> None:
    texts = {name: (ROOT / name).read_text() for name in tracked("*.md")}
    for name in tracked("docs/*.md"):
        base = name.removeprefix("docs/")
        assert any(base in text for other, text in texts.items() if other != name), name


def test_every_link_of_the_documents_leads_somewhere() -> None:
    import re

    for name in tracked("*.md"):
        folder = (ROOT / name).parent
        for target in re.findall(r"\]\((?!http)([^)#]+)", (ROOT / name).read_text()):
            assert (folder / target).exists(), f"{name}: {target}"
