"""Each of the fifty-five claims of the founding documents is held by an entry, acted on by code, or said to be absent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT

CLAIMS: dict[str, dict[str, Any]] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "claims.yaml").read_text(encoding="utf-8")
)
NUMBER_OF_CLAIMS = 55


def missing(reference: str) -> str:
    """Why a reference holds nothing; empty where it does."""
    if reference.startswith("code:"):
        return "" if (ROOT / reference.removeprefix("code:")).exists() else "no such file"
    name, _, field = reference.partition("#")
    path = ROOT / "kb" / f"{name}.yaml"
    if not path.exists():
        return "no such entry"
    entry = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return "" if not field or entry.get(field) else f"no {field}"


def test_every_claim_is_there() -> None:
    assert len(CLAIMS) == NUMBER_OF_CLAIMS


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_is_held_or_said_to_be_absent(claim: str) -> None:
    entry = CLAIMS[claim]
    assert {reference: why for reference in entry["held_by"] if (why := missing(reference))} == {}
    assert entry["held_by"] or "not shown yet" in entry["newer"]
    assert entry["kind"] != "rule" or entry["held_by"], "a rule acts"


def test_the_check_can_fail() -> None:
    assert missing("syndromes/no-such-syndrome") == "no such entry"
    assert missing("syndromes/limbic-encephalitis#no_such_field") == "no no_such_field"
