"""Templates and what they need: numbers as people read them, sources with their addresses."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from paraneo.assessment import INTENDED_USE
from paraneo.knowledge.model import Study
from paraneo.quantities import percent
from paraneo.version import __version__
from paraneo.views.text import References, between
from paraneo.web import engine
from paraneo.web.forms import encode

FOLDER = Path(__file__).parent


class SourceLine(msgspec.Struct, frozen=True):
    """A source as it is listed: its number, what it is, and where it can be read."""

    number: int
    title: str
    about: str
    address: str
    link: str


@functools.cache
def templates() -> Environment:
    """The environment of every template; what is shown is escaped, and a name that is missing is an error."""
    environment = Environment(
        loader=FileSystemLoader([FOLDER / "templates", FOLDER]), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    environment.filters.update(percent=percent, between=between, signed=_signed, json=encode, short=_short)
    environment.globals.update(version=__version__, intended_use=INTENDED_USE)
    return environment


def render(name: str, context: dict[str, Any]) -> str:
    """The text of a template."""
    return templates().get_template(name).render(context)


def page(request: Request, name: str, context: dict[str, Any], *, status: int = 200) -> HTMLResponse:
    """A template as an answer."""
    return HTMLResponse(render(name, {"path": request.url.path, **context}), status)


def citing(references: References) -> Callable[[Iterable[str]], Markup]:
    """A function for templates that cites sources by their number, each a link to the list of sources."""

    def cite(sources: Iterable[str]) -> Markup:
        marks = references.cite(sources)[1:-1].split("][")
        links = (f'<a href="#source-{mark}">[{mark}]</a>' for mark in marks if mark)
        return Markup('<span class="cite">' + "".join(links) + "</span>") if marks != [""] else Markup("")

    return cite


def source_lines(references: References) -> list[SourceLine]:
    """The sources that were cited, in the order of their numbers."""
    studies = engine.knowledge().studies
    return [_line(number, source, studies.get(source)) for number, source in references]


def _line(number: int, source: str, study: Study | None) -> SourceLine:
    if study is None:
        name = source.removeprefix("assumption:")
        return SourceLine(
            number, f"Assumption: {name}", f"no study; kb/assumptions/{name}.yaml gives the reason", "", ""
        )
    author = "" if "not shown" in study.authors.lower() else study.authors.split(",")[0]
    about = ", ".join(part for part in (author, study.journal, str(study.year or "")) if part)
    if study.pmid:
        return SourceLine(
            number, study.title, about, f"PMID {study.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{study.pmid}/"
        )
    if study.doi:
        return SourceLine(number, study.title, about, f"doi:{study.doi}", f"https://doi.org/{study.doi}")
    url = study.url if study.url and study.url.startswith(("https://", "http://")) else ""
    return SourceLine(number, study.title, about, url, url)


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _short(name: str) -> str:
    return name.split(" (")[0]
