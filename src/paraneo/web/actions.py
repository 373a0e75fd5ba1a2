"""What a person presses: one line of text, applied to the case that the page holds.

add findings "Ataxia"            add an entry to a list; a finding that is there takes the new status instead
enter [["tests", {...}]]         the same for several entries at once
cycle findings 2                 present, absent, unknown, present ...
remove antibodies 0
answer graus-2016-limbic exclusion yes     (without an answer: take it back)
instead {"from": "ataxai", "to": "Ataxia"} write a finding in other words
paste                            read the laboratory text in the field `pasted`
try {"label": ..., "add": [["tests", {...}]]}   until `undo` or `keep`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from paraneo.interop.names import Names
from paraneo.ontology import normalise
from paraneo.web.faults import Fault
from paraneo.web.forms import LISTS, STATUSES, Page, as_list, status_of, words_of
from paraneo.web.laboratory_text import read_panel

SAME = {"antibodies": ("antibody", "method", "specimen"), "tests": ("test",), "cancers": ("cancer",)}


def apply(page: Page, action: str, form: Mapping[str, str], names: Names) -> Page:
    """The page after an action; an empty action changes nothing. Raises Fault for one that makes no sense."""
    verb, _, rest = action.strip().partition(" ")
    if not verb:
        return page
    if verb == "paste":
        return _paste(page, form.get("pasted", ""), names)
    if verb in ("undo", "keep"):
        return _end_of_trial(page, undo=verb == "undo")
    known: dict[str, Callable[[Page, str], None]] = {
        "add": lambda page, rest: add(page, *_two(rest), names),
        "enter": lambda page, rest: _enter(page, msgspec.json.decode(rest), names),
        "cycle": _cycle, "remove": _remove, "answer": _answer, "instead": _instead,
        "try": lambda page, rest: _try(page, rest, names),
    }  # fmt: skip
    if verb not in known:
        raise _wrong(action)
    try:
        known[verb](page, rest)
    except (ValueError, IndexError, KeyError, TypeError, msgspec.DecodeError) as error:
        raise _wrong(action) from error
    return page


def _wrong(action: str) -> Fault:
    return Fault.of(
        422, "do", "no-such-action", f'"{action[:80]}" is nothing that can be done here', "load the page again"
    )


def _two(rest: str) -> tuple[str, Any]:
    place, _, entry = rest.partition(" ")
    return place, msgspec.json.decode(entry)


def add(page: Page, place: str, entry: Any, names: Names) -> None:
    """Add an entry to a list of the case, in the place of what it says anew."""
    if place == "syndrome":
        page.case["syndrome"] = str(entry)
        return
    if place not in LISTS or not isinstance(entry, str | dict) or not entry:
        raise ValueError(place)
    rows = as_list(page.case, place)
    same = next((i for i, row in enumerate(rows) if _same(place, row, entry, names)), None)
    if same is None:
        rows.append(entry)
    elif place == "findings" and isinstance(rows[same], dict) and status_of(rows[same]) != "result":
        more = {k: v for k, v in rows[same].items() if k not in STATUSES}
        rows[same] = {status_of(entry): words_of(entry)} | more if more else entry
    else:
        rows[same] = rows[same] | entry if isinstance(rows[same], dict) and isinstance(entry, dict) else entry


def _same(place: str, row: Any, entry: Any, names: Names) -> bool:
    """Whether two entries speak of one thing."""
    if row is None:
        return False
    if place == "findings":
        if "result" in (status_of(row), status_of(entry)):
            return status_of(row) == status_of(entry) and list(row) == list(entry)
        one, other = words_of(row), words_of(entry)
        return normalise(one) == normalise(other) or (names.finding(one) or one) == (names.finding(other) or other)
    if place not in SAME or not isinstance(row, dict) or not isinstance(entry, dict):
        return bool(row == entry)
    return all(row.get(key) == entry.get(key) for key in SAME[place]) and row.get(SAME[place][0]) is not None


def _place_of(page: Page, rest: str) -> tuple[list[Any], int]:
    place, number = rest.split()
    if place not in LISTS or not number.isdecimal():
        raise ValueError(rest)
    rows = as_list(page.case, place)
    if int(number) >= len(rows):
        raise IndexError(rest)
    return rows, int(number)


def _cycle(page: Page, rest: str) -> None:
    rows, row = _place_of(page, rest)
    entry = rows[row]
    before = status_of(entry)
    if before == "result":
        raise ValueError(rest)
    after = STATUSES[(STATUSES.index(before) + 1) % len(STATUSES)]
    more = {k: v for k, v in entry.items() if k not in STATUSES} if isinstance(entry, dict) else {}
    word = entry[before] if isinstance(entry, dict) else entry
    rows[row] = word if after == "finding" and not more else {after: word} | more


def _remove(page: Page, rest: str) -> None:
    place, _, number = rest.partition(" ")
    if place == "measurements":
        del page.case[place][list(page.case[place])[int(number)]]
        return
    rows, row = _place_of(page, rest)
    rows[row] = None


def _answer(page: Page, rest: str) -> None:
    instrument, item, *answer = rest.split(" ", 2)
    given = page.case.get("criteria")
    answers = {str(k): dict(v) for k, v in given.items() if isinstance(v, dict)} if isinstance(given, dict) else {}
    items = answers.setdefault(instrument, {})
    items.pop(item, None)
    if answer:
        items[item] = answer[0]
    page.case["criteria"] = {name: kept for name, kept in answers.items() if kept}


def _instead(page: Page, rest: str) -> None:
    told = msgspec.json.decode(rest, type=dict[str, str])
    before, after = told["from"], told["to"]
    for place in LISTS:
        page.case[place] = [_replaced(row, before, after) for row in as_list(page.case, place)]


def _replaced(row: Any, before: str, after: str) -> Any:
    if isinstance(row, str):
        return after if row == before else row
    if isinstance(row, dict):
        return {key: after if value == before else value for key, value in row.items()}
    return row


def _enter(page: Page, entries: list[tuple[str, Any]], names: Names) -> None:
    for place, entry in entries:
        add(page, place, entry, names)


def _try(page: Page, rest: str, names: Names) -> None:
    told = msgspec.json.decode(rest)
    if page.before is None:
        page.before = msgspec.json.decode(msgspec.json.encode(page.case))
    _enter(page, told["add"], names)
    label = str(told["label"])[:200]
    page.trying = f"{page.trying}; {label}" if page.trying else label


def _end_of_trial(page: Page, *, undo: bool) -> Page:
    if page.before is not None and undo:
        page.case = page.before
    page.before, page.trying = None, ""
    return page


def _paste(page: Page, text: str, names: Names) -> Page:
    results, left = read_panel(text, names)
    for entry in results:
        add(page, "antibodies", entry, names)
    count = f"{len(results)} antibody result{'' if len(results) == 1 else 's'} read from the text."
    page.notes = [count, *(f'Not understood, and left out: "{line}".' for line in left)]
    return page
