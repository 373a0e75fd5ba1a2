"""What a case holds for the published criteria: numbers with units, and a person's answers to items."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from paraneo import measured
from paraneo.case import Answer, Measured
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.issues import Notepad

NotUsed = Callable[..., None]
"""(what, reason, place, remedy, suggestions): says that something is not used."""
FORM = "write {graus-2016-limbic: {exclusion: yes}}"


def measurements(given: Any, place: Notepad, not_used: NotUsed) -> list[Measured]:
    """Numbers by quantity: `{CSF white cells: 23 /ul}`; several of one quantity as a list."""
    if given is None:
        return []
    if not isinstance(given, dict):
        not_used(str(given), "this is not understood", place, "write {CSF white cells: 23 /ul}")
        return []
    found = []
    for name, values in given.items():
        here, quantity = place.at(str(name)), measured.find(str(name))
        if quantity is None:
            not_used(f"{name}: {values}", "this quantity is not known", here, f"known are {', '.join(measured.BY_ID)}")
            continue
        for text in values if isinstance(values, list) else [values]:
            amount = measured.amount(quantity, str(text))
            if isinstance(amount, str):
                not_used(f"{name}: {text}", "its unit is not plain", here, amount)
            else:
                found.append(Measured(quantity.id, amount))
    return found


def answers(given: Any, place: Notepad, not_used: NotUsed) -> list[Answer]:
    """What a person answered to items of an instrument: `{graus-2016-limbic: {exclusion: yes}}`."""
    if given is None:
        return []
    if not isinstance(given, dict):
        not_used(str(given), "this is not understood", place, FORM)
        return []
    found = []
    for instrument, items in given.items():
        card = INSTRUMENTS.get(str(instrument))
        if card is None or not isinstance(items, dict):
            near = tuple(get_close_matches(str(instrument), INSTRUMENTS, 3))
            not_used(str(instrument), "there is no such instrument", place, near[0] if near else FORM, near)
            continue
        for item, answer in items.items():
            grade = card.grade(str(item), str(answer))
            if isinstance(grade, str):
                not_used(f"{item}: {answer}", "this is no answer", place.at(str(instrument)), grade)
            else:
                found.append(Answer(card.id, str(item), grade))
    return found
