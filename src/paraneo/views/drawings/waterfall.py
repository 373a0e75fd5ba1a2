"""Why a condition is as likely as it is: decibans from before the case to now, one step for each item."""

from __future__ import annotations

from dataclasses import dataclass

from paraneo.contract import Candidate, Contribution
from paraneo.quantities import percent, probability_of
from paraneo.views.drawings.measure import wrap
from paraneo.views.drawings.sheet import LEADING, SMALL, WIDTH, Sheet

MOST_STEPS = 14  # with the first and the last row at most 16, and one for what is left together
LABELS, LEFT, RIGHT = 140.0, 148.0, WIDTH - 56.0
ROW, BAR, POINT = 22.0, 11.0, 5.0
FURTHEST = 150.0  # decibans; what lies beyond is drawn at the edge and its number still shown
TICK = 40.0  # the room that a label of the scale needs
TOP, BEFORE = 20.0, "Before the case"
KEY = "10 decibans are ten times the odds. To the right, full: for; to the left, hatched: against."
SILENT = ("known", "present", "not mentioned")


@dataclass(frozen=True, slots=True)
class Step:
    """One row: what it is called, and its decibans."""

    label: str
    decibans: float


def waterfall(candidate: Candidate) -> str:
    """Draw what each item does to the odds of a condition, in the order in which the items enter."""
    steps = _steps(candidate)
    ends, at = [candidate.prior_decibans], candidate.prior_decibans
    for step in steps:
        at += step.decibans
        ends.append(at)
    scale = _Scale([*ends, candidate.decibans])
    sheet = Sheet("waterfall")
    now = f"Now: {percent(candidate.probability)} likely"
    bottom = TOP + sum(_height(words) for words in (BEFORE, *(step.label for step in steps), now))
    sheet.path("rule", "M", scale.x(0), TOP - 4, "V", bottom + 4)  # even odds
    scale.upper(sheet)
    y = _end(sheet, TOP, BEFORE, signed(candidate.prior_decibans), scale.x(ends[0]), bold=False)
    for step, before, after in zip(steps, ends, ends[1:], strict=False):
        y = _row(sheet, y, step, scale.x(before), scale.x(after))
    y = _end(sheet, y, now, signed(candidate.decibans), scale.x(candidate.decibans), bold=True)
    scale.lower(sheet, y)
    facts = [f"{BEFORE}: {signed(candidate.prior_decibans)} decibans; 10 are ten times the odds."]
    facts += [f"{s.label}: {signed(s.decibans)}, {_side(s.decibans)}." for s in steps]
    facts.append(f"Now: {signed(candidate.decibans)} decibans, {percent(candidate.probability)} likely.")
    y = sheet.lines(0, y + 40, KEY, room=WIDTH, size=SMALL, paint="faint")
    return sheet.finish(y + 6, f"What speaks for and against {candidate.name}", facts)


def signed(decibans: float) -> str:
    """Decibans with their sign, a real minus.

    >>> signed(6.6), signed(-0.04)
    ('+6.6', '0.0')
    """
    shown = round(decibans, 1)
    return "0.0" if shown == 0 else f"{shown:+.1f}".replace("-", "−")


def _side(decibans: float) -> str:
    return "neutral" if round(decibans, 1) == 0 else "for" if decibans > 0 else "against"


def _steps(candidate: Candidate) -> list[Step]:
    """The strongest items in their order of entry, then all the others in one step."""
    order = sorted(range(len(candidate.evidence)), key=lambda i: (-abs(candidate.evidence[i].decibans), i))
    kept = {i for i in order[:MOST_STEPS] if candidate.evidence[i].decibans}
    if len(candidate.evidence) - len(kept) == 1:
        kept = set(order)
    steps = [Step(label(e), e.decibans) for i, e in enumerate(candidate.evidence) if i in kept]
    rest = [e.decibans for i, e in enumerate(candidate.evidence) if i not in kept]
    return [*steps, Step(f"{len(rest)} smaller items together", sum(rest))] if rest else steps


def label(entry: Contribution) -> str:
    """An item with its status, where the status says more than that it is there."""
    words = entry.item if entry.status in SILENT else f"{entry.item}: {entry.status}"
    return words[:1].upper() + words[1:]


def _height(words: str) -> float:
    """Of the row that a label needs."""
    return max(ROW, len(wrap(words, LABELS, SMALL, most=4)) * SMALL * LEADING + 7)


def _label(sheet: Sheet, middle: float, words: str, *, bold: bool = False) -> None:
    lines = len(wrap(words, LABELS, SMALL, bold=bold, most=4))
    sheet.lines(1, middle - (lines - 1) * SMALL * LEADING / 2 + 4, words, room=LABELS, size=SMALL, bold=bold, most=4)


def _row(sheet: Sheet, y: float, step: Step, before: float, after: float) -> float:
    """One step: label, arrow from before to after, number; returns the next top."""
    height = _height(step.label)
    middle = y + height / 2
    _label(sheet, middle, step.label)
    sheet.path("rule", "M", before, y - 3, "V", middle)
    sheet.path("rule", "M", after, middle, "V", y + height + 3)
    _arrow(sheet, before, after, middle)
    sheet.text(WIDTH - 1, middle + 4, signed(step.decibans), size=SMALL, anchor="end", bold=True)
    return y + height


def _arrow(sheet: Sheet, before: float, after: float, middle: float) -> None:
    """A bar that points to the right (for, full) or to the left (against, hatched); a short line for nothing."""
    length = abs(after - before)
    upper, lower = middle - BAR / 2, middle + BAR / 2
    if length < 0.5:
        sheet.path("strong-rule", "M", before, upper, "V", lower)
        return
    point = min(POINT, length)
    paint, turn = ("for", after - point) if after > before else ("against", after + point)
    sheet.path(paint, "M", before, upper, "H", turn, "L", after, middle, "L", turn, lower, "H", before, "Z")
    if paint == "against" and length > point:
        sheet.hatch("against-hatch", turn, upper, before - turn, BAR)


def _end(sheet: Sheet, y: float, words: str, value: str, x: float, *, bold: bool) -> float:
    """The first or the last row: a diamond where the odds stand."""
    height = _height(words)
    middle = y + height / 2
    _label(sheet, middle, words, bold=bold)
    sheet.path("ink", "M", x, middle - 6, "L", x + 6, middle, "L", x, middle + 6, "L", x - 6, middle, "Z")
    sheet.text(WIDTH - 1, middle + 4, value, size=SMALL, anchor="end", bold=True)
    return y + height


class _Scale:
    """From decibans to the page, with the same odds as percentages above and as decibans below."""

    def __init__(self, values: list[float]) -> None:
        low, high = max(min(values), -FURTHEST), min(max(values), FURTHEST)
        self.low, self.high = min(low - 2, -12), max(high + 2, 12)
        apart = (RIGHT - LEFT) / (self.high - self.low)
        self.every = next(every for every in (10, 20, 30, 50, 100, 150) if every * apart >= TICK)

    def x(self, decibans: float) -> float:
        """Where the odds stand; what is too far away stands at the edge."""
        inside = min(max(decibans, self.low), self.high)
        return LEFT + (RIGHT - LEFT) * (inside - self.low) / (self.high - self.low)

    def ticks(self) -> list[int]:
        """Round numbers of decibans that the drawing spans."""
        return [t for t in range(-12 * self.every, 13 * self.every, self.every) if self.low <= t <= self.high]

    def upper(self, sheet: Sheet) -> None:
        """The scale of probability."""
        sheet.text(0, 12, "Probability", size=SMALL, paint="faint")
        self._labels(sheet, 12, {t: percent(probability_of(t)) for t in self.ticks()})

    def lower(self, sheet: Sheet, y: float) -> None:
        """The scale of decibans."""
        sheet.path("rule", "M", LEFT, y + 4, "H", RIGHT)
        for tick in self.ticks():
            sheet.path("rule", "M", self.x(tick), y + 4, "V", y + 8)
        sheet.text(0, y + 20, "Decibans", size=SMALL, paint="faint")
        self._labels(sheet, y + 20, {t: str(t).replace("-", "−") for t in self.ticks()})

    def _labels(self, sheet: Sheet, y: float, labels: dict[int, str]) -> None:
        for tick, words in labels.items():
            if words == labels.get(tick + self.every if tick < 0 else tick - self.every):
                continue  # the same percentage twice says nothing
            sheet.text(self.x(tick), y, words, size=SMALL, paint="faint", anchor="middle")
