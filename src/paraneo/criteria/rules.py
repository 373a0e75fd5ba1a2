"""Rules as data: what a level asks of the items, evaluated with three values (Kleene's strong logic).

A rule is the id of an item ("is it met?"), or one of the combinations below. Because a rule is data, the levels still
reachable, the shortest way to a level and deliberately wrong copies (a test of the tests) all follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from paraneo.criteria.logic import Item, Verdict, total

Needs: TypeAlias = "frozenset[tuple[str, float]]"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the rules hold."""

    count: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The rule does not hold."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Score:
    """The points of the items (of all that score where `of` is empty) add up to at least `least`."""

    least: float
    of: tuple[str, ...] = ()


Rule: TypeAlias = "str | AtLeast | Not | Score"


def all_of(*rules: Rule) -> AtLeast:
    """Every one of the rules holds."""
    return AtLeast(len(rules), rules)


def any_of(*rules: Rule) -> AtLeast:
    """At least one of the rules holds."""
    return AtLeast(1, rules)


def at_least(count: int, *rules: Rule) -> AtLeast:
    """At least so many of the rules hold."""
    return AtLeast(count, rules)


def verdict(rule: Rule, items: Mapping[str, Item]) -> Verdict:
    """Whether a rule holds, given what is known of the items.

    Raises:
        KeyError: if the rule names an item that is not there.
    """
    if isinstance(rule, str):
        return items[rule].verdict
    if isinstance(rule, Not):
        inner = verdict(rule.rule, items)
        return {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}.get(inner, inner)
    if isinstance(rule, Score):
        scored = _scored(rule, items)
        least, most = total([i.possible[0] for i in scored]), total([i.possible[-1] for i in scored])
        sure, may = least >= rule.least, most >= rule.least
    else:
        found = [verdict(inner, items) for inner in rule.rules]
        met = found.count(Verdict.MET)
        sure, may = met >= rule.count, met + found.count(Verdict.UNDETERMINED) >= rule.count
    if sure:
        return Verdict.MET
    return Verdict.UNDETERMINED if may else Verdict.NOT_MET


def _scored(rule: Score, items: Mapping[str, Item]) -> list[Item]:
    return [items[name] for name in rule.of] if rule.of else [i for i in items.values() if i.scores]


def shortest(rule: Rule, items: Mapping[str, Item], holds: bool = True) -> Needs | None:
    """The fewest answers (item, points) found that make a rule certain: none where it is, None where nothing can.

    Exact where no item stands in two branches of the rule; else a short list that suffices.
    """
    if isinstance(rule, str):
        item = items[rule]
        if item.verdict is Verdict.UNDETERMINED:
            return frozenset({(rule, item.possible[-1 if holds else 0])})
        return frozenset() if (item.verdict is Verdict.MET) == holds else None
    if isinstance(rule, Not):
        return shortest(rule.rule, items, not holds)
    if isinstance(rule, Score):
        return _points(rule, items, holds)
    ways = [way for inner in rule.rules if (way := shortest(inner, items, holds)) is not None]
    wanted = rule.count if holds else len(rule.rules) - rule.count + 1
    ways.sort(key=lambda way: (len(way), sorted(way)) if way else (0, []))
    return frozenset().union(*ways[:wanted]) if len(ways) >= wanted else None


def _points(rule: Score, items: Mapping[str, Item], holds: bool) -> Needs | None:
    """The items with the most to give first, until the sum is reached, or can no longer be."""
    scored = _scored(rule, items)
    best = -1 if holds else 0
    sums = total([i.possible[0 if holds else -1] for i in scored])
    chosen: set[tuple[str, float]] = set()
    for i in sorted(scored, key=lambda i: (i.possible[0] - i.possible[-1], i.id)):
        if (sums >= rule.least) == holds:
            break
        if len(i.possible) > 1:
            sums = total([sums, i.possible[best], -i.possible[0 if holds else -1]])
            chosen.add((i.id, i.possible[best]))
    return frozenset(chosen) if (sums >= rule.least) == holds else None
