"""What the routes ask of the program: read a case from the page or a request, assess it. It keeps no case."""

from __future__ import annotations

import functools
from typing import Any

import msgspec

from paraneo.api import assessor, names
from paraneo.assessment import Assessor
from paraneo.case import Case
from paraneo.contract import Assessment
from paraneo.inference.exact import ImpossibleEvidence
from paraneo.interop.names import Names
from paraneo.interop.reading import read_case
from paraneo.issues import Notepad
from paraneo.knowledge.model import SUSPECTED, KnowledgeBase
from paraneo.web.faults import Fault
from paraneo.web.suggest import Suggestions


def knowledge() -> KnowledgeBase:
    """The knowledge base in use."""
    return assessor().knowledge.kb


def vocabulary() -> Names:
    """What names and codes mean in it."""
    return names()


@functools.cache
def suggestions() -> Suggestions:
    """What is offered while a person types."""
    return Suggestions(vocabulary())


def assessor_of(setting: str) -> Assessor:
    """The assessor of a setting. Raises Fault where there is no such setting."""
    known = assessor().knowledge.assumptions.settings
    if setting not in known:
        raise Fault.of(422, "setting", "no-setting", f'there is no setting "{setting}"', f"use {', '.join(known)}")
    return assessor(setting=setting)


def read(data: bytes, name: str = "") -> tuple[Case, Notepad]:
    """A case in either format, with what was noted about it under the name of its file.

    Raises Fault where it cannot be assessed.
    """
    notepad = Notepad((name,) if name else ())
    case = read_case(data, vocabulary(), notepad)
    if case is None:
        raise Fault.of_notepad(notepad)
    return case, notepad


def read_plain(case: dict[str, Any]) -> tuple[Case, Notepad]:
    """The same of a case as plain values."""
    return read(msgspec.json.encode(case))


def assess(case: Case, setting: str = SUSPECTED) -> Assessment:
    """The assessment of a case. Raises Fault where its statements exclude one another."""
    try:
        return assessor_of(setting).assess(case)
    except ImpossibleEvidence as error:
        raise Fault.of(422, f"case {case.id}", "impossible", str(error), "correct one of them") from error
