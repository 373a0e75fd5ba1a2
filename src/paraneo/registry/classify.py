"""Rows of a registry by published criteria, one after the other; a bad row is reported and stops nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from paraneo.case import Case
from paraneo.criteria.facts import Facts
from paraneo.criteria.instrument import Card
from paraneo.criteria.logic import NOT_MET, Outcome, Verdict, out_of_scope
from paraneo.interop.names import Names
from paraneo.issues import Notepad
from paraneo.registry.mapping import Mapping
from paraneo.registry.rows import case_of

FIELDS = ("level", "score", "most", "reachable", "met", "not_met", "missing", "why")
NOT_APPLIED = "does not apply"
PROBLEM = "not read"
NO_SYNDROME = "no syndrome is named"


@dataclass(frozen=True, slots=True)
class Classified:
    """One row: its id, what each instrument says (None where the row could not be read), and what was wrong with it."""

    id: str
    outcomes: tuple[Outcome, ...] | None
    problems: tuple[str, ...]

    def level(self, place: int) -> str:
        """The level by one instrument, or why there is none."""
        if self.outcomes is None:
            return PROBLEM
        outcome = self.outcomes[place]
        return outcome.level if outcome.applies else NOT_APPLIED


def classify(
    rows: Iterable[dict[str, str]], mapping: Mapping, cards: Sequence[Card], names: Names
) -> Iterator[Classified]:
    """Classify rows; `names` is of the knowledge base."""
    for number, row in enumerate(rows, 1):
        notepad = Notepad((f"row {number}",))
        case = case_of(row, mapping, names, notepad)
        problems = tuple(f"{issue}" for issue in notepad if issue.code not in {"no-age", "no-sex"})
        if case is None:
            yield Classified(row.get(mapping.id, f"row {number}"), None, problems)
        else:
            yield Classified(case.id, tuple(outcome(case, card, names) for card in cards), problems)


def outcome(case: Case, card: Card, names: Names) -> Outcome:
    """What an instrument says of a case, for the first of the syndromes that the registry names and it is for."""
    if card.subjects and not case.stated:
        return out_of_scope(card.id, "", NO_SYNDROME, card.sources)
    fitting = [c for c in case.stated if c in card.subjects] or [*case.stated, ""]
    return card.evaluate(Facts(case, names.kb, names.ontology, fitting[0]))


def columns(cards: Sequence[Card]) -> list[str]:
    """The columns of the table of results."""
    return ["id", *(f"{card.id}_{field}" for card in cards for field in FIELDS), "problems"]


def to_row(found: Classified, cards: Sequence[Card]) -> dict[str, str]:
    """A row of the table of results."""
    row = dict.fromkeys(columns(cards), "")
    row |= {"id": found.id, "problems": "; ".join(found.problems)}
    for place, card in enumerate(cards):
        row[f"{card.id}_level"] = found.level(place)
        if found.outcomes is None:
            continue
        said = found.outcomes[place]
        if not said.applies:
            row[f"{card.id}_why"] = "; ".join(said.notes)
            continue
        missing = [m for i in said.items for m in i.missing] if len(said.reachable) > 1 else []
        row |= {
            f"{card.id}_score": f"{said.score:g}",
            f"{card.id}_most": f"{said.most:g}",
            f"{card.id}_reachable": "; ".join(said.reachable),
            f"{card.id}_met": _ids(said, Verdict.MET),
            f"{card.id}_not_met": _ids(said, Verdict.NOT_MET),
            f"{card.id}_missing": "; ".join(missing),
            f"{card.id}_why": "; ".join(f"{i.id}: {', '.join(i.because)}" for i in said.items if i.because),
        }
    return row


def _ids(outcome: Outcome, verdict: Verdict) -> str:
    return "; ".join(i.id for i in outcome.items if i.verdict is verdict)


def levels(card: Card) -> tuple[str, ...]:
    """The levels of an instrument, "not met" first."""
    return (NOT_MET, *card.level_names)
