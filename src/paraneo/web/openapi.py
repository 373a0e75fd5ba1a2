"""The OpenAPI schema of the REST interface: that of the framework, with the structures of the program put in."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

KINDS = (
    "conditions", "antibodies", "tumours", "tests", "requests", "areas", "advice", "emergencies", "studies", "criteria",
)  # fmt: skip
CASE: dict[str, Any] = {
    "description": "A case in paraneo's own format (docs/case-format.md) or a GA4GH Phenopacket v2, as JSON.",
    "type": "object",
    "examples": [
        {
            "paraneo": 1, "id": "case-1", "age": 62, "sex": "female", "tempo": "subacute",
            "findings": ["Gait ataxia", "Dysarthria", {"not": "Fever"}],
            "antibodies": [{"antibody": "yo", "result": "positive", "method": "line blot"}],
        }
    ],
}  # fmt: skip
OTHERS: dict[str, Any] = {
    "Case": CASE,
    "Ids": {
        "type": "object",
        "properties": {"kind": {"type": "string"}, "ids": {"type": "array", "items": {"type": "string"}}},
        "required": ["kind", "ids"],
    },
    "Entry": {"type": "object", "description": "An entry as its file in kb/ has it.", "additionalProperties": True},
    "Faults": {
        "type": "object",
        "properties": {
            "issues": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        name: {"type": "string"} for name in ("severity", "place", "code", "message", "remedy")
                    },
                    "required": ["severity", "place", "code", "message", "remedy"],
                },
            }
        },
        "required": ["issues"],
    },
}
FAULTS = {403: "Sent by another site", 413: "Too large", 415: "Not JSON", 421: "Wrong host", 422: "Not usable"}


def body(name: str) -> dict[str, Any]:
    """The declaration of a JSON body."""
    return {"requestBody": {"required": True, "content": _json(name)}}


def responses(name: str, *more: int) -> dict[int | str, dict[str, Any]]:
    """The declaration of an answer, and of the faults that may come instead."""
    faults = {421: FAULTS[421], 422: FAULTS[422]} | dict.fromkeys(more, "There is none") if more else FAULTS
    found: dict[int | str, dict[str, Any]] = {200: {"description": "Found", "content": _json(name)}}
    return found | {status: {"description": text, "content": _json("Faults")} for status, text in faults.items()}


def install(app: FastAPI, structures: tuple[type, ...]) -> None:
    """Make the application tell the whole schema."""

    def schema() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _schema(app, structures)
        return app.openapi_schema

    app.openapi = schema  # type: ignore[method-assign]  # FastAPI's documented way to extend the schema


def _schema(app: FastAPI, structures: tuple[type, ...]) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    _, components = msgspec.json.schema_components(structures, ref_template="#/components/schemas/{name}")
    made["components"] = {"schemas": {**components, **OTHERS}}
    return made


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
