"""The Python interface: read a case, assess it."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

from paraneo.assessment import Assessor
from paraneo.case import Case
from paraneo.contract import Assessment
from paraneo.interop.names import Names
from paraneo.interop.reading import read_case
from paraneo.issues import Notepad
from paraneo.knowledge.model import SUSPECTED
from paraneo.knowledge.settings import in_setting
from paraneo.knowledge.store import load_knowledge
from paraneo.ontology import load_ontology


class CaseError(ValueError):
    """A record that cannot be assessed; `issues` lists everything found wrong with it."""

    def __init__(self, notepad: Notepad) -> None:
        super().__init__("\n".join(str(issue) for issue in notepad))
        self.issues = tuple(notepad)


@functools.cache
def assessor(kb: Path | None = None, setting: str = SUSPECTED) -> Assessor:
    """The assessor of a knowledge base, the program's own or that of a folder, in a setting of it.

    Raises:
        KnowledgeError: if the knowledge base has faults.
        KeyError: if it has no such setting.
    """
    return Assessor(in_setting(load_knowledge(kb), setting), setting=setting)


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


def assess(case: Case, *, as_of: datetime.date | None = None, setting: str = SUSPECTED) -> Assessment:
    """Assess a case with the program's own knowledge base, as it was known on a date (the case's latest, if not given).

    Args:
        setting: who the patients are, a file of kb/assumptions/settings.
    Raises:
        ImpossibleEvidence: if no patient of the model has what the case says.
        KeyError: if there is no such setting.

    >>> found = assess(load_case("paraneo: 1\\nid: x\\nage: 24\\nsex: female\\nfindings: [psychosis, seizure]"))
    >>> found.conditions[0].kind
    'syndrome'
    """
    return assessor(setting=setting).assess(case, as_of)
