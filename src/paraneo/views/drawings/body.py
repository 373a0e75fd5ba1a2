"""Where the tumour may be: numbered sites on the outline of a person, with their list beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from paraneo.contract import Assessment, Share
from paraneo.knowledge.model import KnowledgeBase
from paraneo.quantities import percent
from paraneo.views.drawings.figure import HEIGHT, ORGANS, SITES, Point, outline
from paraneo.views.drawings.sheet import LEADING, SMALL, TEXT, WIDTH, Sheet
from paraneo.views.drawings.tumour_bars import likely_tumours, named

MIDDLE, TOP = 84.0, 4.0
LIST = 178.0  # left edge of the list
SMALLEST, LARGEST = 8.0, 19.0  # radius of a mark; its area grows with the probability


def body(assessment: Assessment, kb: KnowledgeBase) -> str:
    """Draw the likely tumours where they sit; those without one place are in the list only, marked by a square."""
    tumours = [share for share in likely_tumours(assessment) if share.id in kb.tumours]
    numbered = list(enumerate(tumours, 1))
    sheet = Sheet("body")
    sheet.path("figure", *_shifted(outline()))
    for x, y, half, tall in ORGANS:
        _organ(sheet, MIDDLE + x, TOP + y, half, tall)
    sited = [(n, share) for n, share in numbered if share.id in SITES]
    places = _apart([(SITES[share.id], radius(share.probability)) for _, share in sited])
    for (n, share), (x, y) in reversed(list(zip(sited, places, strict=True))):
        sheet.badge(str(n), MIDDLE + x, TOP + y, r=radius(share.probability))
    sheet.text(18, 18, "right", size=SMALL, paint="faint")
    sheet.text(150, 18, "left", size=SMALL, paint="faint", anchor="end")
    y = _list(sheet, assessment, numbered)
    return sheet.finish(max(TOP + HEIGHT + 4, y), f"Where a tumour may be in case {assessment.case}",
                        _facts(assessment, numbered))  # fmt: skip


def radius(probability: float) -> float:
    """Of a mark, so that its area beyond the smallest grows in proportion."""
    return math.sqrt(SMALLEST**2 + (LARGEST**2 - SMALLEST**2) * probability)


def _shifted(steps: Sequence[str | float]) -> list[str | float]:
    moved: list[str | float] = []
    across = True
    for step in steps:
        if isinstance(step, str):
            moved.append(step)
        else:
            moved.append(step + (MIDDLE if across else TOP))
            across = not across
    return moved


def _organ(sheet: Sheet, x: float, y: float, half: float, tall: float) -> None:
    sheet.path("organ", "M", x, y - tall, "A", half, tall, 0, 1, 1, x, y + tall, "A", half, tall, 0, 1, 1, x, y - tall,
               "Z")  # fmt: skip


def _apart(marks: Sequence[tuple[Point, float]]) -> list[Point]:
    """Places near the sites at which no mark covers another: the likelier keeps its place, the next one moves."""
    placed: list[tuple[Point, float]] = []
    for (x, y), r in marks:
        candidates = [
            (x + step * math.cos(turn * math.pi / 8), y + step * math.sin(turn * math.pi / 8))
            for step in range(0, 60, 2) for turn in range(16 if step else 1)
        ]  # fmt: skip
        free = (p for p in candidates if all(math.dist(p, q) >= r + s + 1 for q, s in placed))
        placed.append((next(free, (x, y)), r))
    return [place for place, _ in placed]


def _list(sheet: Sheet, assessment: Assessment, numbered: Sequence[tuple[int, Share]]) -> float:
    """The legend: number, probability and name of each; returns the lower edge."""
    y = 10.0
    room = WIDTH - LIST - 24
    for n, share in numbered:
        sheet.badge(str(n), LIST + 9, y + 9, square=share.id not in SITES)
        sheet.text(LIST + 24, y + 13, percent(share.probability), bold=True)
        y = sheet.lines(LIST + 24, y + 13 + SMALL * LEADING, share.name, room=room, size=SMALL) + 11
    sheet.path("rule", "M", LIST, y, "H", WIDTH)
    for words, chance in _others(assessment, numbered):
        sheet.text(LIST + 24, y + 8 + TEXT, percent(chance), bold=True)
        y = sheet.lines(LIST + 24, y + 8 + TEXT + SMALL * LEADING, words, room=room, size=SMALL) + 2
    if any(share.id not in SITES for _, share in numbered):
        sheet.badge("", LIST + 9, y + 23, r=6, square=True)
        y = sheet.lines(LIST + 24, y + 27, "square: no single place in the body", room=room, size=SMALL, paint="faint")
    return y + 12


def _others(assessment: Assessment, numbered: Sequence[tuple[int, Share]]) -> list[tuple[str, float]]:
    none = [(named(share), share.probability) for share in assessment.tumours if share.id == "none"]
    shown = {share.id for _, share in numbered} | {"none"}
    rest = [share.probability for share in assessment.tumours if share.id not in shown]
    return [*none, *([(f"{len(rest)} other tumours together", sum(rest))] if rest else [])]


def _facts(assessment: Assessment, numbered: Sequence[tuple[int, Share]]) -> list[str]:
    facts = []
    for n, share in numbered:
        where = "" if share.id in SITES else ", no single place in the body"
        facts.append(f"{n}. {share.name}: {percent(share.probability)}{where}.")
    return facts + [f"{words}: {percent(chance)}." for words, chance in _others(assessment, numbered)]
