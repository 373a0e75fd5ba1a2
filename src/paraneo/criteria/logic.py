"""What every instrument has in common: items that are met, not met or undetermined, and the levels still reachable.

"Undetermined" is a value of its own: a missing result never counts as a negative one. Two laws hold for every
instrument: an empty case meets nothing, and filling in what is unknown never reverses what is settled.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Sequence
from dataclasses import dataclass


class Verdict(enum.Enum):
    """Whether an item is met."""

    MET = "met"
    NOT_MET = "not met"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an instrument.

    Attributes:
        id: its name as in the paper.
        verdict: whether it is met.
        points: what it scores for certain, the least that any answer to the unknown can give.
        possible: every number of points that it may still score.
        because: what of the case decides it.
        missing: what would settle it; empty where it is settled.
        locator: where the rule stands in the paper.
    """

    id: str
    verdict: Verdict
    points: int
    possible: tuple[int, ...]
    because: tuple[str, ...]
    missing: tuple[str, ...]
    locator: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an instrument says of a case.

    Attributes:
        id: of the instrument. subject: the condition it was applied to.
        applies: whether the condition is in its scope; if not, `notes` says why and the rest is empty.
        level: the highest level that is already certain, or "not met".
        reachable: every level that answers to the unknown can still lead to, lowest first.
        score: the sum of the certain points.
    """

    id: str
    subject: str
    applies: bool
    level: str
    reachable: tuple[str, ...]
    score: int
    items: tuple[Item, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def item(name: str, possible: Sequence[int], because: Sequence[str], missing: Sequence[str], locator: str) -> Item:
    """An item from the points that it may score: undetermined while some of them are zero and others are not.

    >>> item("antibody", (0, 3), (), ("send the antibodies",), "Table 5").verdict
    <Verdict.UNDETERMINED: 'undetermined'>
    """
    distinct = tuple(sorted(set(possible)))
    if distinct[0] > 0:
        verdict = Verdict.MET
    elif distinct[-1] == 0:
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.UNDETERMINED
    settled = len(distinct) == 1
    return Item(name, verdict, distinct[0], distinct, tuple(because), () if settled else tuple(missing), locator)


def totals(items: Sequence[Item]) -> list[tuple[int, ...]]:
    """Every combination of points that the items may still score, one entry for each item."""
    return list(itertools.product(*(i.possible for i in items)))
