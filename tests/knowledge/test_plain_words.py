"""Plain words: there for every syndrome, antibody, tumour, test and treatment, and at a level that many can read."""

from __future__ import annotations

import re
from statistics import mean
from typing import Any

import pytest
import textstat

HARDEST, ON_AVERAGE = 9.5, 8.0


def texts(knowledge: Any) -> dict[str, str]:
    kb = knowledge.kb
    entries = [c for c in kb.conditions.values() if c.kind == "syndrome"]
    entries += [*kb.antibodies.values(), *kb.tumours.values(), *kb.tests.values()]
    entries += [a for a in kb.advice.values() if a.stage == "treatment"]
    return {entry.id: entry.plain for entry in entries}


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


def test_everyone_has_plain_words(knowledge: Any) -> None:
    assert [name for name, text in texts(knowledge).items() if len(text.split()) < 30] == []


def test_reading_level(knowledge: Any) -> None:
    grades = {name: grade(text) for name, text in texts(knowledge).items()}
    assert {name: g for name, g in grades.items() if g > HARDEST} == {}
    assert mean(grades.values()) <= ON_AVERAGE


def test_the_measure_tells_plain_from_learned() -> None:
    learned = "Paraneoplastic autoimmunity necessitates comprehensive oncological investigation notwithstanding seronegativity."
    assert grade(learned) > HARDEST > grade("The body fights the tumour. It then hurts the nerves by mistake.")


@pytest.mark.parametrize(
    "phrase",
    [
        r"\byou have (a |an )?(cancer|tumou?r)",
        r"\b(is|are|was) (now )?ruled out\b",
        r"\bexcluded\b",
        r"\bguarantee",
        r"\d+ ?mg\b",
    ],
)
def test_what_plain_words_never_say(knowledge: Any, phrase: str) -> None:
    assert [name for name, text in texts(knowledge).items() if re.search(phrase, text, re.IGNORECASE)] == []
