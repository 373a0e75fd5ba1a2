"""What the result of a proposed test would add to the case, so that a person can try it, or answer with one press."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec

from paraneo.contract import NextTest, TestResultExpected
from paraneo.interop.names import Names

MOST_PARTS = 6  # of a result that names several findings: their labels may hold commas themselves


class Offer(msgspec.Struct, frozen=True):
    """One result of a proposed test; `add` is empty where the program cannot write it into a case."""

    result: TestResultExpected
    add: list[tuple[str, Any]]
    label: str


class Proposal(msgspec.Struct, frozen=True):
    """A proposed test with its results, presence first; `unknown` is what "not known" adds, for a question."""

    test: NextTest
    offers: list[Offer]
    unknown: tuple[str, Any] | None


def proposals(tests: list[NextTest], names: Names) -> list[Proposal]:
    """The proposed tests, with what each of their results would add."""
    return [_proposal(test, names) for test in tests]


def _proposal(test: NextTest, names: Names) -> Proposal:
    offers = [_offer(test, result, names) for result in test.results]
    if test.kind != "question":
        return Proposal(test, offers, None)
    word = _word(test.id, test.name, names)
    offers.sort(key=lambda offer: offer.result.result.startswith("no "))
    return Proposal(test, offers, ("findings", {"unknown": word}))


def _offer(test: NextTest, result: TestResultExpected, names: Names) -> Offer:
    said = result.result
    if test.kind == "question":
        said = "absent" if said.startswith("no ") else "present"
    return Offer(result, entries(test, result.result, names), f"{test.name}: {said}")


def entries(test: NextTest, result: str, names: Names) -> list[tuple[str, Any]]:
    """What a result adds to the case: (list, entry) each; empty where its words do not settle it."""
    if test.kind == "question":
        word = _word(test.id, test.name, names)
        return [("findings", {"not": word} if result == f"no {test.name}" else word)]
    if test.kind == "tumour-search":
        return [("tests", {"test": test.name, "result": result})] if result in ("positive", "negative") else []
    if test.kind == "antibodies":
        return _panel(test, result, names)
    return _routine(test, result, names)


def _panel(test: NextTest, result: str, names: Names) -> list[tuple[str, Any]]:
    """Of a panel in serum: all negative, or one positive and the others negative."""
    panel = names.kb.requests[test.id].antibodies
    positive = [a for a in panel if result == f"{names.kb.antibodies[a].name} positive"]
    if not positive and result != "none positive":
        return []
    return [
        ("antibodies", {"antibody": a, "specimen": "serum", "result": "positive" if a in positive else "negative"})
        for a in panel
    ]


def _routine(test: NextTest, result: str, names: Names) -> list[tuple[str, Any]]:
    """Of routine results: those that are named are there; where none is, those that were asked about are not."""
    denied = next((result.removeprefix(word) for word in ("none of ", "no ") if result.startswith(word)), None)
    areas = (names.kb.areas[area] for area in names.kb.requests[test.id].areas)
    known = {finding.label: finding.id for area in areas for finding in area.findings}
    labels = _split(result if denied is None else denied, known)
    words = [_word(known[label], label, names) for label in labels]
    return [("findings", word if denied is None else {"not": word}) for word in words]


def _split(text: str, known: dict[str, str]) -> list[str]:
    """The labels that a text names, parted by commas, some of which may belong to a label."""
    parts = text.split(", ")
    if len(parts) > 2 * MOST_PARTS:
        return []
    for cuts in range(len(parts)):
        for places in itertools.combinations(range(1, len(parts)), cuts):
            ends = [0, *places, len(parts)]
            labels = [", ".join(parts[a:b]) for a, b in itertools.pairwise(ends)]
            if all(label in known for label in labels):
                return labels
    return []


def _word(identifier: str, label: str, names: Names) -> str:
    return label if names.finding(label) == identifier else identifier
