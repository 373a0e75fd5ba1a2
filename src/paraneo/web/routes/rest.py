"""REST: the same assessments as JSON. A body is a case, a Phenopacket or paraneo's own format as JSON."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from paraneo.contract import Assessment, Criteria, CriteriaNotApplied
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.knowledge.model import SUSPECTED, KnowledgeBase
from paraneo.web import engine
from paraneo.web.faults import Fault
from paraneo.web.openapi import KINDS, body, responses
from paraneo.web.pages import page
from paraneo.web.suggest import Suggestion

MOST_LETTERS = 200
router = APIRouter()


class Text(msgspec.Struct, frozen=True):
    """Words that a person typed."""

    text: str


class Found(msgspec.Struct, frozen=True):
    """What they may mean, the best first."""

    suggestions: list[Suggestion]


class Judged(msgspec.Struct, frozen=True):
    """Published criteria applied to a case, those that do not apply, and where they and the probabilities disagree."""

    case: str
    criteria: list[Criteria]
    criteria_not_applied: list[CriteriaNotApplied]
    disagreements: list[str]


@router.post("/api/assess", summary="Assess a case", openapi_extra=body("Case"), responses=responses("Assessment"))
async def assess(request: Request, setting: str = SUSPECTED) -> Response:
    """The assessment of a case; `setting` says who the patients are."""
    return _json(await _assessed(request, setting))


@router.post("/api/findings", summary="What words mean", openapi_extra=body("Text"), responses=responses("Found"))
async def findings(request: Request) -> Response:
    """Suggestions for words: findings, routine tests, antibodies, cancers, tests for a tumour, exposures, diagnoses."""
    _require_json(request)
    try:
        asked = msgspec.json.decode(await request.body(), type=Text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Fault.of(422, "body", "not-a-text", f"{error}".lower(), 'send {"text": "double vision"}') from error
    if len(asked.text) > MOST_LETTERS:
        raise Fault.of(422, "text", "too-long", f"it has {len(asked.text)} letters", f"send at most {MOST_LETTERS}")
    return _json(Found(engine.suggestions().find(asked.text)))


@router.post("/api/criteria", summary="Apply criteria", openapi_extra=body("Case"), responses=responses("Judged"))
async def criteria(request: Request) -> Response:
    """Every published instrument that applies to a case, with what is met, not met and missing."""
    a = await _assessed(request, SUSPECTED)
    return _json(Judged(a.case, a.criteria, a.criteria_not_applied, a.disagreements))


@router.get("/api/knowledge/{kind}", summary="Ids of a kind", responses=responses("Ids", 404))
def ids(kind: str) -> Response:
    """The ids of everything of one kind."""
    return _json({"kind": kind, "ids": sorted(_entries(kind))})


@router.get("/api/knowledge/{kind}/{id}", summary="An entry", responses=responses("Entry", 404))
def entry(kind: str, id: str) -> Response:
    """An entry of the knowledge base with its numbers, each with its study."""
    entries = _entries(kind)
    if id not in entries:
        raise Fault.of(
            404, f"{kind}/{id}", "no-such-entry", "there is no such entry", f"/api/knowledge/{kind} lists them"
        )
    return _json(entries[id])


@router.get("/api", include_in_schema=False)
def manual(request: Request) -> HTMLResponse:
    """The interface as a plain page, from the same schema."""
    return page(request, "api.html", {"schema": request.app.openapi(), "kinds": KINDS})


async def _assessed(request: Request, setting: str) -> Assessment:
    _require_json(request)
    case, _ = engine.read(await request.body())
    return engine.assess(case, setting)


def _require_json(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Fault.of(
            415, "Content-Type", "not-json", f'the body is "{kind}"', "send JSON with Content-Type: application/json"
        )


def _entries(kind: str) -> dict[str, Any]:
    if kind not in KINDS:
        raise Fault.of(404, kind, "no-such-kind", "there is no such kind", f"kinds are {', '.join(KINDS)}")
    if kind == "criteria":
        return {card.id: _card(card.id) for card in INSTRUMENTS.values()}
    kb: KnowledgeBase = engine.knowledge()
    found: dict[str, Any] = getattr(kb, kind)
    return found


def _card(identifier: str) -> dict[str, Any]:
    card = INSTRUMENTS[identifier]
    told = ("id", "name", "year", "sources", "scope", "misuse", "seen", "off", "level_names")
    return {name: getattr(card, name) for name in told} | {"subjects": sorted(card.subjects)}


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
