"""Reads cases from files, folders and standard input, whatever their format; one bad record never stops the others."""

from __future__ import annotations

import datetime
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from paraneo.case import DAYS_PER_YEAR, Case
from paraneo.interop import case_yaml, phenopackets
from paraneo.interop.names import Names
from paraneo.interop.parse import MOST_BYTES, decode, parse_json, parse_yaml
from paraneo.interop.phenopackets import OLDEST_YEARS
from paraneo.issues import Notepad

MOST_YEARS_APART = 1.5
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
SUFFIXES = (".json", ".yaml", ".yml")
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Record:
    """One input: where it came from, its case (None where it cannot be assessed), and what was found wrong."""

    source: str
    case: Case | None
    issues: Notepad


def find_files(paths: list[str]) -> list[str]:
    """Files as given; of folders every .json, .yaml and .yml below, in the order of their names."""
    found: list[str] = []
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            # os.walk skips folders that cannot be read, where Path.rglob would stop at the first
            inside = [Path(folder, name) for folder, _, names in os.walk(path) for name in names]
            inside = [p for p in inside if p.suffix.lower() in SUFFIXES and p.is_file()]
            found += [str(p) for p in sorted(inside, key=lambda p: p.as_posix())]
        else:
            found.append(path)
    return found


def read_records(sources: list[str], names: Names, today: datetime.date | None = None) -> Iterator[Record]:
    """The records of some files, in order; of two with one id the first counts, the second is an error.

    `today` only serves to warn of dates in the future; nothing else depends on it.
    """
    seen: dict[str, str] = {}
    for source in sources:
        notepad = Notepad((source,))
        case = read_case(_bytes(source, notepad), names, notepad, today)
        if case is not None and case.id in seen:
            notepad.at(f"case {case.id}").error(
                "duplicate-id", f"the same id is in {seen[case.id]}", "give each record an id of its own"
            )
            case = None
        if case is not None:
            seen[case.id] = source
        yield Record(source, case, notepad)


def read_case(data: bytes | None, names: Names, notepad: Notepad, today: datetime.date | None = None) -> Case | None:
    """The case in some bytes: a GA4GH Phenopacket (JSON) or a paraneo case (YAML or JSON)."""
    text = None if data is None else decode(data, notepad)
    if text is None:
        return None
    json_text = text.lstrip().startswith(("{", "["))
    value = parse_json(text, notepad) if json_text else parse_yaml(text, notepad)
    if notepad.has_errors():
        return None
    value = _printable(value)
    if json_text and not isinstance(value, dict):
        notepad.error("not-one-case", "this is a list, not one case", "give each case a file of its own")
        return None
    if isinstance(value, dict) and phenopackets.is_phenopacket(value):
        case = phenopackets.read(value, names, notepad)
    else:
        case = case_yaml.read(value, names, notepad)
    return None if case is None else _check_dates(_with_age(case, notepad), notepad, today)


def _printable(value: Any) -> Any:
    """The value with text that a terminal or a file can show: without control characters and broken halves of pairs."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, dict):
        return {_printable(key): _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list) else value


def _with_age(case: Case, notepad: Notepad) -> Case:
    """The case with the age that follows from the birth, where that is given and possible."""
    subject, date = case.subject, case.known_on or case.latest_date()
    place = Notepad((*notepad.path, f"case {case.id}", "born"), notepad.issues)
    if subject.born is None or date is None:
        if subject.born is not None and subject.age is None:
            place.warning(
                "no-age", "without a date of the case it gives no age", "add `as-of`; it is assessed without it"
            )
        return case
    age = (date - subject.born).days / DAYS_PER_YEAR
    if age < 0 and case.known_on is None:
        return case  # a date before the birth, which is reported by itself
    if not 0 <= age <= OLDEST_YEARS:
        place.warning("impossible-age", f"an age of {age:.0f} years on {date}", "correct it; the birth is not used")
        return replace(case, subject=replace(subject, born=None))
    if subject.age is not None and abs(subject.age - age) > MOST_YEARS_APART:
        place.warning(
            "two-ages", f"it gives {age:.0f} years on {date}, the age says {subject.age:.0f}", "correct either"
        )
    return replace(case, subject=replace(subject, age=age))


def _bytes(source: str, notepad: Notepad) -> bytes | None:
    try:
        if source == STANDARD_INPUT:
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        return Path(source).read_bytes() if Path(source).stat().st_size <= MOST_BYTES else b" " * (MOST_BYTES + 1)
    except FileNotFoundError:
        notepad.error("no-such-file", "there is no such file", "check the path")
    except OSError as error:
        notepad.error("cannot-read", f"it cannot be read: {error.strerror}", "check its permissions")
    return None


def _check_dates(case: Case, notepad: Notepad, today: datetime.date | None) -> Case:
    """Report what is dated before birth, in the future, or after the case's own date."""
    place = Notepad((*notepad.path, f"case {case.id}"), notepad.issues)
    born, known_on = case.subject.born, case.known_on
    for what, date in case.dates():
        if born is not None and date < born:
            place.at(what).warning("before-birth", f"{date} is before the birth on {born}", "correct either date")
        if known_on is not None and date > known_on:
            place.at(what).warning("after-as-of", f"{date} is after {known_on}, the date of the case", "it is not used")
        elif today is not None and date > today:
            place.at(what).warning("in-the-future", f"{date} lies in the future", "correct it; it is used as it stands")
    return case
