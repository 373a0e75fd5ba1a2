"""What every instrument has in common: items that are met, not met or undetermined, and the levels still reachable.

"Undetermined" is a value of its own: a missing result never counts as a negative one. Two laws hold for every
instrument: an empty case meets nothing, and filling in what is unknown never reverses what is settled.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

NOT_MET = "not met"  # the level below the lowest of every instrument


class Verdict(enum.Enum):
    """Whether an item, a clause or a level is met."""

    MET = "met"
    NOT_MET = "not met"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an instrument.

    Attributes:
        id: its short name. text: what it asks, near to the paper; empty where the id says it.
        verdict: whether it is met.
        points: what it scores for certain, the least that any answer to the unknown can give.
        possible: every number of points that it may still score.
        because: what of the case decides it.
        missing: what would settle it; empty where it is settled.
        locator: where the rule stands in the paper.
        scores: whether its points are part of the score.
    """

    id: str
    verdict: Verdict
    points: float
    possible: tuple[float, ...]
    because: tuple[str, ...]
    missing: tuple[str, ...]
    locator: str
    text: str = ""
    scores: bool = True


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest list of answers found that makes a level certain, each as "item: answer"."""

    level: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an instrument says of a case.

    Attributes:
        id: of the instrument. subject: the condition it was applied to; empty where it asks about none.
        applies: whether the case is in its scope; if not, `notes` says why and the rest is empty.
        level: the highest level that is already certain, or "not met".
        reachable: every level that answers to the unknown can still lead to, lowest first.
        score: the sum of the certain points. most: the sum of the most that each item may still score.
        ways: for each level above the present one that is still reachable, what would make it certain.
        readings: what the paper says of such a score or level, for example the chance of a tumour.
    """

    id: str
    subject: str
    applies: bool
    level: str
    reachable: tuple[str, ...]
    score: float
    items: tuple[Item, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    most: float = 0
    ways: tuple[Way, ...] = ()
    readings: tuple[str, ...] = ()


def item(
    name: str,
    possible: Sequence[float],
    because: Sequence[str],
    missing: Sequence[str],
    locator: str,
    text: str = "",
    scores: bool = True,
) -> Item:
    """An item from the points that it may score: undetermined while some of them are zero and others are not.

    >>> item("antibody", (0, 3), (), ("send the antibodies",), "Table 5").verdict
    <Verdict.UNDETERMINED: 'undetermined'>
    """
    distinct = tuple(sorted(set(possible)))
    if 0 not in distinct:
        verdict = Verdict.MET
    elif distinct == (0,):
        verdict = Verdict.NOT_MET
    else:
        verdict = Verdict.UNDETERMINED
    settled = len(distinct) == 1
    open_ = () if settled else tuple(missing)
    return Item(name, verdict, distinct[0], distinct, tuple(because), open_, locator, text, scores)


def out_of_scope(instrument: str, subject: str, reason: str, sources: tuple[str, ...]) -> Outcome:
    """The outcome of an instrument that does not apply."""
    return Outcome(instrument, subject, False, NOT_MET, (), 0, (), (reason,), sources)


def total(points: Sequence[float]) -> float:
    """A sum of points without the last digits of binary fractions: 3.1 + 1.7 is 4.8; whole numbers stay whole.

    >>> total([3.1, 1.7]), total([3, 1])
    (4.8, 4)
    """
    added = round(sum(points), 6)
    return int(added) if added == int(added) else added


def totals(items: Sequence[Item]) -> list[tuple[float, ...]]:
    """Every combination of points that the items may still score, one entry for each item."""
    return list(itertools.product(*(i.possible for i in items)))
