"""How much of the matrix is filled, and by what."""

from __future__ import annotations

import msgspec
import pytest

from paraneo.knowledge.coverage import matrices
from paraneo.knowledge.model import KnowledgeBase
from paraneo.knowledge.store import load_knowledge

LEAST = {"syndromes": 0.8, "mimics": 0.7, "antibodies": 0.7, "tumours": 0.7, "treatments": 0.7}


def cells(kb: KnowledgeBase, kind: str) -> int:
    """How many estimates all cells of a kind count."""
    matrix = next(m for m in matrices(kb, load_knowledge().assumptions) if m.kind == kind)
    return sum(cell or 0 for row in matrix.cells for cell in row)


@pytest.mark.parametrize("kind", LEAST)
def test_enough_cells_are_filled(kind: str) -> None:
    knowledge = load_knowledge()
    matrix = next(m for m in matrices(knowledge.kb, knowledge.assumptions) if m.kind == kind)
    assert matrix.filled >= LEAST[kind]


def test_a_study_without_an_identifier_fills_no_cell() -> None:
    kb = load_knowledge().kb
    study = kb.conditions["lambert-eaton"].findings[0].study
    nameless = msgspec.structs.replace(kb.studies[study], pmid=None, doi=None)
    fewer = msgspec.structs.replace(kb, studies=kb.studies | {study: nameless})
    assert cells(fewer, "syndromes") < cells(kb, "syndromes")
