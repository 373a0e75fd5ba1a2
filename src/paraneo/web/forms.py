"""The page's form as a case: a dict in paraneo's own format, which travels whole with each request.

The hidden field `case` holds everything; a field that is shown (`age`, `antibodies.0.titre`) lies over it, so that what
has no field of its own is never lost. What a person presses is in :mod:`actions <paraneo.web.actions>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from paraneo.interop.parse import parse_json
from paraneo.issues import Notepad
from paraneo.knowledge.model import SUSPECTED
from paraneo.web.faults import Fault

Plain = dict[str, Any]
FIRST_ID = "case-1"
SCALARS = ("id", "age", "born", "sex", "smoking", "as-of", "onset", "tempo", "relapse")
NUMBERS = {"age", "years", "searches", "mRS"}
INNER = {"follow-up": ("years", "searches"), "scores": ("mRS",)}
LISTS = ("findings", "antibodies", "tests", "cancers", "exposures")
SHOWN = {
    "findings": ("onset", "resolved", "severity", "result"),
    "antibodies": ("antibody", "method", "specimen", "result", "titre", "level", "band", "date", "after-treatment"),
    "tests": ("test", "result", "date"),
    "cancers": ("cancer", "status", "diagnosed", "remission-since", "antigen-expressed"),
    "exposures": ("exposure", "status", "date"),
}
ORDER = (
    "paraneo", "id", *SCALARS[1:], "syndrome", *LISTS, "measurements", "follow-up", "scores", "criteria", "description",
)  # fmt: skip
STATUSES = ("finding", "not", "unknown")
KEYS = ("onset", "resolved", "severity")
MOST_ROWS = 2_000
_MEASURED = re.compile(r"^measurements\.(\d{1,4})\.(quantity|amount)$")
_ROW = re.compile(rf"^({'|'.join(LISTS)})\.(\d{{1,4}})\.([a-z-]+)$")
_NAME = {"antibodies": "antibody", "tests": "test", "cancers": "cancer", "exposures": "exposure"}


@dataclass
class Page:
    """What the page holds beside nothing else: the case, and what is being tried on it.

    Attributes:
        before: the case before a result was tried; None while none is. trying: what is tried, in words.
        notes: what an action has to say to the person, for the next page only.
    """

    case: Plain
    setting: str = SUSPECTED
    before: Plain | None = None
    trying: str = ""
    notes: list[str] = field(default_factory=list)


def new_case() -> Plain:
    """A case of which nothing is known."""
    return {"paraneo": 1, "id": FIRST_ID}


def read_page(form: Mapping[str, str]) -> Page:
    """The page that a form tells of, without the rows that were left empty. Raises Fault where it is no case."""
    return tidy(read_rows(form))


def read_rows(form: Mapping[str, str]) -> Page:
    """The same with the empty rows, so that the number of a row is the one that was shown."""
    case = _object(form.get("case", ""), "case") or new_case()
    for name in SCALARS:
        if name in form:
            _set(case, name, form[name])
    if "syndrome" in form:
        _set(case, "syndrome", form["syndrome"], several=True)
    for outer, inner in INNER.items():
        shown = {name: form[f"{outer}.{name}"] for name in inner if f"{outer}.{name}" in form}
        if shown:
            whole = dict(case[outer]) if isinstance(case.get(outer), dict) else {}
            for name, value in shown.items():
                _set(whole, name, value)
            case[outer] = whole
    _rows(case, form)
    _measurements(case, form)
    before = _object(form["before"], "before") if form.get("before") else None
    return Page(case, form.get("setting") or SUSPECTED, before, form.get("trying", "") if before else "")


def tidy(page: Page) -> Page:
    """Leave out what is empty, rows that nobody filled in; the parts in the order of docs/case-format.md."""
    for place in LISTS:
        if isinstance(page.case.get(place), list):
            page.case[place] = [entry for entry in page.case[place] if entry not in (None, "", {}, [])]
    ordered = sorted(page.case.items(), key=lambda part: ORDER.index(part[0]) if part[0] in ORDER else len(ORDER))
    page.case = {name: value for name, value in ordered if value not in (None, "", {}, [])}
    return page


def encode(value: Any) -> str:
    """A value as the text of a hidden field."""
    return msgspec.json.encode(value).decode()


def status_of(entry: Any) -> str:
    """Of a finding: `finding`, `not` or `unknown`; `result` for a routine test with what it showed."""
    if isinstance(entry, dict):
        return next((key for key in STATUSES if key in entry), "result")
    return "finding"


def words_of(entry: Any) -> str:
    """The words of a finding, whatever is said of it."""
    if not isinstance(entry, dict):
        return str(entry)
    key = status_of(entry)
    if key == "result":
        return ", ".join(f"{test}: {_listed(result)}" for test, result in entry.items())
    return _listed(entry[key])


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def as_list(case: Plain, place: str) -> list[Any]:
    """A list of the case, made where there is none."""
    given = case.get(place)
    if not isinstance(given, list):
        case[place] = given = [] if given is None else [given]
    return given


def listed(case: Plain, place: str) -> list[Any]:
    """The entries of a list of the case, which stays as it is."""
    given = case.get(place)
    return given if isinstance(given, list) else [] if given is None else [given]


def _object(text: str, place: str) -> Plain | None:
    if not text.strip():
        return None
    notepad = Notepad((place,))
    value = parse_json(text, notepad)
    if notepad.has_errors():
        raise Fault.of_notepad(notepad)
    if not isinstance(value, dict):
        raise Fault.of(422, place, "not-a-case", "this is no list of fields", "load the page again")
    return value


def _set(target: Plain, name: str, text: str, *, several: bool = False) -> None:
    """Take over one field; an empty one takes the value away, one that says the same leaves it as it is."""
    text = text.strip()
    if not text:
        target.pop(name, None)
        return
    value: Any = [part.strip() for part in text.split(";") if part.strip()] if several else text
    if several and len(value) == 1:
        value = value[0]
    target[name] = _number(text) if name in NUMBERS else value


def _number(text: str) -> float | int | str:
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in (float("inf"), float("-inf")):
        return text
    return int(value) if value == int(value) else value


def _rows(case: Plain, form: Mapping[str, str]) -> None:
    """The fields of rows: `antibodies.0.titre` and the like."""
    for name, text in form.items():
        match = _ROW.match(name)
        if match is None or match[3] not in SHOWN[match[1]] or int(match[2]) >= MOST_ROWS:
            continue
        rows = as_list(case, match[1])
        row = int(match[2])
        if row >= len(rows) and not text.strip():
            continue
        rows.extend([None] * (row + 1 - len(rows)))
        rows[row] = _entry(match[1], rows[row], match[3], text)


def _measurements(case: Plain, form: Mapping[str, str]) -> None:
    """Rows of a quantity and its amount, in the order shown; a row without a quantity is left out."""
    rows: dict[int, dict[str, str]] = {}
    for name, text in form.items():
        match = _MEASURED.match(name)
        if match is not None and int(match[1]) < MOST_ROWS:
            rows.setdefault(int(match[1]), {})[match[2]] = text.strip()
    if rows:
        shown = (rows[number] for number in sorted(rows))
        case["measurements"] = {row["quantity"]: row.get("amount", "") for row in shown if row.get("quantity")}


def _entry(place: str, entry: Any, name: str, text: str) -> Any:
    """An entry of a list with one field changed; as short as it can be written."""
    if place == "findings":
        return _finding(entry, name, text)
    key = _NAME[place]
    whole = dict(entry) if isinstance(entry, dict) else {} if entry is None else {key: entry}
    denied = "not" in whole
    if denied:
        whole = {key: whole["not"], "status": "not"} | {k: v for k, v in whole.items() if k != "not"}
    _set(whole, name, text)
    if not whole.get(key):
        return None if name == key or set(whole) <= {"status"} else whole
    if whole.get("status") == "not":
        return {"not": whole[key]}
    if place == "exposures" or whole.get("status") == "active":
        whole.pop("status", None)
    return whole[key] if place in ("cancers", "exposures") and set(whole) == {key} else whole


def _finding(entry: Any, name: str, text: str) -> Any:
    if entry is None:
        return None
    if name == "result":
        if isinstance(entry, dict) and status_of(entry) == "result" and len(entry) == 1:
            ((test, before),) = entry.items()
            shown = _listed(before)
            return None if not text.strip() else entry if text.strip() == shown else {test: text.strip()}
        return entry
    if isinstance(entry, dict) and status_of(entry) == "result":
        return entry
    whole = dict(entry) if isinstance(entry, dict) else {"finding": entry}
    _set(whole, name, text)
    return whole["finding"] if set(whole) == {"finding"} else whole
