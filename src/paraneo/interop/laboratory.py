"""Results as laboratories write them: result words, titres, levels, amounts with their reference range."""

from __future__ import annotations

import re
from typing import Literal

from paraneo.issues import Notepad
from paraneo.ontology import normalise

Result = Literal["positive", "negative", "equivocal"]

_DILUTION = re.compile(r"^1 ?[:/] ?(\d{1,3}(?:,\d{3}){1,3}|\d{1,9})$")
_AMOUNT = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WITH_RANGE = re.compile(
    rf"[<>]?\s*({_AMOUNT})(?![\d.,eE])\s*(?:[^\W\d]|[%×])?[^(,]*\(\s*({_AMOUNT})\s*(?:-|–|to)\s*({_AMOUNT})[^)]*\)"
)
_RANGE_OF_RESULTS = re.compile(r"^[^(]*\d\s*(?:-|–|to)\s*\d")
_SIGNS: dict[str, Result] = {
    "+": "positive", "++": "positive", "+++": "positive", "-": "negative", "(+)": "equivocal", "+/-": "equivocal",
    "±": "equivocal",
}  # fmt: skip
_WORDS: dict[str, Result] = {
    "positive": "positive", "pos": "positive", "present": "positive", "detected": "positive", "reactive": "positive",
    "strong positive": "positive", "strongly positive": "positive", "weak positive": "positive",
    "weakly positive": "positive", "high": "positive",
    "negative": "negative", "neg": "negative", "absent": "negative", "not detected": "negative", "normal": "negative",
    "undetected": "negative", "non reactive": "negative", "nonreactive": "negative",
    "equivocal": "equivocal", "borderline": "equivocal", "indeterminate": "equivocal", "inconclusive": "equivocal",
}  # fmt: skip


def parse_result(text: str) -> Result | None:
    """What a result word means, or None.

    >>> parse_result("Not detected")
    'negative'
    """
    return _SIGNS.get(text.strip()) or _WORDS.get(normalise(text))


def parse_band(text: str) -> Literal["weak", "strong"] | None:
    """The strength of a blot's band, where the result names it."""
    words = normalise(text).split()
    if "weak" in words or "weakly" in words:
        return "weak"
    return "strong" if "strong" in words or "strongly" in words else None


def parse_titre(text: str, notepad: Notepad) -> int | None:
    """The reciprocal of a dilution, 640 for "1:640"; anything else is reported.

    >>> parse_titre("1:245,760", Notepad())
    245760
    """
    match = _DILUTION.match(text.strip())
    reciprocal = int(match[1].replace(",", "")) if match else 0
    if reciprocal < 1:
        notepad.warning("titre", f'titre "{text}" is not a dilution', "write it as 1:640 or leave it out")
        return None
    return reciprocal


def side_of_range(text: str) -> Literal["low", "normal", "high"] | None:
    """Where an amount lies by the reference range written after it; None without a range, or for several amounts.

    >>> side_of_range("121 mmol/l (135-145)")
    'low'
    """
    match = _WITH_RANGE.fullmatch(text.strip())
    if match is None or _RANGE_OF_RESULTS.match(text):
        return None
    amount, low, high = (float(number.replace(",", "")) for number in match.groups())
    return "low" if amount < low else "high" if amount > high else "normal"
