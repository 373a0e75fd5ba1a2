"""Every instrument against its specification, two laws for all of them, and a test of the specifications themselves."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paraneo.case import Answer, Case, Subject
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.criteria.instrument import Instrument
from paraneo.criteria.logic import NOT_MET, Verdict
from paraneo.knowledge.check import walk
from paraneo.knowledge.estimates import Sourced
from tests.spec.criteria import EXPECTED, FEWEST, GIVEN, KB, KINDS, entries, facts, mistakes, wrong_copies

CASES = [(card, entry) for card in INSTRUMENTS.values() for entry in entries(card.id)]
RULED = [card for card in INSTRUMENTS.values() if isinstance(card, Instrument)]
EMPTY = Case("empty", Subject("empty"))


@pytest.mark.parametrize(("card", "entry"), CASES, ids=lambda x: x["name"] if isinstance(x, dict) else x.id)
def test_published_rule(card: Any, entry: dict[str, Any]) -> None:
    assert mistakes(card, entry) == []


@pytest.mark.parametrize("card", INSTRUMENTS.values(), ids=lambda card: card.id)
def test_every_instrument_is_specified(card: Any) -> None:
    found = entries(card.id)
    assert len(found) >= FEWEST
    assert len({entry["name"] for entry in found}) == len(found)
    for entry in found:
        assert set(entry) <= {*GIVEN, *EXPECTED}, entry["name"]
        assert set(entry) & set(EXPECTED), entry["name"]
        assert entry["kind"] in KINDS
        assert entry["locator"], entry["name"]
    assert {entry["kind"] for entry in found} >= {"boundary", "three-valued"}
    assert set(card.sources) <= set(KB.studies)
    assert card.subjects <= set(KB.conditions)


@pytest.mark.parametrize("card", RULED, ids=lambda card: card.id)
def test_the_specification_turns_red_for_a_wrong_rule(card: Instrument) -> None:
    """Every copy with one threshold, clause or number of points changed is found out by a case of the specification.

    A copy that answers two thousand random patients like the original is the same instrument in other words.
    """
    survived = [
        what
        for what, wrong in wrong_copies(card)
        if not any(mistakes(wrong, entry) for entry in entries(card.id)) and _differs(card, wrong)
    ]
    assert survived == []


def _differs(card: Instrument, wrong: Instrument) -> bool:
    pick = random.Random(1)
    for _ in range(2000):
        case = dataclasses.replace(EMPTY, answers=tuple(
            Answer(card.id, q.id, pick.randrange(len(q.points))) for q in card.questions
        ))  # fmt: skip
        one, other = (c.evaluate(facts(case, min(c.subjects, default=""))) for c in (card, wrong))
        if (one.level, one.score) != (other.level, other.score):
            return True
    return False


@pytest.mark.parametrize("card", RULED, ids=lambda card: card.id)
def test_an_empty_case_meets_nothing(card: Instrument) -> None:
    outcome = card.evaluate(facts(EMPTY, min(card.subjects, default="")))
    if outcome.applies:
        assert outcome.level == NOT_MET
        assert {item.verdict for item in outcome.items} == {Verdict.UNDETERMINED}
        assert all(item.missing for item in outcome.items)


@pytest.mark.parametrize("card", RULED, ids=lambda card: card.id)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_filling_in_what_is_unknown_never_reverses_what_is_settled(card: Instrument, data: st.DataObject) -> None:
    grades = {q.id: data.draw(st.integers(0, len(q.points) - 1), label=q.id) for q in card.questions}
    order = data.draw(st.permutations(list(grades)))
    known = data.draw(st.integers(0, len(order)))
    subject = min(card.subjects, default="")

    def outcome(items: list[str]) -> Any:
        given_answers = tuple(Answer(card.id, item, grades[item]) for item in items)
        return card.evaluate(facts(dataclasses.replace(EMPTY, answers=given_answers), subject))

    before, after = outcome(order[:known]), outcome(order)
    if not before.applies:
        return
    assert set(after.reachable) <= set(before.reachable)
    assert before.score <= after.score <= before.most
    settled = {i.id: i.verdict for i in before.items if i.verdict is not Verdict.UNDETERMINED}
    assert {i.id: i.verdict for i in after.items if i.id in settled} == settled
    assert all(len(i.possible) == 1 for i in after.items)
    assert after.reachable == (after.level,)


@pytest.mark.parametrize("card", RULED, ids=lambda card: card.id)
def test_the_way_to_a_level_leads_there(card: Instrument) -> None:
    empty = card.evaluate(facts(EMPTY, min(card.subjects, default="")))
    questions = {q.id: q for q in card.questions}
    for way in empty.ways:
        grades = []
        for need in way.needs:
            item, _, wanted = need.partition(": ")
            words = questions[item].grades or ("no", "yes")
            grades.append(Answer(card.id, item, words.index(wanted)))
        after = card.evaluate(facts(dataclasses.replace(EMPTY, answers=tuple(grades)), min(card.subjects, default="")))
        levels = (NOT_MET, *card.level_names)
        assert levels.index(after.level) >= levels.index(way.level)


def test_every_study_of_criteria_is_used() -> None:
    """A study whose design is criteria may stand without an estimate; then an instrument cites it."""
    cited = {source for card in INSTRUMENTS.values() for source in card.sources}
    used = {entry.study for _, entry in walk(KB) if isinstance(entry, Sourced)}
    used |= {source for _, entry in walk(KB) for source in getattr(entry, "sources", [])}
    assert [s.id for s in KB.studies.values() if s.design == "criteria" and s.id not in cited | used] == []
