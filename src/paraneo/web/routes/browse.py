"""The knowledge base to browse: by groupings, an entry a page with its numbers and sources, search across all."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from paraneo.api import assessor
from paraneo.criteria.catalogue import INSTRUMENTS, NOT_ENCODED
from paraneo.criteria.instrument import Instrument
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.coverage import totals
from paraneo.knowledge.model import Antibody, Condition, Study, Test, Tumour
from paraneo.views import knowledge_entries as told
from paraneo.views import knowledge_index as index
from paraneo.views import knowledge_pages as pages
from paraneo.views.drawings.chain import PLACES, STRUCTURES
from paraneo.views.knowledge_search import KINDS, MOST_LETTERS, Search, findings
from paraneo.web.pages import page, render

MOST_LIVE, MOST_OF_A_KIND = 6, 40
router = APIRouter(include_in_schema=False)


@router.get("/browse")
def overview(request: Request) -> HTMLResponse:
    """Everything there is, by the groupings and by kind."""
    return _show(request, "index.html", **_overview())


@router.get("/browse/search")
def find(request: Request, q: str = "") -> HTMLResponse:
    """Pages that a text means: as a page, or while a person types the list alone."""
    live = "hx-request" in request.headers
    text = " ".join(q.split())[:MOST_LETTERS]
    found = search().find(text, MOST_LIVE if live else MOST_OF_A_KIND)
    return _show(request, "found.html" if live else "search.html", text=text, found=found)


@router.get("/browse/advice")
def advice(request: Request) -> HTMLResponse:
    """Every piece of advice by stage, and what must not wait."""
    kb = _knowledge().kb
    return _show(request, "advice.html", stages=told.steps(kb), emergencies=kb.emergencies)


@router.get("/browse/studies")
def studies(request: Request, letter: str = "A") -> HTMLResponse:
    """The studies by the first letter of their first author."""
    shelves = _shelves()
    letter = letter if letter in shelves else next(iter(shelves))
    return _show(request, "studies.html", letter=letter, letters=list(shelves), shelf=shelves[letter])


@router.get("/browse/{kind}")
def list_of(request: Request, kind: str) -> Response:
    """The list of a kind is a part of the overview."""
    if kind not in KINDS:
        return _missing(request, kind)
    return RedirectResponse(f"/browse#{kind}", status_code=303)


@router.get("/browse/{kind}/{id:path}")
def entry(request: Request, kind: str, id: str) -> Response:  # the name of the address' part
    """The page of an entry."""
    kb = _knowledge().kb
    found = pages.entries_of(kb).get(kind, {}).get(id)
    if found is not None:
        return _show(request, "entry.html", **_entry(kind, found))
    if kind == "studies" and id in kb.studies:
        return _show(
            request, "study.html", study=kb.studies[id], uses=_uses().get(id, []), stated=_by_study().get(id, [])
        )
    if kind == "criteria" and id in INSTRUMENTS:
        return _show(request, "instrument.html", **_instrument(id))
    if kind == "findings" and id in _by_finding():
        return _show(request, "finding.html", label=_labels()[f"findings/{id}"], id=id, stated=_by_finding()[id])
    if kind == "advice" and id in kb.advice:
        return RedirectResponse(f"/browse/advice#{id}", status_code=303)
    return _missing(request, id, kind)


def _missing(request: Request, name: str, kind: str = "") -> HTMLResponse:
    """The page that says so, with the names that come near."""
    near = search().near(name, kind)
    context = {"name": name[:MOST_LETTERS], "kind": kind if kind in KINDS else "", "near": near, **_shared()}
    return page(request, "browse/missing.html", context, status=404)


def _show(request: Request, template: str, **context: Any) -> HTMLResponse:
    if template == "found.html":
        return HTMLResponse(render("browse/found.html", {**_shared(), **context}))
    return page(request, f"browse/{template}", {**_shared(), **context})


def _entry(kind: str, found: pages.Named) -> dict[str, Any]:
    """What stands on the page of a condition, an antibody, a tumour or a test."""
    knowledge = _knowledge()
    kb = knowledge.kb
    context: dict[str, Any] = {"kind": kind, "entry": found, "holes": _holes().get(found.id, []), "chain": []}
    context |= {"instruments": [], "emergencies": [], "seen_in": _seen_in().get(found.id, []), "steps": []}
    match found:
        case Condition():
            context["tables"] = pages.condition_tables(found, kb)
            context["chain"] = index.chain(found, knowledge) if found.kind == "syndrome" else []
            context["instruments"] = [f"criteria/{e.id}" for e in INSTRUMENTS.entries if found.id in e.subjects]
            context["emergencies"] = told.emergencies_of(kb, found.id)
        case Antibody():
            context["tables"] = pages.antibody_tables(found, kb)
        case Tumour():
            context["tables"] = pages.tumour_tables(found, kb)
        case Test():
            context["tables"] = pages.test_tables(found, kb)
    if kind != "tests":
        context["steps"] = told.advice_on(kb, kind, found.id)
    return context


def _instrument(identifier: str) -> dict[str, Any]:
    card = INSTRUMENTS[identifier]
    levels = [(name, "", "") for name in card.level_names]
    if isinstance(card, Instrument):
        levels = [(level.name, told.rule_in_words(level.rule), level.locator) for level in card.levels]
    questions = card.questions if isinstance(card, Instrument) else ()
    scored = isinstance(card, Instrument) and card.scored
    return {"card": card, "questions": questions, "levels": levels, "scored": scored}


def _knowledge() -> Compiled:
    return assessor().knowledge


@functools.cache
def search() -> Search:
    """The search over the knowledge base in use."""
    return Search(_knowledge().kb)


@functools.cache
def _shared() -> Mapping[str, Any]:
    """What every page of these needs: names, studies, and how to show them."""
    knowledge = _knowledge()
    return {
        "kb": knowledge.kb, "digest": knowledge.digest[:12], "names": _labels(), "kinds": KINDS, "runs": _runs,
        "study_label": told.label, "outside": told.outside, "systems": index.SYSTEMS, "places": PLACES,
        "structures": STRUCTURES, "text": "",
    }  # fmt: skip


@functools.cache
def _overview() -> dict[str, Any]:
    knowledge = _knowledge()
    area, immune, system = index.groupings(knowledge.kb)
    return {
        "groupings": [area, index.by_symptoms(knowledge), immune, system], "totals": totals(knowledge.kb),
        "instruments": list(INSTRUMENTS.values()), "not_encoded": NOT_ENCODED,
        "stages": told.steps(knowledge.kb), "findings": len(_by_finding()),
    }  # fmt: skip


@functools.cache
def _labels() -> dict[str, str]:
    """The name of every page that another may link to."""
    kb = _knowledge().kb
    names = pages.names_of(kb) | {f"criteria/{card.id}": card.name for card in INSTRUMENTS.values()}
    names |= {f"advice/{a.id}": a.text for a in kb.advice.values()}
    return names | {f"findings/{identifier}": label for identifier, label, _ in findings(kb)}


@functools.cache
def _shelves() -> dict[str, list[Study]]:
    """Studies by the first letter of what they are cited as."""
    shelves: dict[str, list[Study]] = {}
    for study in sorted(_knowledge().kb.studies.values(), key=lambda s: (told.label(s).casefold(), s.id)):
        first = told.label(study)[0].upper()
        shelves.setdefault(first if first.isalpha() else "0-9", []).append(study)
    return dict(sorted(shelves.items()))


@functools.cache
def _holes() -> dict[str, list[str]]:
    return index.holes(_knowledge())


@functools.cache
def _seen_in() -> dict[str, list[str]]:
    return index.syndromes_of(_knowledge().kb)


@functools.cache
def _uses() -> dict[str, list[str]]:
    return index.uses(_knowledge().kb)


@functools.cache
def _by_study() -> dict[str, list[tuple[str, list[index.Stated]]]]:
    return index.by_study(_knowledge().kb)


@functools.cache
def _by_finding() -> dict[str, list[tuple[str, list[index.Stated]]]]:
    return index.by_finding(_knowledge().kb)


def _runs(rows: Iterable[pages.Row]) -> list[list[pages.Row]]:
    """Rows together that are of the same thing, or the categories of one study."""

    def same(row: pages.Row) -> tuple[str, ...]:
        return (row.study, row.locator, row.note) if row.part else (row.of, row.page)

    return [list(run) for _, run in itertools.groupby(rows, key=same)]
