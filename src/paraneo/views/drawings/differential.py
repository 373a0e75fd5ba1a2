"""The differential diagnosis: a bar for each leading condition, with its 95% interval."""

from __future__ import annotations

from paraneo.contract import Assessment, Candidate
from paraneo.quantities import percent
from paraneo.views.drawings.sheet import LEADING, SMALL, TEXT, WIDTH, Sheet
from paraneo.views.text import LEAST_SHARE, MOST_CONDITIONS, between

LEFT, RIGHT, BAR = 18.0, WIDTH - 8.0, 12.0
NAME_ROOM = WIDTH - LEFT - 56


def differential(assessment: Assessment) -> str:
    """Draw the leading conditions, the hypothesis of none of them, and what is left for all the others."""
    shown = leading(assessment)
    rest = [c for c in assessment.conditions if c not in shown]
    sheet = Sheet("differential")
    y = 4.0
    for candidate in shown:
        y = _row(sheet, y, candidate)
    left = sum(c.probability for c in rest)
    if rest:
        sheet.text(LEFT, y + TEXT, f"{len(rest)} other conditions together", paint="faint", size=TEXT)
        sheet.text(RIGHT, y + TEXT, percent(left), anchor="end", bold=True, paint="faint")
        y += TEXT + 12
    y = _axis(sheet, y)
    facts = [
        f"{c.name} ({'no known condition' if c.kind == 'other' else c.kind}): {percent(c.probability)}, "
        f"95% interval {_interval(c)}." for c in shown
    ]  # fmt: skip
    if rest:
        facts.append(f"{len(rest)} other conditions together: {percent(left)}.")
    return sheet.finish(y, f"How likely each condition is in case {assessment.case}", facts)


def leading(assessment: Assessment) -> list[Candidate]:
    """The conditions worth a bar, likeliest first; always with `other`, since no list is complete."""
    first = [c for c in assessment.conditions[:MOST_CONDITIONS] if c.probability >= LEAST_SHARE]
    first = first or assessment.conditions[:1]
    return [c for c in assessment.conditions if c in first or c.kind == "other"]


def _interval(candidate: Candidate) -> str:
    """The interval in words; both ends may lie beyond what is printed."""
    low, high = (percent(end) for end in candidate.interval)
    return low if low == high else between(candidate.interval)


def _row(sheet: Sheet, y: float, candidate: Candidate) -> float:
    """One condition: mark, name and percentage, then the bar, then its kind and interval; returns the next top."""
    baseline = y + TEXT
    sheet.mark(candidate.kind, 7.0, baseline - 4.5)
    sheet.text(RIGHT, baseline, percent(candidate.probability), anchor="end", bold=True)
    name = "None of the known conditions" if candidate.kind == "other" else candidate.name
    top = sheet.lines(LEFT, baseline, name, room=NAME_ROOM) + 5
    _bar(sheet, top, candidate)
    word = "" if candidate.kind == "other" else f"{candidate.kind}, "
    below = top + BAR + SMALL * LEADING - 1
    sheet.text(LEFT, below, f"{word}95% interval {_interval(candidate)}", size=SMALL, paint="faint")
    return below + 9


def _bar(sheet: Sheet, top: float, candidate: Candidate) -> None:
    length = _x(candidate.probability) - LEFT
    sheet.box("track", LEFT, top, RIGHT - LEFT, BAR)
    sheet.box(candidate.kind, LEFT, top, max(length, 1.0), BAR)
    if candidate.kind == "mimic":
        sheet.hatch("mimic-hatch", LEFT, top, max(length, 1.0), BAR)
    low, high = (_x(end) for end in candidate.interval)
    middle = top + BAR / 2
    whisker = ("M", low, middle - 4, "V", middle + 4, "M", low, middle, "H", high, "M", high, middle - 4, "V",
               middle + 4)  # fmt: skip
    sheet.path("halo", *whisker)
    sheet.path("interval", *whisker)


def _axis(sheet: Sheet, y: float) -> float:
    """The scale below the bars; returns the height of the drawing."""
    sheet.path("rule", "M", LEFT, y, "H", RIGHT)
    for tick, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        sheet.path("rule", "M", _x(tick), y, "V", y + 4)
        sheet.text(_x(tick), y + 16, f"{100 * tick:.0f}%", size=SMALL, paint="faint", anchor=anchor)
    return y + 22


def _x(probability: float) -> float:
    return LEFT + (RIGHT - LEFT) * probability
