"""Antibody panels as a table: one row per result, the rows of one patient share an id.

Columns: id, age, sex, smoking, tempo, findings, absent, cancers (several parted by semicolons), and of the result
antibody, method, specimen, result, band, titre, level, date, after-treatment. What a patient's first row says of the
patient holds; later rows may leave it out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from paraneo.interop import case_yaml
from paraneo.interop.names import Names
from paraneo.interop.parse import decode
from paraneo.interop.reading import Record
from paraneo.issues import Notepad

SEVERAL = {"findings": "findings", "absent": "not", "cancers": "cancers"}
PATIENT = ("age", "sex", "smoking", "tempo")
RESULT = ("antibody", "method", "specimen", "result", "band", "titre", "level", "date", "after-treatment")
COLUMNS = ("id", *PATIENT, *SEVERAL, *RESULT)


def read_panels(source: str, data: bytes, names: Names) -> Iterator[Record]:
    """The patients of a table, in the order of their first row; a bad row is reported and stops no other.

    Args:
        source: the name of the file, for messages.
        data: its bytes, UTF-8.
    """
    notepad = Notepad((source,))
    text = decode(data, notepad)
    if text is None:
        yield Record(source, None, notepad)
        return
    rows = csv.DictReader(io.StringIO(text))
    found = [name.strip().casefold() for name in rows.fieldnames or ()]
    if not {"id", "antibody", "result"} <= set(found):
        parted = "it is parted by semicolons; save it with commas" if ";" in text.partition("\n")[0] else ""
        fix = parted or f"columns are {', '.join(COLUMNS)}"
        notepad.error("no-such-table", "there is no header with id, antibody and result", fix)
        yield Record(source, None, notepad)
        return
    twice = sorted({name for name in found if found.count(name) > 1})
    if twice:
        notepad.error("column-twice", f"the column {twice[0]} stands twice", "give each result a row of its own")
        yield Record(source, None, notepad)
        return
    for unknown in sorted(set(found) - set(COLUMNS)):
        notepad.at(unknown).warning("unknown-column", "it is not used", f"columns are {', '.join(COLUMNS)}")
    patients: dict[str, list[dict[str, str]]] = {}
    for number, row in enumerate(rows, start=2):
        plain = {(key or "").strip().casefold(): (value or "").strip() for key, value in row.items() if key is not None}
        if not plain.get("id"):
            notepad.at(f"row {number}").error("no-id", "the row has no id", "give it one; it is left out")
        else:
            patients.setdefault(plain["id"], []).append(plain)
    if notepad.issues:
        yield Record(source, None, notepad)
    for identifier, own in patients.items():
        place = Notepad((source,))
        yield Record(source, case_yaml.read(_case(identifier, own), names, place), place)


def _case(identifier: str, rows: list[dict[str, str]]) -> dict[str, Any]:
    """The rows of one patient as a case in paraneo's own format."""
    case: dict[str, Any] = {"paraneo": 1, "id": identifier}
    for field in PATIENT:
        value = next((row[field] for row in rows if row.get(field)), None)
        if value is not None:
            case[field] = _number(value) if field == "age" else value
    case["findings"] = [*_several(rows, "findings"), *({"not": name} for name in _several(rows, "absent"))]
    case["cancers"] = _several(rows, "cancers")
    case["antibodies"] = [
        {field: row[field] for field in RESULT if row.get(field)} for row in rows if row.get("antibody")
    ]
    return case


def _several(rows: list[dict[str, str]], field: str) -> list[str]:
    parts = [part.strip() for row in rows for part in row.get(field, "").split(";")]
    return list(dict.fromkeys(part for part in parts if part))


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
