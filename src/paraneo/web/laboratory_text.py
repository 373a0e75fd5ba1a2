"""Antibody results out of the text of a laboratory report, line by line; a line that is not plain is given back."""

from __future__ import annotations

import re
from typing import Any

from paraneo.interop.laboratory import parse_band, parse_result
from paraneo.interop.names import METHODS, SPECIMENS, Names
from paraneo.interop.phrases import Phrases

MOST_LINES = 200
_TITRE = re.compile(r"\b1 ?[:/] ?\d[\d,]*")
_SIGN = re.compile(r"(?<![\w(+/-])(\(\+\)|\+/-|\+{1,3}|±|-)(?![\w)+/-])")
_WORDS = re.compile(
    r"\b(not detected|non-?reactive|undetected|weak(?:ly)? positive|strong(?:ly)? positive|positive|negative|pos|neg|"
    r"equivocal|borderline|indeterminate|inconclusive|detected|reactive|present|absent)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\((?:ref|normal|range)?[^)]*\d[^)]*\)|\bref(?:erence)?\b.*$", re.IGNORECASE)
_HEADING = re.compile(r"^\W*$|^(antibod(?:y|ies)|test|result|analyte|antigen)\b[^:]*$", re.IGNORECASE)


def read_panel(text: str, names: Names) -> tuple[list[dict[str, Any]], list[str]]:
    """The antibody results that a text states, and the lines that were not understood.

    A line that names a method or a specimen and no antibody holds for those below it, as in the heading of a report.
    """
    phrases = Phrases([(n, a.id) for a in names.kb.antibodies.values() for n in (a.id, a.name, *a.names)])
    methods = Phrases([(word, key) for key, words in METHODS.items() for word in words])
    specimens = Phrases([(word, key) for key, words in SPECIMENS.items() for word in words])
    results: list[dict[str, Any]] = []
    left: list[str] = []
    heading: dict[str, str] = {}
    for line in [part.strip() for part in re.split(r"[\n\r]+", text)][:MOST_LINES]:
        method, specimen = _only(methods.find(line)), _only(specimens.find(line))
        antibodies = [meant[0] for meant in phrases.find(line) if len(meant) == 1]
        if not antibodies:
            heading |= {k: v for k, v in (("method", method), ("specimen", specimen)) if v}
            if line and not method and not specimen and not _HEADING.match(line):
                left.append(line)
            continue
        where = heading | {k: v for k, v in (("method", method), ("specimen", specimen)) if v}
        found = _results(line, antibodies)
        if not found:
            left.append(line)
        for antibody, said in found:
            results.append({"antibody": antibody, **where, **said})
    return results, left


def _only(found: list[tuple[str, ...]]) -> str | None:
    return found[0][0] if len(found) == 1 and len(found[0]) == 1 else None


def _results(line: str, antibodies: list[str]) -> list[tuple[str, dict[str, str]]]:
    """The result of each antibody of a line: one result for all of them; none where it states several."""
    plain = _RANGE.sub(" ", line)
    titre = _TITRE.search(plain)
    rest = _TITRE.sub(" ", plain)
    words = list(dict.fromkeys(match.casefold() for match in _WORDS.findall(rest)))
    signs = list(dict.fromkeys(_SIGN.findall(re.sub(r"\s[-–]\s(?=\S)", " ", rest)))) if not words else []
    told = words or signs
    outcomes = {parse_result(word) for word in told}
    if len(outcomes) != 1 or None in outcomes:
        return []
    said = {"result": str(next(iter(outcomes)))}
    if titre and len(antibodies) == 1:
        said["titre"] = titre[0].replace(" ", "")
    band = parse_band(told[0])
    if band:
        said["band"] = band
    return [(antibody, said) for antibody in antibodies]
