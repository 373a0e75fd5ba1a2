"""REST: the same assessment as on the command line, and faults that name place and fix."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import msgspec
import pytest

pytest.importorskip("fastapi")

from paraneo.api import assess, load_case
from paraneo.web.openapi import KINDS
from tests.conftest import ROOT
from tests.web.test_app import CASES, Browser

CASE = {"paraneo": 1, "id": "x", "age": 24, "sex": "female", "findings": ["psychosis", "seizure"]}


@pytest.fixture(scope="module")
def browser() -> Browser:
    return Browser()


def schema_of(browser: Browser, name: str) -> dict[str, Any]:
    made: dict[str, Any] = browser.get("/api/openapi.json").json()
    return {"$ref": f"#/components/schemas/{name}", "components": made["components"]}


@pytest.mark.parametrize("name", ["c2-02.json", "c1-01.json"])
def test_an_assessment_is_the_same_as_on_the_command_line(browser: Browser, name: str) -> None:
    answer = browser.post(
        "/api/assess", content=(CASES / name).read_bytes(), headers={"Content-Type": "application/json"}
    )
    assert answer.content == msgspec.json.encode(assess(load_case(CASES / name)))
    jsonschema.validate(answer.json(), schema_of(browser, "Assessment"))
    published = json.loads((ROOT / "docs" / "assessment.schema.json").read_text())
    jsonschema.validate(answer.json(), published)


def test_the_setting_is_chosen_by_the_query(browser: Browser) -> None:
    suspected = browser.post("/api/assess", json=CASE).json()["setting"]["id"]
    ward = browser.post("/api/assess?setting=neurology-ward", json=CASE).json()["setting"]["id"]
    assert (suspected, ward) == ("suspected", "neurology-ward")


def test_criteria_are_those_of_the_assessment(browser: Browser) -> None:
    judged = browser.post("/api/criteria", json=CASE).json()
    whole = browser.post("/api/assess", json=CASE).json()
    assert judged["criteria"] == whole["criteria"] != []
    jsonschema.validate(judged, schema_of(browser, "Judged"))


def test_words_are_suggested(browser: Browser) -> None:
    found = browser.post("/api/findings", json={"text": "double vision"}).json()
    assert found["suggestions"][0]["id"] == "HP:0000651"
    jsonschema.validate(found, schema_of(browser, "Found"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_can_be_had(browser: Browser, kind: str) -> None:
    ids = browser.get(f"/api/knowledge/{kind}").json()["ids"]
    assert ids
    assert browser.get(f"/api/knowledge/{kind}/{ids[0]}").json()["id"] == ids[0]


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "code"),
    [
        ("POST", "/api/assess", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 422, "malformed-json"),
        ("POST", "/api/assess", {"json": []}, 422, "not-one-case"),
        ("POST", "/api/assess", {"json": {"id": "x"}}, 422, "not-a-case"),
        ("POST", "/api/assess", {"json": {"paraneo": 2, "id": "x"}}, 422, "schema-version"),
        ("POST", "/api/assess", {"content": b"paraneo: 1"}, 415, "not-json"),
        ("POST", "/api/assess?setting=nope", {"json": CASE}, 422, "no-setting"),
        ("POST", "/api/assess", {"json": CASE | {"sex": "male", "cancers": ["ovarian-cancer"], "findings": []}}, 422, "impossible"),
        ("POST", "/api/findings", {"json": {"text": 3}}, 422, "not-a-text"),
        ("POST", "/api/findings", {"json": {"text": "x" * 201}}, 422, "too-long"),
        ("GET", "/api/knowledge/nope", {}, 404, "no-such-kind"),
        ("GET", "/api/knowledge/studies/nope", {}, 404, "no-such-entry"),
        ("GET", "/api/nope", {}, 404, "no-such-page"),
        ("GET", "/api/assess", {}, 405, "http"),
    ],
)  # fmt: skip
def test_faults_name_place_and_fix(
    browser: Browser, method: str, path: str, more: dict[str, Any], status: int, code: str
) -> None:
    answer = browser.ask(method, path, **more)
    assert answer.status_code == status
    issue = answer.json()["issues"][0]
    assert issue["code"] == code
    assert issue["remedy"]
    jsonschema.validate(answer.json(), schema_of(browser, "Faults"))
