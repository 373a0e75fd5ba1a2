"""The Human Phenotype Ontology as shipped: one compact file built by scripts/build_ontology.py."""

from __future__ import annotations

import enum
import functools
import gzip
import math
import re
from dataclasses import dataclass
from importlib import resources
from typing import Any

import msgspec

from paraneo.ontology.lexicon import Lexicon

_IDENTIFIER = re.compile(r"^\s*(?:http://purl\.obolibrary\.org/obo/)?HP[:_](\d{7})\s*$", re.IGNORECASE)

PHENOTYPIC_ABNORMALITY = "HP:0000118"


class TermState(enum.Enum):
    """What the release knows of an identifier."""

    CURRENT = "current"
    REPLACED = "replaced"
    OBSOLETE = "obsolete"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Resolution:
    """An identifier looked up in the release.

    Attributes:
        state: CURRENT or REPLACED (then `id` is the term to use), OBSOLETE without a replacement, or UNKNOWN.
        id: the current term, or None.
        asked: the identifier as asked.
        consider: terms that the release proposes instead of one that is obsolete.
    """

    state: TermState
    id: str | None
    asked: str
    consider: tuple[str, ...] = ()


class Ontology:
    """Terms of one release: labels, parents, ancestors, names.

    Attributes:
        release: date of the release, for example "2025-01-16".
        attribution: who made it and under which licence.
        ids, labels: one entry per current term, in the order of the identifiers.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.release: str = data["release"]
        self.attribution: str = data["attribution"]
        self.ids: list[str] = data["ids"]
        self.labels: list[str] = data["labels"]
        self._index: dict[str, int] = {term: position for position, term in enumerate(self.ids)}
        self._parents: list[list[int]] = data["parents"]
        self._synonyms: list[list[str]] = data["synonyms"]
        self._descendants: list[int] = data["descendants"]
        self._related: list[list[str]] = data["related"]
        self._alternative: dict[str, str] = data["alternative"]
        self._obsolete: dict[str, dict[str, Any]] = data["obsolete"]
        self._ancestors: dict[int, frozenset[int]] = {}
        self._above_ids: dict[str, frozenset[str]] = {}  # of terms that were asked about

    def __contains__(self, term: str) -> bool:
        return term in self._index

    def label(self, term: str) -> str:
        """The label of a current term. Raises KeyError for any other."""
        return self.labels[self._index[term]]

    def synonyms(self, term: str) -> list[str]:
        """Names that mean the term or something narrower. Raises KeyError for a term that is not current."""
        return self._synonyms[self._index[term]]

    def look_up(self, identifier: str) -> Resolution:
        """Find an identifier, in any of its usual spellings, among current, alternative and obsolete ones."""
        match = _IDENTIFIER.match(identifier)
        if match is None:
            return Resolution(TermState.UNKNOWN, None, identifier)
        term = f"HP:{match[1]}"
        if term in self._index:
            return Resolution(TermState.CURRENT, term, term)
        replacement = self._alternative.get(term) or self._obsolete.get(term, {}).get("replaced_by")
        if replacement in self._index:
            return Resolution(TermState.REPLACED, replacement, term)
        if term in self._obsolete:
            consider = tuple(c for c in self._obsolete[term]["consider"] if c in self._index)
            return Resolution(TermState.OBSOLETE, None, term, consider)
        return Resolution(TermState.UNKNOWN, None, term)

    def ancestors(self, term: str) -> frozenset[str]:
        """All terms above this one, itself left out. Raises KeyError for a term that is not current."""
        known = self._above_ids.get(term)
        if known is None:
            known = frozenset(self.ids[position] for position in self._above(self._index[term]))
            self._above_ids[term] = known
        return known

    def _above(self, position: int) -> frozenset[int]:
        known = self._ancestors.get(position)
        if known is None:
            parents = self._parents[position]
            known = frozenset(parents).union(*(self._above(parent) for parent in parents))
            self._ancestors[position] = known
        return known

    def is_a(self, term: str, other: str) -> bool:
        """Whether a term is the other one or below it."""
        return term == other or self._index.get(other, -1) in self._above(self._index[term])

    def information(self, term: str) -> float:
        """How specific a term is, from 0 (the root) to 1 (a leaf).

        The intrinsic information content of Seco, Veale and Hayes (ECAI 2004): 1 - log(descendants + 1) / log(terms).
        It needs no corpus, so it does not change with the knowledge base.
        """
        return 1.0 - math.log(self._descendants[self._index[term]] + 1) / math.log(len(self.ids))

    @functools.cached_property
    def names(self) -> Lexicon:
        """Labels and synonyms of the phenotypic abnormalities. A label wins over another term's synonym."""
        root = self._index[PHENOTYPIC_ABNORMALITY]
        inside = [position for position in range(len(self.ids)) if root in self._above(position)]
        labels = [(self.labels[position], self.ids[position]) for position in inside]
        taken = Lexicon(labels)
        synonyms = [
            (name, self.ids[position])
            for position in inside
            for name in self._synonyms[position]
            if taken.find(name) is None
        ]
        related = [(name, self.ids[position]) for position in inside for name in self._related[position]]
        return Lexicon(labels + synonyms, only_suggested=related)


@functools.cache
def load_ontology() -> Ontology:
    """The ontology shipped with the program, read once."""
    packed = resources.files("paraneo.ontology").joinpath("hpo.json.gz").read_bytes()
    return Ontology(msgspec.json.decode(gzip.decompress(packed)))
