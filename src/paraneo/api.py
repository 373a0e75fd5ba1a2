"""The Python interface: read a case, assess it."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

from paraneo.assessment import Assessment, Assessor
from paraneo.case import Case
from paraneo.interop.names import Names
from paraneo.interop.reading import read_case
from paraneo.issues import Notepad
from paraneo.knowledge.store import load_knowledge
from paraneo.ontology import load_ontology


class CaseError(ValueError):
    """A record that cannot be assessed; `issues` lists everything found wrong with it."""

    def __init__(self, notepad: Notepad) -> None:
        super().__init__("\n".join(str(issue) for issue in notepad))
        self.issues = tuple(notepad)


@functools.cache
def assessor(kb: Path | None = None) -> Assessor:
    """The assessor of a knowledge base: the program's own, or that of a folder.

    Raises:
        KnowledgeError: if the knowledge base has faults.
    """
    return Assessor(load_knowledge(kb))


@functools.cache
def names(kb: Path | None = None) -> Names:
    """What names and codes mean in a knowledge base."""
    return Names(load_knowledge(kb), load_ontology())


def load_case(source: str | Path) -> Case:
    """Read a case.

    Args:
        source: a path, or the text itself: a GA4GH Phenopacket v2 (JSON) or a paraneo case (YAML).
    Raises:
        CaseError: if the record cannot be assessed. What could merely not be used is in `case.unrecognised`.

    >>> load_case("paraneo: 1\\nid: x\\nage: 60\\nsex: male\\nfindings: [wobbly legs]").unrecognised[0].input
    'wobbly legs'
    """
    if isinstance(source, Path):
        data, notepad = source.read_bytes(), Notepad((str(source),))
    else:
        data, notepad = source.encode(), Notepad()
    case = read_case(data, names(), notepad)
    if case is None:
        raise CaseError(notepad)
    return case


def assess(case: Case, *, as_of: datetime.date | None = None) -> Assessment:
    """Assess a case with the program's own knowledge base, as it was known on a date (the case's latest, if not given).

    Raises:
        ImpossibleEvidence: if no patient of the model has what the case says.

    >>> found = assess(load_case("paraneo: 1\\nid: x\\nage: 24\\nsex: female\\nfindings: [psychosis, seizure]"))
    >>> found.conditions[0].kind
    'syndrome'
    """
    return assessor().assess(case, as_of)
