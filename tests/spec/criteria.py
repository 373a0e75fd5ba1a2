"""The specification of an instrument: cases as data in tests/spec/<id>.yaml, each with what must come of it.

An entry has a `name`, a `kind` (published, boundary, three-valued), a `locator`, what is given (`answers` to items, a `case`
in paraneo YAML without its id, a `subject`) and what is expected (`level`, `score`, `most`, `reachable`, `items`, `readings`, `ways`,
`applies`).
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from paraneo import api
from paraneo.case import Answer, Case
from paraneo.criteria.facts import Facts
from paraneo.criteria.instrument import Card, Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import AtLeast, Not, Rule, Score

FOLDER = Path(__file__).parent
KINDS = ("published", "boundary", "three-valued")
EXPECTED = ("level", "score", "most", "applies", "reachable", "readings", "items", "ways")
GIVEN = ("name", "kind", "locator", "answers", "case", "subject")
FEWEST = 12
KB = api.assessor().knowledge.kb
ONTOLOGY = api.assessor().ontology


def facts(case: Case, subject: str) -> Facts:
    """The facts of a case that is taken to have a condition."""
    return Facts(case, KB, ONTOLOGY, subject)


@cache
def entries(instrument: str) -> list[dict[str, Any]]:
    """The cases of an instrument, in the order of its file."""
    path = FOLDER / f"{instrument}.yaml"
    found: list[dict[str, Any]] = YAML(typ="safe", pure=True).load(path.read_text()) or []
    return found


def answers(card: Card, given: dict[str, Any]) -> tuple[Answer, ...]:
    """Answers as they stand in an entry: yes, no, or a grade."""
    grades = {item: card.grade(item, str(value)) for item, value in given.items()}
    wrong = {item: told for item, told in grades.items() if isinstance(told, str)}
    assert not wrong, f"{card.id}: {wrong}"
    return tuple(Answer(card.id, item, int(grade)) for item, grade in grades.items())


@cache
def _read(text: str) -> Case:
    return api.load_case(text)


def case_of(card: Card, entry: dict[str, Any]) -> Case:
    """The case of an entry; ALL-NEGATIVE stands for a negative result of every antibody."""
    fields = dict(entry.get("case") or {"age": 60})
    if fields.get("antibodies") == "ALL-NEGATIVE":
        fields["antibodies"] = [{"antibody": a, "result": "negative"} for a in KB.antibodies]
    text = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.dump({"paraneo": 1, "id": "spec", **fields}, text)
    case = _read(text.getvalue())
    assert not case.unrecognised, f"{card.id}: {entry['name']}: not understood: {case.unrecognised}"
    if not entry.get("case"):
        case = dataclasses.replace(case, subject=dataclasses.replace(case.subject, age=None))
    return dataclasses.replace(case, answers=(*case.answers, *answers(card, entry.get("answers") or {})))


def outcome_of(card: Card, entry: dict[str, Any]) -> Outcome:
    """What an instrument says of an entry; the subject is the entry's, else the case's, else the first in scope."""
    case = case_of(card, entry)
    subject = entry.get("subject") or next(iter(case.stated), "") or min(card.subjects, default="")
    return card.evaluate(facts(case, subject))


def mistakes(card: Card, entry: dict[str, Any]) -> list[str]:
    """How an outcome differs from what an entry expects."""
    outcome = outcome_of(card, entry)
    got: dict[str, Any] = {
        "level": outcome.level,
        "score": outcome.score,
        "most": outcome.most,
        "applies": outcome.applies,
        "reachable": list(outcome.reachable),
        "readings": list(outcome.readings),
        "ways": {way.level: list(way.needs) for way in outcome.ways},
        "items": {i.id: i.verdict.value for i in outcome.items if i.id in entry.get("items", {})},
    }
    return [f"{key} is {got[key]}, not {entry[key]}" for key in EXPECTED if key in entry and got[key] != entry[key]]


# Wrong copies


def wrong_copies(instrument: Instrument) -> Iterator[tuple[str, Instrument]]:
    """Copies of an instrument with one rule, threshold or number of points changed, each with what was changed."""
    for place, level in enumerate(instrument.levels):
        for change, rule in _wrong_rules(level.rule):
            levels = list(instrument.levels)
            levels[place] = Level(level.name, rule, level.locator)
            yield f"{level.name}: {change}", dataclasses.replace(instrument, levels=tuple(levels))
    if len(instrument.levels) > 1:
        for place, level in enumerate(instrument.levels):
            fewer = (*instrument.levels[:place], *instrument.levels[place + 1 :])
            yield f"no level {level.name}", dataclasses.replace(instrument, levels=fewer)
    for place, question in enumerate(instrument.questions):
        for change, wrong in _wrong_questions(question, instrument.scored):
            questions = list(instrument.questions)
            questions[place] = wrong
            yield f"{question.id}: {change}", dataclasses.replace(instrument, questions=tuple(questions))


def _wrong_rules(rule: Rule) -> Iterator[tuple[str, Rule]]:
    if isinstance(rule, str):
        return
    if isinstance(rule, Not):
        yield "a negation lost", rule.rule
        yield from ((change, Not(inner)) for change, inner in _wrong_rules(rule.rule))
    elif isinstance(rule, Score):
        for step in (-0.1, 0.1) if rule.least != int(rule.least) else (-1, 1):
            yield f"{rule.least + step:g} points instead of {rule.least:g}", Score(round(rule.least + step, 6), rule.of)
        for item in rule.of if len(rule.of) > 1 else ():
            yield f"{item} not counted", Score(rule.least, tuple(other for other in rule.of if other != item))
    else:
        for count in (rule.count - 1, rule.count + 1):
            if 1 <= count <= len(rule.rules):
                yield f"{count} of {len(rule.rules)} instead of {rule.count}", AtLeast(count, rule.rules)
        for place, inner in enumerate(rule.rules):
            before, after = rule.rules[:place], rule.rules[place + 1 :]
            if len(rule.rules) > 1:
                count = min(rule.count, len(rule.rules) - 1)
                yield f"without {inner if isinstance(inner, str) else 'a part'}", AtLeast(count, before + after)
            for change, wrong in _wrong_rules(inner):
                yield change, AtLeast(rule.count, (*before, wrong, *after))


def _wrong_questions(question: Question, scored: bool) -> Iterator[tuple[str, Question]]:
    if scored and question.scores:
        for grade in range(1, len(question.points)):
            points = list(question.points)
            points[grade] += 1
            yield (
                f"{points[grade]:g} points instead of {question.points[grade]:g}",
                dataclasses.replace(question, points=tuple(points)),
            )
    if question.unless:
        yield "counts beside what it must not", dataclasses.replace(question, unless="")
