"""The workbench: one page; each change of the case comes back as the parts of it that change."""

from __future__ import annotations

import functools
from typing import Annotated

import msgspec
from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.datastructures import FormData

from paraneo.inference.exact import ImpossibleEvidence
from paraneo.timeline import NoDates, timeline
from paraneo.views.drawings import style_sheet
from paraneo.views.timeline import conclusions, to_svg
from paraneo.web import engine, entry, result
from paraneo.web.actions import apply
from paraneo.web.faults import Fault
from paraneo.web.forms import Page, new_case, read_page, read_rows, tidy
from paraneo.web.opening import opened
from paraneo.web.pages import FOLDER, render
from paraneo.web.pages import page as answer
from paraneo.web.suggest import Suggestion

MOST_FIELDS = 40_000
router = APIRouter(include_in_schema=False)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, without files."""
    form: FormData = await request.form(max_fields=MOST_FIELDS, max_part_size=2_000_000)
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


@router.get("/")
def start(request: Request) -> HTMLResponse:
    """The workbench with a new case."""
    return _show(request, Page(new_case()), whole=True)


@router.post("/case")
async def change(request: Request) -> HTMLResponse:
    """What a person pressed, applied to the case."""
    form = await form_of(request)
    whole = "hx-request" not in request.headers
    action = form.get("do", "") or (_typed(form) if whole else "")
    return _show(request, tidy(apply(read_rows(form), action, form, engine.vocabulary())), whole=whole)


@router.post("/result")
async def live(request: Request) -> HTMLResponse:
    """The result alone, while a person types."""
    page = read_page(await form_of(request))
    case, notepad, assessment = result.answer_page(page)
    return answer(request, "live.html", result.context(page, case, notepad, assessment))


@router.post("/suggest")
def suggest(q: Annotated[str, Form()] = "") -> HTMLResponse:
    """What the words that are being typed may mean."""
    return HTMLResponse(render("suggestions.html", {"found": engine.suggestions().find(q), "text": q.strip()}))


@router.get("/areas")
def areas() -> Response:
    """Every finding of the knowledge base by body area, to press."""
    return HTMLResponse(_areas(), headers={"Cache-Control": "no-store"})


@functools.cache
def _areas() -> str:
    kb = engine.knowledge()
    shown = sorted((area for area in kb.areas.values() if area.kind != "exposure"), key=lambda area: area.name)
    return render("areas.html", {"areas": shown, "names": engine.vocabulary()})


@router.post("/import")
async def import_file(request: Request, file: UploadFile) -> HTMLResponse:
    """The case of a file: a Phenopacket, or paraneo's own format."""
    return _show(request, opened(file.filename or "file", await file.read()), whole="hx-request" not in request.headers)


@router.post("/timeline")
async def follow(request: Request) -> HTMLResponse:
    """The dated case as it was known on each of its dates."""
    page = read_page(await form_of(request))
    case, _ = engine.read_plain(page.case)
    try:
        found = timeline(engine.assessor_of(page.setting), case)
    except (NoDates, ImpossibleEvidence) as error:
        raise Fault.of(
            422, f"case {case.id}", "no-timeline", str(error), "give findings and results their dates"
        ) from error
    kb = engine.knowledge()
    names = {c.id: c.name for c in kb.conditions.values()} | {t.id: t.name for t in kb.tumours.values()}
    told = {"found": found, "drawing": to_svg(found, kb), "lines": list(conclusions(found, kb)), "names": names}
    return answer(request, "timeline.html", told)


@router.get("/favicon.ico")
def icon() -> FileResponse:
    """The icon, for pages that do not name one."""
    return FileResponse(FOLDER / "static" / "icon.svg", media_type="image/svg+xml")


@router.get("/drawings.css")
def drawings_css() -> PlainTextResponse:
    """The colours of the drawings."""
    return PlainTextResponse(style_sheet(), media_type="text/css")


def _typed(form: dict[str, str]) -> str:
    """The words in the search field as an action, where the page runs without its script; else nothing."""
    text = form.get("q", "").strip()
    if not text:
        return ""
    best: list[Suggestion] = engine.suggestions().find(text)
    place, added = (best[0].place, best[0].entry) if best else ("findings", text)
    return f"add {place} {msgspec.json.encode(added).decode()}"


def _show(request: Request, page: Page, *, whole: bool) -> HTMLResponse:
    """The whole page, or the part of it that holds entry and result; a fault keeps the entry, so nothing is lost."""
    context = entry.context(page, engine.vocabulary())
    try:
        case, notepad, assessment = result.answer_page(page)
        context |= result.context(page, case, notepad, assessment)
    except Fault as fault:
        context |= {"fault": fault, "ask": []}
    return answer(request, "workbench.html" if whole else "work.html", context)
