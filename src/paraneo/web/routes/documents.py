"""The report for the record and the patient's page, as pages that print well and as PDF."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from paraneo.api import assessor
from paraneo.contract import Assessment
from paraneo.plain import BASE
from paraneo.views import patient, report
from paraneo.views.report import CannotPrint
from paraneo.web import engine, result
from paraneo.web.faults import Fault
from paraneo.web.forms import read_page
from paraneo.web.routes.exports import download
from paraneo.web.routes.workbench import form_of

router = APIRouter(include_in_schema=False)


@router.post("/report")
async def as_page(request: Request) -> HTMLResponse:
    """The report as a page."""
    page = read_page(await form_of(request))
    case, _, assessment = result.answer_page(page)
    return HTMLResponse(report.to_html(assessment, case, engine.knowledge(), stylesheet="/report.css"))


@router.post("/report.pdf")
async def as_pdf(request: Request) -> Response:
    """The report as PDF."""
    page = read_page(await form_of(request))
    case, _, assessment = result.answer_page(page)
    try:
        printed = report.to_pdf(report.to_html(assessment, case, engine.knowledge()))
    except CannotPrint as error:
        raise Fault.of(501, "report", "cannot-print", "no PDF can be made here", str(error)) from error
    return download(printed, "application/pdf", page.case, "pdf")


@router.get("/report.css")
def style() -> Response:
    """The style sheet of the report."""
    return Response(report.style(), media_type="text/css")


@router.post("/patient")
async def for_case(request: Request) -> HTMLResponse:
    """The patient's page about this case: of the syndrome that it names, or that leads."""
    page = read_page(await form_of(request))
    _, _, assessment = result.answer_page(page)
    offered = patient.offered(assessment)
    if not offered:
        raise Fault.of(
            422, "patient", "no-syndrome", "no syndrome leads in this case, and the case names none",
            "enter the one that was named by the clinician, or open the page of a syndrome under Knowledge",
        )  # fmt: skip
    return _leaflet(offered[0], assessment)


@router.get("/patient/{syndrome}")
def in_general(syndrome: str, language: str = BASE) -> HTMLResponse:
    """The patient's page of a syndrome in general."""
    return _leaflet(syndrome, language=language)


@router.get("/patient.css")
def patient_style() -> Response:
    """The style sheet of the patient's page."""
    return Response(patient.style(), media_type="text/css")


def _leaflet(syndrome: str, assessment: Assessment | None = None, *, language: str = BASE) -> HTMLResponse:
    try:
        text = patient.leaflet(syndrome, assessor().knowledge, language, assessment, stylesheet="/patient.css")
    except KeyError as error:
        raise Fault.of(
            404,
            f"patient/{syndrome}",
            "no-such-page",
            f"there is no page for {error}",
            "/api/knowledge/conditions lists all",
        ) from error
    return HTMLResponse(text)
