"""A file as the page holds it: paraneo's own format as it stands, a Phenopacket in the words of that format."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from paraneo.case import Cancer, Case, When
from paraneo.interop.parse import decode, parse_json, parse_yaml
from paraneo.interop.phenopackets import is_phenopacket
from paraneo.interop.write_yaml import to_plain
from paraneo.issues import Notepad
from paraneo.web import engine
from paraneo.web.faults import Fault
from paraneo.web.forms import Page, listed, new_case, tidy


def opened(name: str, data: bytes) -> Page:
    """The page of a case in a file; what could not be taken over is in the notes. Raises Fault."""
    notepad = Notepad((name,))
    text = decode(data, notepad)
    value = None
    if text is not None:
        value = parse_json(text, notepad) if text.lstrip().startswith(("{", "[")) else parse_yaml(text, notepad)
    if notepad.has_errors():
        raise Fault.of_notepad(notepad)
    case, noted = engine.read(data, name)
    page = Page(new_case())
    if isinstance(value, dict) and is_phenopacket(value):
        page.case = to_plain(_in_dates(case), engine.vocabulary())
        page.notes = [f"Not taken over: {u.input}: {u.reason}." for u in case.unrecognised]
        page.notes += [str(issue) for issue in noted if issue.code != "not-used"]
        if any(when.age_days is not None and case.subject.born is None for when in _moments(case)):
            page.notes.append("Times that are given as an age, without a date of birth, are not taken over.")
    elif isinstance(value, dict):
        page.case = {str(key): inner for key, inner in value.items()}
    _name(page.case)
    return tidy(page)


def _name(case: dict[str, Any]) -> None:
    """Put the names of the knowledge base where its ids stand: a person reads the fields."""
    kb = engine.knowledge()
    for place, key, known in (("cancers", "cancer", kb.tumours), ("tests", "test", kb.tests)):
        names = {entry.id: entry.name for entry in known.values()}
        case[place] = [_named(entry, (key, "not"), names) for entry in listed(case, place)]
    names = {entry.id: entry.name for entry in kb.conditions.values()}
    case["syndrome"] = [_named(entry, (), names) for entry in listed(case, "syndrome")]


def _named(entry: Any, keys: tuple[str, ...], names: dict[str, str]) -> Any:
    if isinstance(entry, str):
        return names.get(entry, entry)
    if isinstance(entry, dict):
        return {k: names.get(v, v) if k in keys and isinstance(v, str) else v for k, v in entry.items()}
    return entry


def _in_dates(case: Case) -> Case:
    """The case with dates for ages, as far as the date of birth allows; a remission as the years it has lasted."""
    born = case.subject.born

    def dated(when: When | None) -> When | None:
        if when is None or when.date is not None or when.age_days is None or born is None:
            return when
        return When(date=born + datetime.timedelta(days=when.age_days))

    def cancer(one: Cancer) -> Cancer:
        years = case.years_in_remission(one) if one.remission and one.remission.date is None else one.remission_years
        return replace(one, diagnosed=dated(one.diagnosed), remission_years=None if years is None else round(years, 2))

    return replace(
        case,
        course=replace(case.course, onset=dated(case.course.onset)),
        features=tuple(replace(f, onset=dated(f.onset), resolution=dated(f.resolution)) for f in case.features),
        antibodies=tuple(replace(result, when=dated(result.when)) for result in case.antibodies),
        tests=tuple(replace(test, when=dated(test.when)) for test in case.tests),
        cancers=tuple(cancer(one) for one in case.cancers),
        exposures=tuple(replace(one, when=dated(one.when)) for one in case.exposures),
    )


def _moments(case: Case) -> list[When]:
    """Every time in the case but that of a remission."""
    every = [case.course.onset, *(f.onset for f in case.features), *(f.resolution for f in case.features)]
    every += [r.when for r in case.antibodies] + [t.when for t in case.tests]
    every += [c.diagnosed for c in case.cancers] + [e.when for e in case.exposures]
    return [when for when in every if when is not None]
