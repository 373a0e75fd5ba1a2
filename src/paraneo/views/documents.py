"""The assessment for machines: JSON, indented or one line each, and the JSON Schema of it."""

from __future__ import annotations

from typing import Any

import msgspec

from paraneo.contract import Assessment


def to_json(document: msgspec.Struct) -> str:
    """Indented JSON of an assessment or a timeline."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def to_json_line(assessment: Assessment) -> str:
    """JSON on one line."""
    return msgspec.json.encode(assessment).decode()


def schema() -> dict[str, Any]:
    """The JSON Schema of an assessment, as published in docs/assessment.schema.json."""
    found = msgspec.json.schema(Assessment)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "paraneo assessment", **found}
