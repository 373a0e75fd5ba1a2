"""An instrument: its items, what each level asks of them, and where all of it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from paraneo.criteria.facts import Facts, Read, Reading
from paraneo.criteria.logic import NOT_MET, Item, Outcome, Verdict, Way, item, out_of_scope, total
from paraneo.criteria.rules import Rule, shortest, verdict


@dataclass(frozen=True, slots=True)
class Question:
    """One item, as the paper names it.

    Attributes:
        text: what it asks, in our words. locator: where it stands in the source.
        points: what each grade scores; two entries for yes or no, the first for no.
        grades: what each grade means, for an item with more than two.
        read: how the case answers it; None where only a person can.
        unless: an item beside which this one does not count.
        scores: whether its points are part of the score; a judgement that opens an instrument has none.
    """

    id: str
    text: str
    locator: str
    points: tuple[float, ...] = (0, 1)
    grades: tuple[str, ...] = ()
    read: Read | None = None
    unless: str = ""
    scores: bool = True


@dataclass(frozen=True, slots=True)
class Level:
    """A level and what it asks."""

    name: str
    rule: Rule
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What every instrument says of itself.

    Attributes:
        year: of publication. sources: studies of kb/studies, the original first.
        scope: whom it is for. misuse: what it must not be used for.
        seen: what of the source was read, and how. off: clauses that are not encoded, each with the reason.
        subjects: conditions that it is applied to; empty for any illness.
        by_subject: whether what it says depends on the condition it is applied to.
        grades_cancer: whether its levels say how certain it is that the illness is paraneoplastic.
    """

    id: str
    name: str
    year: int
    sources: tuple[str, ...]
    scope: str
    misuse: str
    seen: str
    off: tuple[str, ...] = ()
    subjects: frozenset[str] = frozenset()
    by_subject: bool = False
    grades_cancer: bool = False

    @property
    def level_names(self) -> tuple[str, ...]:
        """The levels by name, lowest first."""
        raise NotImplementedError

    def evaluate(self, facts: Facts) -> Outcome:
        """Apply the instrument to a case taken to have the condition `facts.subject`."""
        raise NotImplementedError

    def grade(self, item: str, answer: str) -> int | str:  # noqa: ARG002
        """The grade that a person's answer to an item means, or what to write instead."""
        return f"the items of {self.id} are read from the case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Card):
    """A published set of criteria or a score whose items and levels are data.

    Attributes:
        levels: lowest first. scored: whether the sum of the points means something by itself.
        readings: what the paper says of an outcome, for example the chance of a tumour at each score.
        outside: why a case is outside the scope; returns an empty text where it is not.
    """

    questions: tuple[Question, ...]
    levels: tuple[Level, ...] = ()
    scored: bool = False
    readings: Callable[[Outcome, Facts], tuple[str, ...]] | None = None
    outside: Callable[[Facts], str] | None = None

    @property
    def level_names(self) -> tuple[str, ...]:
        """The levels by name, lowest first."""
        return tuple(level.name for level in self.levels)

    def evaluate(self, facts: Facts) -> Outcome:
        """Apply the instrument to a case taken to have the condition `facts.subject`."""
        subject = facts.subject
        if self.subjects and subject not in self.subjects:
            name = facts.kb.conditions[subject].name if subject else "no condition"
            return out_of_scope(self.id, subject, f"{name}: not what the instrument is for", self.sources)
        reason = self.outside(facts) if self.outside is not None else ""
        if reason:
            return out_of_scope(self.id, subject, reason, self.sources)
        outcome = self._grade(self.items(facts), subject if self.subjects else "")
        return outcome if self.readings is None else replace(outcome, readings=self.readings(outcome, facts))

    def grade(self, item: str, answer: str) -> int | str:
        """The grade that a person's answer to an item means, or what to write instead.

        Yes or no; for a graded item its number, or the words of the grade.
        """
        question = next((q for q in self.questions if q.id == item), None)
        if question is None:
            return f"the items of {self.id} are {', '.join(q.id for q in self.questions)}"
        words = [grade.casefold() for grade in question.grades] or ["no", "yes"]
        said = {"true": "yes", "false": "no", "met": "yes", "not met": "no"}.get(answer.casefold(), answer.casefold())
        if said in words:
            return words.index(said)
        if said.isdecimal() and int(said) < len(words):
            return int(said)
        return f"write {' or '.join(question.grades or words)}"

    def reading(self, facts: Facts, name: str) -> Reading:
        """What is known of one item, for an instrument that builds on this one.

        Raises:
            KeyError: if there is no such item.
        """
        return self._read(facts, {q.id: q for q in self.questions}[name])

    def _read(self, facts: Facts, question: Question) -> Reading:
        """A person's answer, else what the case says."""
        given = facts.answer(self.id, question.id)
        if given is not None:
            words = question.grades[given] if question.grades else ("no", "yes")[given]
            return Reading((given,), (f"answered: {words}",))
        if question.read is not None:
            return question.read(facts)
        return Reading(tuple(range(len(question.points))), (), (question.text,))

    def items(self, facts: Facts) -> tuple[Item, ...]:
        """Every item, with what the case or a person says of it."""
        readings = {q.id: self._read(facts, q) for q in self.questions}
        return tuple(_item(q, readings) for q in self.questions)

    def _grade(self, items: tuple[Item, ...], subject: str) -> Outcome:
        by_id = {i.id: i for i in items}
        scored = [i for i in items if i.scores] if self.scored else []
        verdicts = [(level, verdict(level.rule, by_id)) for level in self.levels]
        certain = max((place for place, (_, found) in enumerate(verdicts, 1) if found is Verdict.MET), default=0)
        open_ = [level for level, found in verdicts[certain:] if found is Verdict.UNDETERMINED]
        level = self.levels[certain - 1].name if certain else NOT_MET
        needed = [(higher.name, shortest(higher.rule, by_id)) for higher in open_]
        asked = {q.id: q for q in self.questions} if needed else {}
        return Outcome(
            id=self.id,
            subject=subject,
            applies=True,
            level=level,
            reachable=(level, *(higher.name for higher in open_)),
            score=total([i.possible[0] for i in scored]),
            items=items,
            notes=(f"clauses not encoded: {len(self.off)}; docs/criteria/{self.id}.md names them",) if self.off else (),
            sources=self.sources,
            most=total([i.possible[-1] for i in scored]),
            ways=tuple(
                Way(name, tuple(_told(asked[item_id], points) for item_id, points in sorted(needs)))
                for name, needs in needed
                if needs is not None
            ),
        )


def _told(question: Question, points: float) -> str:
    if question.grades:
        return f"{question.id}: {question.grades[question.points.index(points)]}"
    return f"{question.id}: {'yes' if points else 'no'}"


def _item(question: Question, readings: dict[str, Reading]) -> Item:
    found = readings[question.id]
    points = [question.points[grade] for grade in found.possible]
    because, missing = found.because, found.missing
    beside = readings[question.unless] if question.unless else None
    if beside is not None and any(points) and not beside.not_met:
        because = (*because, f"does not count beside {question.unless}") if beside.met else because
        points = [0] if beside.met else [0, *points]
        missing = (*missing, *beside.missing)
    return item(question.id, points, because, missing, question.locator, question.text, question.scores)
