"""One page that shows every component of the pages with its examples."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from ruamel.yaml import YAML

from paraneo.views.text import References
from paraneo.web.pages import FOLDER, citing, page, render, source_lines

router = APIRouter(include_in_schema=False)


@router.get("/components")
def show(request: Request) -> HTMLResponse:
    """Every component, each of its examples under its name."""
    references = References()
    cite = citing(references)
    shown = [
        (name, [(told["example"], _rendered(name, {**told["with"], "cite": cite})) for told in examples])
        for name, examples in every().items()
    ]
    return page(request, "components.html", {"shown": shown, "lines": source_lines(references), "cite": cite})


@functools.cache
def every() -> dict[str, list[dict[str, Any]]]:
    """The examples of every component, by its name."""
    folders = sorted(path for path in (FOLDER / "components").iterdir() if path.is_dir())
    return {folder.name: _examples(folder) for folder in folders}


def _examples(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(folder / "examples.yaml")
    return found


def _rendered(name: str, context: dict[str, Any]) -> Markup:
    return Markup(render(f"components/{name}/template.html", context))
