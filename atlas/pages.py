"""What stands on each page of the atlas. What it shares with the workbench is in `paraneo.views`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from paraneo.knowledge.model import KnowledgeBase
from paraneo.views import knowledge_index
from paraneo.views.knowledge_index import chain, holes, syndromes_of, uses
from paraneo.views.knowledge_pages import (
    Table,
    address,
    antibody_tables,
    condition_tables,
    test_tables,
    tumour_tables,
)

__all__ = [
    "Table", "address", "antibody_tables", "chain", "condition_tables", "groupings", "holes", "search_index",
    "syndromes_of", "test_tables", "tumour_tables", "uses",
]  # fmt: skip


def groupings(kb: KnowledgeBase) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """The ways to arrange the syndromes, each with its groups."""
    return [(grouping.title, grouping.groups) for grouping in knowledge_index.groupings(kb)]


def search_index(kb: KnowledgeBase) -> list[dict[str, Any]]:
    """Names and addresses of every page, for the search in the browser."""
    kinds: list[tuple[str, Iterable[Any]]] = [
        ("conditions", kb.conditions.values()), ("antibodies", kb.antibodies.values()),
        ("tumours", kb.tumours.values()), ("tests", kb.tests.values()),
    ]  # fmt: skip
    index = [
        {"t": entry.name, "k": kind, "n": " ".join(entry.names), "u": f"{kind}/{entry.id}.html"}
        for kind, entries in kinds
        for entry in entries
    ]
    index += [
        {
            "t": study.title,
            "k": "studies",
            "n": f"{study.authors} {study.year or ''} {study.pmid or ''}",
            "u": f"studies/{study.id}.html",
        }
        for study in kb.studies.values()
    ]
    return index
