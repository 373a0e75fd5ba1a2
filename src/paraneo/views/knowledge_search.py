"""Search over every page of the knowledge base: names, other names, antigens, authors and identifiers of studies."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.knowledge.model import Antibody, KnowledgeBase
from paraneo.ontology import normalise
from paraneo.views.knowledge_pages import entries_of

KINDS = {
    "conditions": "Syndromes and mimics", "antibodies": "Antibodies", "tumours": "Tumours", "tests": "Tests",
    "criteria": "Published criteria", "findings": "Findings", "advice": "Treatment and advice", "studies": "Studies",
}  # fmt: skip
MOST_LETTERS = 200
ALIKE = 75.0  # percent, of a word that no page has
NEAR_OWN, NEAR = 35.0, 50.0  # percent, of a name that may have been meant: of the kind asked for, of any
MOST_NEAR = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A page, or a part of one, that may be found.

    Attributes:
        page: "kind/id". words: other names, and what else it may be found by.
    """

    page: str
    title: str
    names: tuple[str, ...] = ()
    words: str = ""

    @property
    def kind(self) -> str:
        """The kind of its page."""
        return self.page.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that a text means. `matched` is the name that it resembles, where that is not the title."""

    page: str
    title: str
    matched: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text means: pages by kind, how many in all, and the words it was read as, where they are others."""

    groups: tuple[tuple[str, int, tuple[Hit, ...]], ...]
    total: int
    read_as: str = ""


class Search:
    """Finds pages of one knowledge base; made once, used for many texts."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._places = list(_places(kb))
        self._keys = [" " + folded(" ".join((p.title, *p.names, p.words))) for p in self._places]
        self._words = sorted({word for key in self._keys for word in key.split()})

    def find(self, text: str, most: int) -> Found:
        """Pages that have, for each word of a text, one that begins so; at most so many of each kind."""
        words = folded(text[:MOST_LETTERS]).split()
        if not words:
            return Found((), 0)
        numbers = self._having(words)
        read_as = ""
        if not numbers:
            words = [self._alike(word) for word in words]
            numbers, read_as = self._having(words), " ".join(words)
        places = sorted((self._places[n] for n in numbers), key=lambda place: _rank(place, " ".join(words)))
        groups = []
        for kind in KINDS:
            own = [place for place in places if place.kind == kind]
            if own:
                groups.append((kind, len(own), tuple(_hit(place, words) for place in own[:most])))
        groups.sort(key=lambda group: not any(folded(hit.title) == " ".join(words) for hit in group[2]))
        return Found(tuple(groups), len(places), read_as)

    def near(self, name: str, kind: str = "") -> list[Hit]:
        """Pages whose name resembles one that does not exist, of its own kind first."""
        asked = folded(name[:MOST_LETTERS])
        own = [p for p in self._places if p.kind == kind]
        for places, least in ((own, NEAR_OWN), ([p for p in self._places if p.kind != "studies"], NEAR)):
            said = [folded(text) for p in places for text in (p.page.partition("/")[2], p.title, *p.names)]
            owner = [p for p in places for _ in range(2 + len(p.names))]
            best = process.extract(asked, said, scorer=fuzz.ratio, score_cutoff=least, limit=4 * MOST_NEAR)
            found = {owner[n].page: Hit(owner[n].page, owner[n].title) for _, _, n in best}
            if found:
                return list(found.values())[:MOST_NEAR]
        return []

    def _having(self, words: list[str]) -> list[int]:
        starts = [" " + word for word in words]
        return [n for n, key in enumerate(self._keys) if all(start in key for start in starts)]

    def _alike(self, word: str) -> str:
        if any(known.startswith(word) for known in self._words):
            return word
        best = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return word if best is None else best[0]


def folded(text: str) -> str:
    """Lower case without punctuation and accents, so that Hoftberger finds Höftberger."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return normalise(plain)


def _rank(place: Place, text: str) -> tuple[bool, bool, bool, bool, int, str]:
    title, names = folded(place.title), [folded(name) for name in place.names]
    in_title = all(f" {word}" in f" {title}" for word in text.split())
    return (title != text, text not in names, not title.startswith(text), not in_title, len(title), place.page)


def _hit(place: Place, words: list[str]) -> Hit:
    def has(text: str) -> bool:
        return all(f" {word}" in f" {folded(text)}" for word in words)

    matched = "" if has(place.title) else next((name for name in place.names if has(name)), "")
    return Hit(place.page, place.title, matched)


def _places(kb: KnowledgeBase) -> Iterator[Place]:
    for kind, entries in entries_of(kb).items():
        for entry in entries.values():
            antigen = entry.antigen.text if isinstance(entry, Antibody) else ""
            codes = " ".join(code.id for every in entry.codes.values() for code in every)
            yield Place(f"{kind}/{entry.id}", entry.name, tuple(entry.names), f"{entry.id} {antigen} {codes}")
    for card in INSTRUMENTS.values():
        yield Place(f"criteria/{card.id}", card.name, (), f"{card.id} {card.year} {card.scope}")
    for identifier, label, names in findings(kb):
        yield Place(f"findings/{identifier}", label, names, identifier)
    for advice in kb.advice.values():
        yield Place(f"advice/{advice.id}", advice.text, (), f"{advice.id} {advice.because}")
    for study in kb.studies.values():
        words = f"{study.id} {study.year or ''} {study.journal} {study.pmid or ''} {study.doi or ''}"
        yield Place(f"studies/{study.id}", study.title, (study.authors,), words)


def findings(kb: KnowledgeBase) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every finding that a condition has a number for: its identifier, label and words of patients for it."""
    lay = {f.id: tuple(f.lay) for area in kb.areas.values() for f in area.findings}
    profiles = [p for c in kb.conditions.values() for p in (c, *c.with_antibody.values())]
    labels = {f.finding.id: f.finding.label for profile in profiles for f in profile.findings}
    for identifier, label in sorted(labels.items()):
        yield identifier, label, lay.get(identifier, ())
