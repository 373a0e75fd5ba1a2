"""What a classification comes to: counts, agreement between two sets of criteria, what changed and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from paraneo.criteria.instrument import Card
from paraneo.criteria.logic import Verdict
from paraneo.registry.classify import NOT_APPLIED, PROBLEM, Classified, levels


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two sets of criteria on the patients to whom both apply.

    Attributes:
        table: patients by (level of the first, level of the second).
        kappa: Cohen's, over the levels as named; None where one of them puts all patients into one level and chance
            agreement is complete.
        reasons: for each pair of different levels, what decided the second, the most frequent first.
    """

    first: str
    second: str
    table: Mapping[tuple[str, str], int]
    kappa: float | None
    reasons: Mapping[tuple[str, str], tuple[tuple[str, int], ...]]


@dataclass(slots=True)
class Summary:
    """Counts that grow row by row."""

    cards: Sequence[Card]
    rows: int = 0
    with_problems: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    still_open: Counter[str] = field(default_factory=Counter)
    open: dict[str, Counter[str]] = field(default_factory=dict)
    pairs: Counter[tuple[int, str, str]] = field(default_factory=Counter)
    why: dict[tuple[int, str, str], Counter[str]] = field(default_factory=dict)

    def add(self, found: Classified) -> None:
        """Count one row."""
        self.rows += 1
        self.with_problems += bool(found.problems)
        for place, card in enumerate(self.cards):
            level = found.level(place)
            self.counts.setdefault(card.id, Counter())[level] += 1
            if found.outcomes is not None and found.outcomes[place].applies:
                said = found.outcomes[place]
                if len(said.reachable) > 1:
                    self.still_open[card.id] += 1
                    self.open.setdefault(card.id, Counter()).update(i.id for i in said.items if i.missing)
            if place:
                self._pair(place, found)

    def _pair(self, place: int, found: Classified) -> None:
        first, second = found.level(0), found.level(place)
        if {first, second} & {NOT_APPLIED, PROBLEM} or found.outcomes is None:
            return
        key = (place, first, second)
        self.pairs[key] += 1
        if first != second:
            lacking = [i for i in found.outcomes[place].items if i.verdict is not Verdict.MET]
            told = ", ".join(f"{i.id} {i.verdict.value}" for i in lacking) or "all items met"
            self.why.setdefault(key, Counter())[told] += 1

    def levels(self, card: Card) -> list[tuple[str, int]]:
        """Patients by level, those to whom it does not apply and those not read last."""
        found = self.counts.get(card.id, Counter())
        return [(level, found[level]) for level in (*levels(card), NOT_APPLIED, PROBLEM)]

    def agreements(self) -> list[Agreement]:
        """The first set of criteria against each other one."""
        out = []
        for place, card in enumerate(self.cards[1:], 1):
            table = {(a, b): n for (p, a, b), n in self.pairs.items() if p == place}
            reasons = {
                (a, b): tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])))
                for (p, a, b), counted in sorted(self.why.items())
                if p == place
            }
            out.append(Agreement(self.cards[0].id, card.id, table, kappa(table), reasons))
        return out


def kappa(table: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's kappa (Educ Psychol Meas 1960;20:37-46) of a table of (first, second) counts.

    >>> kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    0.4
    """
    total = sum(table.values())
    if not total:
        return None
    names = {name for pair in table for name in pair}
    observed = sum(table.get((name, name), 0) for name in names) / total
    first = {name: sum(n for (a, _), n in table.items() if a == name) / total for name in names}
    second = {name: sum(n for (_, b), n in table.items() if b == name) / total for name in names}
    expected = sum(first[name] * second[name] for name in names)
    return None if expected >= 1.0 else round((observed - expected) / (1.0 - expected), 6)
