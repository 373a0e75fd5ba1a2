"""A row of a registry as a case: the same words, read by the same reader as a typed case."""

from __future__ import annotations

from typing import Any

from paraneo.case import Case
from paraneo.interop import case_yaml
from paraneo.interop.names import Names
from paraneo.issues import Notepad
from paraneo.registry.mapping import AntibodyColumn, Column, Mapping

YES = {"yes", "y", "1", "true", "t", "present", "positive", "checked", "x", "+"}
NO = {"no", "n", "0", "false", "f", "absent", "negative", "unchecked", "-"}
UNKNOWN = {
    "",
    "na",
    "n/a",
    "nan",
    "nd",
    "none",
    "unknown",
    "unk",
    "not done",
    "not tested",
    "missing",
    "?",
    ".",
    "-9",
    "99",
    "999",
}


def case_of(row: dict[str, str], mapping: Mapping, names: Names, notepad: Notepad) -> Case | None:
    """The case of a row, or None where it has no id; what is not understood is in the notepad."""
    return case_yaml.read(document(row, mapping, notepad), names, notepad)


def document(row: dict[str, str], mapping: Mapping, notepad: Notepad) -> dict[str, Any]:
    """A row in the fields of a paraneo case. An empty or unknown cell says nothing."""
    one = {
        field: _cells(row, getattr(mapping, field)) for field in ("age", "sex", "smoking", "onset", "tempo", "syndrome")
    }
    case: dict[str, Any] = {"paraneo": case_yaml.VERSION, "id": row.get(mapping.id)}
    case |= {field: cells[0] for field, cells in one.items() if cells}
    if mapping.as_of is not None and (day := _cells(row, mapping.as_of)):
        case["as-of"] = day[0]
    if "age" in case:
        case["age"] = _number(case["age"])
    findings: list[Any] = [*_cells(row, mapping.present), *({"not": text} for text in _cells(row, mapping.absent))]
    for column, finding in mapping.findings.items():
        said = _yes(row, column, notepad)
        if said is not None:
            findings.append(finding if said else {"not": finding})
    exposures: list[Any] = []
    for column, exposure in mapping.exposures.items():
        said = _yes(row, column, notepad)
        if said is not None:
            exposures.append(exposure if said else {"not": exposure})
    case |= {"findings": findings, "exposures": exposures}
    case["antibodies"] = [
        *({"antibody": name, "result": "positive"} for name in _cells(row, mapping.positive)),
        *({"antibody": name, "result": "negative"} for name in _cells(row, mapping.negative)),
        *(
            result
            for column, what in mapping.antibodies.items()
            if (result := _antibody(row, column, what)) is not None
        ),
    ]
    case["tests"] = [
        *({"test": test, "result": "positive"} for test in _cells(row, mapping.tests_positive)),
        *({"test": test, "result": "negative"} for test in _cells(row, mapping.tests_negative)),
        *({"test": test, "result": row[column]} for column, test in mapping.tests.items() if _known(row, column)),
    ]
    found = _cells(row, mapping.tumour_found)
    case["cancers"] = [
        {"cancer": c, **({"diagnosed": found[0]} if found else {})} for c in _cells(row, mapping.cancers)
    ]
    case["scores"] = {s: _number(row[c]) for c, s in mapping.scores.items() if _known(row, c)}
    case["measurements"] = {m.quantity: f"{row[c]} {m.unit}" for c, m in mapping.measurements.items() if _known(row, c)}
    years, searches = _cells(row, mapping.follow_up_years), _cells(row, mapping.searches)
    if years or searches:
        case["follow-up"] = {
            **({"years": _number(years[0])} if years else {}),
            **({"searches": _number(searches[0])} if searches else {}),
        }
    case["criteria"] = {
        instrument: {item: _answer(row[column]) for column, item in items.items() if _known(row, column)}
        for instrument, items in mapping.criteria.items()
    }
    return case


def _cells(row: dict[str, str], column: Column | str | None) -> list[str]:
    """The values of a cell: parted, and with the meaning of their codes."""
    if column is None:
        return []
    name, values, split = (column, {}, "") if isinstance(column, str) else (column.column, column.values, column.split)
    cell = row.get(name, "")
    parts = [part.strip() for part in cell.split(split)] if split else [cell]
    meant = [values.get(part, part) for part in parts]
    return [value for value in meant if value.casefold() not in UNKNOWN]


def _known(row: dict[str, str], column: str) -> bool:
    return row.get(column, "").casefold() not in UNKNOWN


def _yes(row: dict[str, str], column: str, notepad: Notepad) -> bool | None:
    """Yes, no, or nothing where the cell is empty or says something else, which is reported."""
    cell = row.get(column, "").casefold()
    if cell in YES or cell in NO:
        return cell in YES
    if cell not in UNKNOWN:
        notepad.at(column).warning("not-used", f'"{row[column]}" is neither yes nor no', "write yes, no, or nothing")
    return None


def _answer(cell: str) -> str:
    word = cell.casefold()
    return "yes" if word in YES and word != "1" else "no" if word in NO and word != "0" else cell


def _antibody(row: dict[str, str], column: str, what: AntibodyColumn | str) -> dict[str, str] | None:
    asked = AntibodyColumn(what) if isinstance(what, str) else what
    cell = row.get(column, "")
    cell = asked.values.get(cell, cell)
    if cell.casefold() in UNKNOWN:
        return None
    result = {"1": "positive", "0": "negative", "yes": "positive", "no": "negative"}.get(cell.casefold(), cell)
    known = {"specimen": asked.specimen, "method": asked.method}
    return {"antibody": asked.antibody, "result": result, **{k: v for k, v in known.items() if v}}


def _number(cell: str) -> float | str:
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return cell
