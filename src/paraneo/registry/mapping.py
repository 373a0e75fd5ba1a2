"""What the columns of a registry mean: a YAML file that a person writes, or `--suggest-map` proposes.

Fields of a case name their column (`age: age_at_onset`); groups name, column by column, what it is (`antibodies:
{hu_serum: {antibody: Hu, specimen: serum}}`). docs/registry.md shows all of it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from paraneo.interop.parse import parse_yaml
from paraneo.issues import Notepad

MOST_SHOWN = 12


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column.

    Attributes:
        values: what its codes mean, for example {1: male, 2: female}.
        split: what parts several values in one cell.
    """

    column: str
    values: dict[str, str] = {}
    split: str = ""


class AntibodyColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The column of one antibody's result."""

    antibody: str
    specimen: str = ""
    method: str = ""
    values: dict[str, str] = {}


class MeasurementColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The column of a measured quantity; `unit` is that of the whole column."""

    quantity: str
    unit: str


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The columns of a registry. Names of findings and of anything else are words, as in a case.

    Attributes:
        id: required. onset, as_of, tumour_found: dates (2024-05-01). follow_up_years, searches: numbers.
        present, absent: lists of findings in one cell. positive, negative: lists of antibodies in one cell.
        tests_positive, tests_negative: lists of tests that look for a tumour.
        findings, exposures, tests, scores, measurements, antibodies: by column, what it is.
        criteria: for an instrument, by column, the item that it answers.
    """

    id: str
    age: Column | str | None = None
    sex: Column | str | None = None
    smoking: Column | str | None = None
    onset: Column | str | None = None
    as_of: Column | str | None = None
    tempo: Column | str | None = None
    syndrome: Column | str | None = None
    follow_up_years: Column | str | None = None
    searches: Column | str | None = None
    present: Column | str | None = None
    absent: Column | str | None = None
    positive: Column | str | None = None
    negative: Column | str | None = None
    tests_positive: Column | str | None = None
    tests_negative: Column | str | None = None
    cancers: Column | str | None = None
    tumour_found: Column | str | None = None
    findings: dict[str, str] = {}
    exposures: dict[str, str] = {}
    tests: dict[str, str] = {}
    scores: dict[str, str] = {}
    antibodies: dict[str, AntibodyColumn | str] = {}
    measurements: dict[str, MeasurementColumn] = {}
    criteria: dict[str, dict[str, str]] = {}

    def columns(self) -> set[str]:
        """Every column that is named."""
        single = [getattr(self, field) for field in SINGLE]
        named = {value if isinstance(value, str) else value.column for value in single if value is not None}
        groups: list[dict[str, Any]] = [getattr(self, field) for field in GROUPS]
        groups += list(self.criteria.values())
        return {self.id, *named, *(column for group in groups for column in group)}


SINGLE = (
    "age", "sex", "smoking", "onset", "as_of", "tempo", "syndrome", "follow_up_years", "searches", "present", "absent",
    "positive", "negative", "tests_positive", "tests_negative", "cancers", "tumour_found",
)  # fmt: skip
GROUPS = ("findings", "exposures", "tests", "scores", "antibodies", "measurements")


def read_mapping(text: str, header: list[str], notepad: Notepad) -> Mapping | None:
    """The mapping of a YAML text, checked against the columns of the table; faults are in the notepad."""
    value = parse_yaml(text, notepad)
    if value is None:
        if not notepad.has_errors():
            notepad.error("empty", "the mapping is empty", "write `id: <column>` at least; see --suggest-map")
        return None
    try:
        mapping = msgspec.convert(_texts(value), Mapping)
    except msgspec.ValidationError as error:
        notepad.error("mapping", str(error), "see docs/registry.md for the fields")
        return None
    for missing in sorted(mapping.columns() - set(header)):
        near = [column for column in header if column.casefold() == missing.casefold()]
        fix = (
            f"did you mean `{near[0]}`?"
            if near
            else f"columns are {', '.join(header[:12])}{', ...' if len(header) > 12 else ''}"
        )
        notepad.at(missing).error("no-column", f'the table has no column "{missing}"', fix)
    return None if notepad.has_errors() else mapping


def _texts(value: Any) -> Any:
    """Codes such as 1 as texts, as the cells of the table are."""
    if isinstance(value, dict):
        return {str(key): _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner) for inner in value]
    return value if isinstance(value, str) or value is None else str(value)
