"""What the left side of the workbench shows: the case as it was entered, by body area, and what to ask next."""

from __future__ import annotations

import functools
from typing import Any

import msgspec

from paraneo.case import Case, Status
from paraneo.contract import NextTest
from paraneo.interop.names import METHODS, Names
from paraneo.measured import QUANTITIES
from paraneo.web import engine
from paraneo.web.forms import KEYS, SHOWN, Page, listed, status_of, words_of

OTHER, NOT_UNDERSTOOD = "Other findings", "Not understood"
WORD = {"finding": "present", "not": "absent", "unknown": "unknown", "result": "result"}
NEXT = {"finding": "absent", "not": "unknown", "unknown": "present"}


class Row(msgspec.Struct, frozen=True):
    """A finding as it is shown; `row` is its number in the case."""

    row: int
    status: str
    then: str
    words: str
    said: str
    dates: dict[str, str]


class Group(msgspec.Struct, frozen=True):
    """The findings of one body area."""

    name: str
    rows: list[Row]


def groups(case: dict[str, Any], names: Names) -> list[Group]:
    """The findings by body area, in alphabetical order; what is not understood comes last."""
    found: dict[str, list[Row]] = {}
    for number, entry in enumerate(listed(case, "findings")):
        status = status_of(entry)
        said, words = "", words_of(entry)
        if status == "result" and isinstance(entry, dict):
            words, _, said = words.partition(": ")
        dates = {key: str(entry.get(key, "")) for key in KEYS} if isinstance(entry, dict) else dict.fromkeys(KEYS, "")
        area = _area_of_test(words, names) if status == "result" else _area_of_words(words, names)
        found.setdefault(area, []).append(Row(number, WORD[status], NEXT.get(status, ""), words, said, dates))
    order = sorted(found, key=lambda area: (area == NOT_UNDERSTOOD, area == OTHER, area))
    return [Group(area, found[area]) for area in order]


def _area_of_words(words: str, names: Names) -> str:
    term = names.ontology.look_up(words).id or names.finding(words)
    if term is None:
        return OTHER if names.exposures(words) else NOT_UNDERSTOOD
    areas = _areas()
    if term in areas:
        return areas[term]
    above = names.ontology.ancestors(term) if term in names.ontology else frozenset()
    near = [up for up in above if up in areas]
    return areas[max(near, key=lambda up: (names.ontology.information(up), up))] if near else OTHER


def _area_of_test(test: str, names: Names) -> str:
    quantity = names.quantity(name=test)
    area = quantity.area.id if quantity else names.areas.find(test)
    return names.kb.areas[area].name if area else OTHER if names.tests.find(test) else NOT_UNDERSTOOD


@functools.cache
def _areas() -> dict[str, str]:
    """The name of the area of each finding, and of what means an area as a whole."""
    areas = engine.knowledge().areas.values()
    means = {term.id: area.name for area in areas for term in area.means}
    return means | {finding.id: area.name for area in areas for finding in area.findings}


@functools.cache
def choices() -> dict[str, Any]:
    """What the selects and lists of the form offer."""
    kb = engine.knowledge()
    settings = engine.assessor_of("suspected").knowledge.assumptions.settings
    return {
        "settings": [(s.id, s.name) for s in settings.values()],
        "conditions": sorted(c.name for c in kb.conditions.values()),
        "antibodies": [(a.id, a.name) for a in kb.antibodies.values()],
        "methods": [(key, words[0]) for key, words in METHODS.items()],
        "tumours": sorted(t.name for t in kb.tumours.values()),
        "tests": sorted(t.name for t in kb.tests.values()),
        "quantities": [(q.id, f"{q.names[0]} ({q.unit})") for q in sorted(QUANTITIES, key=lambda q: q.names[0])],
    }


def rows_of(case: dict[str, Any], place: str, key: str, names: Names) -> list[dict[str, str]]:
    """The rows of a table with every value as text, and an empty one at the end."""
    rows = []
    for entry in listed(case, place):
        row = {k: str(v) for k, v in entry.items()} if isinstance(entry, dict) else {key: str(entry)}
        if "not" in row:
            row = {key: row["not"], "status": "not"}
        rows.append(row)
    if place == "antibodies":
        rows = [_known(row, names) for row in rows]
    return [dict.fromkeys((*SHOWN[place], "status"), "") | row for row in [*rows, {}]]


def measured_rows(case: dict[str, Any]) -> list[dict[str, str]]:
    """The measurements of the case as they were written, and an empty row at the end."""
    given = case.get("measurements")
    rows = given.items() if isinstance(given, dict) else ()
    return [{"quantity": str(name), "amount": str(amount)} for name, amount in (*rows, ("", ""))]


def _known(row: dict[str, str], names: Names) -> dict[str, str]:
    """A row of the panel with the ids that its selects have, where its words mean one."""
    for field, lexicon in (("antibody", names.antibodies), ("method", names.methods), ("specimen", names.specimens)):
        row[field] = lexicon.find(row.get(field, "")) or row.get(field, "")
    return row


def to_ask(tests: list[NextTest], case: Case) -> list[NextTest]:
    """The tests that are still to be asked: those that were answered with "unknown" are not asked again."""
    skipped = {f.term for f in case.features if f.status is Status.NOT_ASSESSED}
    return [test for test in tests if test.id not in skipped]


def context(page: Page, names: Names) -> dict[str, Any]:
    """What the template of the entry needs of a page."""
    case = page.case
    inner = {name: case[name] if isinstance(case.get(name), dict) else {} for name in ("follow-up", "scores")}
    stated = case.get("syndrome") or ""
    return {
        "page": page, "case": case, "choices": choices(), "groups": groups(case, names), "inner": inner,
        "stated": "; ".join(map(str, stated)) if isinstance(stated, list) else str(stated),
        "antibody_rows": rows_of(case, "antibodies", "antibody", names),
        "test_rows": rows_of(case, "tests", "test", names),
        "cancer_rows": rows_of(case, "cancers", "cancer", names),
        "exposure_rows": rows_of(case, "exposures", "exposure", names),
        "measured_rows": measured_rows(case),
        "kept": ["description"] if case.get("description") else [],
    }  # fmt: skip
