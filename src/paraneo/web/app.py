"""The application: pages, REST interface, guards. It keeps nothing between requests, sets no cookie and logs nobody."""

from __future__ import annotations

import gc
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from paraneo.contract import Assessment
from paraneo.version import __version__
from paraneo.web import engine, result, routes
from paraneo.web.faults import Fault
from paraneo.web.forms import Page, new_case
from paraneo.web.openapi import install
from paraneo.web.pages import page
from paraneo.web.routes import rest
from paraneo.web.security import Guard

FOLDER = Path(__file__).parent
IN_PLACE_OF_RESULT = {"/case", "/import", "/result"}  # where the entry has to stay as it is


def create_app(hosts: frozenset[str] = frozenset()) -> FastAPI:
    """The application, ready to answer at once.

    Args:
        hosts: names under which it may be asked, beside `localhost` and plain addresses.
    """
    app = FastAPI(
        title="paraneo", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        description="Recognise paraneoplastic syndromes early. Nothing that is sent is kept.",
    )  # fmt: skip
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    for part in pkgutil.iter_modules(routes.__path__):
        app.include_router(import_module(f"{routes.__name__}.{part.name}").router)
    install(app, (Assessment, rest.Text, rest.Found, rest.Judged))
    app.add_middleware(Guard, answer=_answer, hosts=hosts)
    app.add_exception_handler(Fault, _fault)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    _warm_up()
    return app


def _warm_up() -> None:
    """Everything that the first request would have to wait for."""
    engine.suggestions().find("ataxai")
    case, _ = engine.read_plain({"paraneo": 1, "id": "x", "age": 60, "findings": ["Ataxia", {"not": "Fever"}]})
    engine.assess(case)
    result.answer_page(Page(new_case()))
    gc.collect()
    gc.freeze()  # the knowledge base is a hundred thousand objects that no collection has to look at again


def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, Fault)
    return _answer(request, error)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        told = Fault.of(404, request.url.path, "no-such-page", "there is no such page", "start from the workbench, /")
    else:
        told = Fault.of(error.status_code, request.url.path, "http", str(error.detail).lower(), "see /api")
    answer = _answer(request, told)
    answer.headers.update(error.headers or {})
    return answer


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return _answer(request, Fault.of(422, place, "invalid", str(first["msg"]).lower(), "see /api"))


def _answer(request: Request, fault: Fault) -> Response:
    if request.url.path.startswith("/api/"):
        return Response(msgspec.json.encode(fault.to_json()), fault.status, media_type="application/json")
    if "hx-request" not in request.headers:
        return page(request, "fault.html", {"fault": fault}, status=fault.status)
    answer = page(request, "fault-part.html", {"fault": fault}, status=fault.status)
    if request.url.path in IN_PLACE_OF_RESULT:
        answer.headers.update({"HX-Retarget": "#result", "HX-Reswap": "innerHTML"})
    return answer
