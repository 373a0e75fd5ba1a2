"""A first mapping for a table, from its columns' names, their labels in a REDCap data dictionary, and their cells.

What is proposed is for a person to check: every column that is not understood stands in a comment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paraneo import measured
from paraneo.interop.names import Names
from paraneo.ontology import normalise
from paraneo.registry.rows import NO, UNKNOWN, YES
from paraneo.registry.tables import TableError, read_table, rows

if TYPE_CHECKING:
    import polars

FIELDS = {
    "id": ("id", "record id", "patient id", "patient", "case", "case id", "study id", "subject id", "subject"),
    "age": ("age", "age at onset", "age years", "age onset", "age at diagnosis", "age at presentation"),
    "sex": ("sex", "gender"),
    "smoking": ("smoking", "smoker", "smoking status", "tobacco"),
    "onset": ("onset", "onset date", "date of onset", "symptom onset", "date onset"),
    "as-of": ("last visit", "last follow up", "date of last follow up", "last contact", "date last seen"),
    "tempo": ("tempo", "course", "mode of onset"),
    "syndrome": ("syndrome", "phenotype", "clinical syndrome", "diagnosis", "neurological syndrome"),
    "follow-up-years": ("follow up years", "follow up", "years of follow up", "fu years"),
    "searches": ("searches", "tumour searches", "tumor searches", "negative searches", "number of screenings"),
    "present": ("present", "findings", "symptoms", "signs", "signs and symptoms"),
    "absent": ("absent",),
    "positive": ("positive", "antibody", "antibodies", "antibodies positive"),
    "negative": ("negative", "antibodies negative"),
    "tests-positive": ("tests positive",),
    "tests-negative": ("tests negative",),
    "cancers": ("cancers", "cancer", "tumour", "tumor", "cancer type", "tumour type", "tumor type", "malignancy"),
    "tumour-found": ("tumour found", "cancer date", "date of cancer", "tumour date", "tumor date", "date of tumour"),
}
LISTS = {"present", "absent", "positive", "negative", "tests-positive", "tests-negative", "cancers"}
SPECIMENS = {"serum": "serum", "csf": "CSF"}
METHODS = {"blot": "line blot", "cba": "cell-based assay", "ifa": "tissue assay", "ihc": "tissue assay"}
AROUND = {"anti", "antibody", "antibodies", "ab", "abs", "igg"}
DICTIONARY = ("field name", "field label", "choices")
PARTING = ";"
MOST_VALUES = 12
_CHOICE = re.compile(r"\s*([^,|]+?)\s*,\s*([^|]+?)\s*(?:\||$)")
_NEEDS_QUOTES = re.compile(r"^[\s\-?:,\[\]{}#&*!|>'\"%@`]|: | #|^$|^(yes|no|true|false|null|[\d.]+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """What a data dictionary says of a column: its label, and what its codes mean."""

    text: str
    choices: dict[str, str]


def read_dictionary(path: Path) -> dict[str, Label]:
    """Labels by column, of a REDCap data dictionary.

    Raises:
        TableError: if it is no table, or has not the columns of a data dictionary.
    """
    table = read_table(path)
    name, label, choices = (
        next((c for c in table.columns if start in c.casefold()), None)
        for start in ("field name", "field label", "choices")
    )
    if name is None or label is None:
        raise TableError(
            f"{path}: no data dictionary of REDCap; it needs the columns Variable / Field Name and Field Label"
        )
    found = {}
    for row in rows(table):
        coded = dict(_CHOICE.findall(row.get(choices or "", "")))
        found[row.get(name, "")] = Label(
            row.get(label, ""), {code.strip(): text.strip() for code, text in coded.items()}
        )
    return found


def suggest(table: polars.DataFrame, names: Names, labels: dict[str, Label]) -> str:
    """The text of a mapping, in the order of docs/registry.md."""
    single: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    left = []
    for column in table.columns:
        label = labels.get(column, Label("", {}))
        cells = {cell.strip() for cell in table[column].drop_nulls().unique().head(200).to_list()} - {""}
        field = _field(column, label.text)
        if field is not None and field not in single:
            single[field] = _single(column, field, label.choices, cells)
        else:
            group, meaning = _meaning(column, label.text, cells, names)
            if group:
                groups.setdefault(group, []).append(f"  {_text(column)}: {meaning}")
            else:
                left.append(column)
    if "id" not in single and table.columns:
        left = [column for column in left if column != table.columns[0]]
        single["id"] = _text(table.columns[0])
    lines = ["# A proposal; check every line. docs/registry.md says what each field means."]
    lines += [f"{field}: {single[field]}" for field in FIELDS if field in single]
    for group in ("findings", "exposures", "tests", "scores", "antibodies", "measurements"):
        if group in groups:
            lines += [f"{group}:", *groups[group]]
    if left:
        lines += ["# Not understood:", *(f"#   {column}" for column in left)]
    return "\n".join(lines) + "\n"


def _words(text: str) -> str:
    return normalise(re.sub(r"(?<=[a-z])(?=[A-Z])|[_.]+", " ", text))


def _field(column: str, label: str) -> str | None:
    for text in (_words(column), _words(label)):
        for field, known in FIELDS.items():
            if text in known:
                return field
    return None


def _single(column: str, field: str, choices: dict[str, str], cells: set[str]) -> str:
    parts = field in LISTS and any(PARTING in cell for cell in cells)
    values = choices if len(choices) <= MOST_VALUES else {}
    if field in ("sex", "smoking") and not values and cells and all(cell.isdecimal() for cell in cells):
        values = dict.fromkeys(sorted(cells), "unknown")  # which is which, only a person can say
    if not (parts or values):
        return _text(column)
    told = [f"column: {_text(column)}"]
    if values:
        told.append("values: {" + ", ".join(f"{_text(code)}: {_text(text)}" for code, text in values.items()) + "}")
    if parts:
        told.append(f'split: "{PARTING}"')
    return "{" + ", ".join(told) + "}"


def _meaning(column: str, label: str, cells: set[str], names: Names) -> tuple[str, str]:
    """The group of a column and what it is there, or two empty texts."""
    understood = sum(cell.casefold() in YES | NO | UNKNOWN for cell in cells)
    plain = 2 * understood > len(cells) or not cells
    for text in (_words(column), _words(label)):
        if not text:
            continue
        words = text.split()
        specimen = next((SPECIMENS[w] for w in words if w in SPECIMENS), "")
        method = next((METHODS[w] for w in words if w in METHODS), "")
        bare = " ".join(
            w for w in words if w not in {*SPECIMENS, *METHODS, "anti", "antibody", "antibodies", "ab", "igg"}
        )
        antibody = names.antibodies.find(bare)
        if antibody is not None:
            more = [f"specimen: {specimen}"] * bool(specimen) + [f"method: {method}"] * bool(method)
            return "antibodies", "{" + ", ".join([f"antibody: {names.kb.antibodies[antibody].id}", *more]) + "}"
        quantity = measured.find(text)
        if quantity is not None and not plain:
            return "measurements", f"{{quantity: {quantity.names[0]}, unit: {quantity.unit}}}"
        if text in ("mrs", "modified rankin scale", "modified rankin"):
            return "scores", "mRS"
        test = names.tests.find(text)
        if test is not None:
            return "tests", names.kb.tests[test].name
        term = names.finding(text) if plain else None
        if term is not None:
            return "findings", _text(names.label(term))
        exposures = names.exposures(text) if plain else []
        if len(exposures) == 1:
            return "exposures", _text(names.label(exposures[0]))
    return "", ""


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if _NEEDS_QUOTES.search(text) else text
