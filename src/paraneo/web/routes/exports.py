"""The case and its schedule as files."""

from __future__ import annotations

import io
import re
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response
from ruamel.yaml import YAML

from paraneo.interop.write_phenopacket import to_phenopacket
from paraneo.web import engine, result
from paraneo.web.calendar import to_ics
from paraneo.web.forms import read_page
from paraneo.web.routes.workbench import form_of

WIDTH = 118
router = APIRouter(include_in_schema=False)


@router.post("/export/yaml")
async def yaml(request: Request) -> Response:
    """The case as paraneo YAML: everything that the page holds of it."""
    page = read_page(await form_of(request))
    return download(to_yaml(page.case), "text/yaml", page.case, "yaml")


@router.post("/export/phenopacket")
async def phenopacket(request: Request) -> Response:
    """The case as a GA4GH Phenopacket."""
    page = read_page(await form_of(request))
    case, _ = engine.read_plain(page.case)
    packet = msgspec.json.format(msgspec.json.encode(to_phenopacket(case, engine.vocabulary())), indent=2)
    return download(packet, "application/json", page.case, "json")


@router.post("/calendar")
async def calendar(request: Request) -> Response:
    """The dated schedule as a calendar file."""
    page = read_page(await form_of(request))
    _, _, assessment = result.answer_page(page)
    return download(to_ics(assessment), "text/calendar", page.case, "ics")


def to_yaml(case: dict[str, Any]) -> str:
    """The text of a case as the page holds it, which is more than a :class:`Case` keeps: answers, what was not used."""
    writer = YAML()
    writer.width = WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    writer.dump(case, out)
    return out.getvalue()


def download(content: str | bytes, kind: str, case: dict[str, Any], suffix: str) -> Response:
    """A file to keep, named after the case."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(case.get("id", "case"))).strip("-.")[:80] or "case"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
    return Response(content, media_type=kind, headers=headers)
