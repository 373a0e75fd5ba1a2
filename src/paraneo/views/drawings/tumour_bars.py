"""The tumours that may cause the illness, by probability, and the tests of the search that look for each."""

from __future__ import annotations

from collections.abc import Sequence

from paraneo.contract import AdviceStep, Assessment, Share
from paraneo.quantities import percent
from paraneo.views.drawings.measure import width, wrap
from paraneo.views.drawings.sheet import LEADING, SMALL, TEXT, WIDTH, Sheet

LEAST, MOST = 0.01, 6
GIVEN = "Each chance holds if the tests before it found nothing."
LEFT, RIGHT, BAR = 2.0, WIDTH - 2.0, 10.0


def tumour_bars(assessment: Assessment) -> str:
    """Draw a bar for each likely tumour with the numbers of the tests that can show it, and the tests in order."""
    shown = likely_tumours(assessment)
    tests = searching(assessment)
    sheet = Sheet("tumours")
    y = 4.0
    for share in shown:
        y = _row(sheet, y, share, [n for n, test in enumerate(tests, 1) if looks_for(test, share)])
    rest = [share for share in assessment.tumours if share not in shown]
    left = percent(sum(share.probability for share in rest))
    if rest:
        sheet.text(LEFT, y + TEXT, f"{len(rest)} other tumours together", paint="faint")
        sheet.text(RIGHT, y + TEXT, left, anchor="end", bold=True, paint="faint")
        y += TEXT + 10
    y = _plan(sheet, y, tests) if tests else y
    facts = [_fact(share, tests) for share in shown]
    facts += [f"{len(rest)} other tumours together: {left}."] if rest else []
    facts += [f"Test {n}: {test.text}{_finds(test)}." for n, test in enumerate(tests, 1)] + [GIVEN] * bool(tests)
    return sheet.finish(y + 6, f"Which tumour may be the cause in case {assessment.case}", facts)


def likely_tumours(assessment: Assessment) -> list[Share]:
    """The tumours worth a bar, likeliest first, and always `none`, which is never unlikely enough to leave out."""
    tumours = [s for s in assessment.tumours if s.id != "none" and s.probability >= LEAST][:MOST]
    return [s for s in assessment.tumours if s in tumours or s.id == "none"]


def named(share: Share) -> str:
    """A tumour's name; `none` says what it means."""
    return "No tumour is the cause" if share.id == "none" else share.name


def searching(assessment: Assessment) -> list[AdviceStep]:
    """The tests of the search, in their order; advice on the search that is not a test is left out."""
    return [s for s in assessment.tumour_search if any(looks_for(s, share) for share in assessment.tumours)]


def looks_for(test: AdviceStep, share: Share) -> bool:
    """Whether a test was chosen for a tumour: its reason lists the tumours, each with how likely it is."""
    return any(
        part.startswith(f"{share.name}: ") and part.split(": ")[-1].split(",")[0].endswith("% likely")
        for part in test.because.split("; ")
    )


def _row(sheet: Sheet, y: float, share: Share, numbers: Sequence[int]) -> float:
    """One tumour: name and percentage, bar, then the tests that look for it; returns the next top."""
    baseline = y + TEXT
    none = share.id == "none"
    sheet.text(RIGHT, baseline, percent(share.probability), anchor="end", bold=True)
    top = sheet.lines(LEFT, baseline, named(share), room=RIGHT - LEFT - 50) + 5
    length = max(1.0, (RIGHT - LEFT) * share.probability)
    sheet.box("track", LEFT, top, RIGHT - LEFT, BAR)
    sheet.box("other" if none else "share", LEFT, top, length, BAR)
    below = top + BAR
    if numbers:
        middle = below + 15
        words = "searched with"
        sheet.text(LEFT, middle + 4, words, size=SMALL, paint="faint")
        x = LEFT + width(words, SMALL) + 14
        for n in numbers:
            sheet.badge(str(n), x, middle)
            x += 21
        below = middle + 9
    return below + 8


def _plan(sheet: Sheet, y: float, tests: Sequence[AdviceStep]) -> float:
    """The tests in their order, each with the chance that it finds a tumour if those before it found none."""
    sheet.path("rule", "M", 0, y, "H", WIDTH)
    sheet.text(LEFT, y + 18, "Search in this order", size=SMALL, paint="faint")
    sheet.text(RIGHT, y + 18, "chance to find a tumour", size=SMALL, paint="faint", anchor="end")
    y += 26
    for n, test in enumerate(tests, 1):
        room = WIDTH - 26 - 74
        lines = len(wrap(test.text, room, SMALL))
        sheet.badge(str(n), 11, y + 10)
        sheet.lines(26, y + 14, test.text, room=room, size=SMALL)
        chance = "not known" if test.chance is None else percent(test.chance)
        sheet.text(RIGHT, y + 14, chance, size=SMALL, anchor="end", bold=test.chance is not None)
        y += max(22.0, lines * SMALL * LEADING + 8)
    return sheet.lines(LEFT, y + 16, GIVEN, room=RIGHT - LEFT, size=SMALL, paint="faint") + 2


def _fact(share: Share, tests: Sequence[AdviceStep]) -> str:
    found = [test.text for test in tests if looks_for(test, share)]
    return f"{named(share)}: {percent(share.probability)}{', searched with ' + '; '.join(found) if found else ''}."


def _finds(test: AdviceStep) -> str:
    return ", chance not known" if test.chance is None else f", finds a tumour: {percent(test.chance)}"
