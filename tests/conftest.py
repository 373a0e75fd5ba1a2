from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

# Compiled knowledge bases of this run go to a folder of their own, never to the user's cache.
os.environ["PARANEO_CACHE"] = tempfile.mkdtemp(prefix="paraneo-tests-")

from paraneo import api
from paraneo.assessment import Assessor
from paraneo.case import Case
from paraneo.interop.names import Names
from paraneo.interop.reading import read_case
from paraneo.issues import Notepad
from paraneo.knowledge import load
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.store import load_knowledge
from paraneo.ontology import Ontology, load_ontology

ROOT = Path(__file__).parent.parent

# Tests compile many copies of kb/ that differ in one file: what was parsed once is not parsed again.
load.parse_yaml = functools.cache(load.parse_yaml)


@pytest.fixture(scope="session")
def knowledge() -> Compiled:
    return load_knowledge()


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="session")
def names() -> Names:
    return api.names()


@pytest.fixture(scope="session")
def assessor() -> Assessor:
    return api.assessor()


@pytest.fixture
def read(names: Names) -> Callable[[str | bytes], tuple[Case | None, list[str]]]:
    """Reads a text as the command line would: the case, and the issues in words."""

    def read_text(text: str | bytes) -> tuple[Case | None, list[str]]:
        notepad = Notepad(("case.yaml",))
        case = read_case(text.encode() if isinstance(text, str) else text, names, notepad)
        return case, [str(issue) for issue in notepad]

    return read_text
