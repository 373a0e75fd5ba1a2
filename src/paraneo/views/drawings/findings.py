"""The last link of the chain: this patient's findings, each with what it does to the conditions that are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paraneo.contract import Candidate
from paraneo.views.drawings.measure import wrap
from paraneo.views.drawings.sheet import LEADING, SMALL, WIDTH, Sheet
from paraneo.views.drawings.waterfall import signed

MOST_FINDINGS = 7
EDGE, VALUE = 7.0, 58.0  # where the lines run, and where the numbers end, from either side
KINDS = ("exposure", "sign", "test")


@dataclass(frozen=True, slots=True)
class Row:
    """A finding, and its decibans for each condition."""

    label: str
    decibans: tuple[float, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The decibans as they are printed."""
        return tuple(signed(value) for value in self.decibans)


def rows(conditions: Sequence[Candidate]) -> list[Row]:
    """The findings that are present and weigh most for one of the conditions, in their order of entry."""
    table = [{(e.item, e.kind): e.decibans for e in c.evidence} for c in conditions]
    present = [e for e in conditions[0].evidence if e.kind in KINDS and e.status == "present"]
    found = [Row(e.item, tuple(t.get((e.item, e.kind), 0.0) for t in table)) for e in present]
    strongest = sorted(found, key=lambda row: -max(map(abs, row.decibans)))[:MOST_FINDINGS]
    return [row for row in found if row in strongest]


def draw(sheet: Sheet, found: Sequence[Row], starts: Sequence[tuple[float, float]], y: float) -> float:
    """Draw the findings below the conditions; a line from each of them passes its side. Returns the lower edge."""
    if not found:
        return y
    sides = [EDGE, WIDTH - EDGE][: len(starts)]
    head = y + 34
    room = WIDTH - VALUE - 8 - (VALUE + 8 if len(starts) > 1 else 0)
    heights = [max(20.0, len(wrap(row.label, room, SMALL)) * SMALL * LEADING + 7) for row in found]
    bottom = head + 10 + sum(heights)
    for (x, top), side in zip(starts, sides, strict=True):
        inner = side + 10 if side < WIDTH / 2 else side - 10
        turn = top + 16
        sheet.path("link", "M", x, top, "V", turn - 6, "Q", x, turn, x + (6 if side > x else -6), turn, "H", inner,
                   "Q", side, turn, side, turn + 10, "V", bottom - heights[-1] / 2)  # fmt: skip
    sheet.text(VALUE + 8, head, "Findings of this patient, decibans", size=SMALL, paint="faint")
    at = head + 10
    for row, height in zip(found, heights, strict=True):
        middle = at + height / 2
        lines = len(wrap(row.label, room, SMALL))
        sheet.lines(VALUE + 8, middle - (lines - 1) * SMALL * LEADING / 2 + 4, row.label, room=room, size=SMALL)
        for value, words, side in zip(row.decibans, row.shown, sides, strict=False):
            _stop(sheet, side, middle, value)
            end = VALUE if side < WIDTH / 2 else WIDTH - 14
            sheet.text(end, middle + 4, words, size=SMALL, anchor="end", bold=True)
        at += height
    return bottom


def _stop(sheet: Sheet, x: float, y: float, decibans: float) -> None:
    """A full disc for, an open ring with a bar against, a small dot for hardly anything."""
    if abs(decibans) < 0.5:
        sheet.circle("arrow", x, y, 2.2)
        return
    sheet.circle("for" if decibans > 0 else "against", x, y, 5.0)
    if decibans < 0:
        sheet.path("against-hatch", "M", x - 2.5, y, "H", x + 2.5)
