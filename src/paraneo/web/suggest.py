"""What is offered while a person types: findings, routine tests, antibodies, cancers, tests for a tumour, exposures.

Every name is cut into words; a text means the names that have, for each of its words, one that begins so. Where there
is none, the words of the text are replaced by those spelt most alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from paraneo.interop.laboratory import parse_result
from paraneo.interop.names import Names
from paraneo.ontology import normalise
from paraneo.ontology.hpo import PHENOTYPIC_ABNORMALITY

Kind = Literal["finding", "result", "antibody", "cancer", "tumour-test", "exposure", "diagnosis"]

MOST = 12
FEWEST_LETTERS = 3  # of a text for which the whole ontology is searched; a shorter one means the knowledge base's own
ALIKE = 75.0  # percent, of a word that is not known
MOST_RANKED = 4_000
ORDER: dict[Kind, int] = {
    "finding": 0, "result": 1, "antibody": 1, "cancer": 2, "tumour-test": 2, "exposure": 3, "diagnosis": 4,
}  # fmt: skip
_NEGATION = re.compile(r"^(no|not|without|denies|absent)\s+", re.IGNORECASE)
_MEASURED = re.compile(r"^\s*([^\d<>]+?)[\s:=]+([<>]?\s*\d.*)$")
_RESULT = re.compile(r"^(.*?)[\s:]+(\S+|not detected|weak(?:ly)? positive)$", re.IGNORECASE)
_SIDE = re.compile(r"^(.*?)[\s:]+(normal|abnormal|low|high)$", re.IGNORECASE)


class Suggestion(msgspec.Struct, frozen=True):
    """Something that may be added to a case.

    Attributes:
        label: how it is shown. matched: the name that the text resembles, where that is another one.
        place: the list of the case it goes into (or `syndrome`). entry: what is added to that list.
    """

    kind: Kind
    id: str
    label: str
    matched: str
    place: str
    entry: Any


class _Name(msgspec.Struct, frozen=True, gc=False):
    text: str
    key: str
    thing: int
    own: bool


class _Thing(msgspec.Struct, frozen=True, gc=False):
    kind: Kind
    id: str
    label: str


class Suggestions:
    """Finds suggestions in one knowledge base; made once, used for many texts."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._things: list[_Thing] = []
        self._names: list[_Name] = []
        for kind, identifier, label, every, own in _known(names):
            self._things.append(_Thing(kind, identifier, label))
            for text in dict.fromkeys((label, *every)):
                self._names.append(_Name(text, normalise(text), len(self._things) - 1, own))
        holders: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for word in set(name.key.split()):
                holders[word].append(number)
        self._words = sorted(holders)
        self._holders = [frozenset(holders[word]) for word in self._words]

    def find(self, text: str, most: int = MOST) -> list[Suggestion]:
        """What a text may mean, the best first."""
        text = text.strip()[:200]
        negated = _NEGATION.match(text)
        plain = text[negated.end() :] if negated else text
        result, side = _RESULT.match(plain), _SIDE.match(plain)
        said = parse_result(result[2]) if result else None
        found = [*self._measured(plain), *self._sided(side)]
        found += self._named(result[1], bool(negated), said) if result and said else []
        found += self._named(plain, bool(negated), None)
        unique = {(s.kind, s.id, str(s.entry)): s for s in reversed(found)}
        return list(reversed(unique.values()))[:most]

    def _measured(self, text: str) -> Iterator[Suggestion]:
        """A quantity with a number: `sodium 121 (135-145)`."""
        match = _MEASURED.match(text)
        quantity = self.names.quantity(name=match[1]) if match else None
        if match is not None and quantity is not None:
            name, value = quantity.measurement.names[0], match[2].strip()
            yield Suggestion("result", quantity.area.id, f"{name}: {value}", "", "findings", {name: value})

    def _sided(self, match: re.Match[str] | None) -> Iterator[Suggestion]:
        """A routine test with a plain result: `MRI brain normal`, `sodium low`."""
        if match is None:
            return
        test, word = match[1], match[2].lower()
        area = self.names.areas.find(test)
        if self.names.quantity(name=test) is not None and word != "abnormal":
            yield Suggestion("result", normalise(test), f"{test}: {word}", "", "findings", {test: word})
        elif area is not None and word in ("normal", "abnormal") and self.names.kb.areas[area].means:
            name = self.names.kb.areas[area].name
            yield Suggestion("result", area, f"{name}: {word}", "", "findings", {test: word})

    def _named(self, text: str, negated: bool, said: str | None) -> list[Suggestion]:
        key = normalise(text)
        if not key:
            return []
        found: dict[int, _Name] = {}
        for name in self._ranked(key):
            found.setdefault(name.thing, name)
            if len(found) == MOST:
                break
        out: list[Suggestion] = []
        for thing, name in found.items():
            out += self._offers(self._things[thing], name, negated, said)
        return out

    def _ranked(self, key: str) -> list[_Name]:
        """Names for the words of a text, the best first."""
        words = key.split()
        numbers = self._holding(words) or self._holding([self._alike(word) for word in words])
        names = [self._names[n] for n in sorted(numbers)[:MOST_RANKED]]
        if len(key) < FEWEST_LETTERS:
            names = [name for name in names if name.own]

        def rank(name: _Name) -> tuple[bool, int, int, bool, int, str]:
            thing = self._things[name.thing]
            label, starts = name.text == thing.label, name.key.startswith(key)
            group = (0 if name.own and label else 1 if name.own or label else 3) if starts else 3 - name.own
            return (name.key != key, group, ORDER[thing.kind], not label, len(name.key), name.key)

        return sorted(names, key=rank)

    def _holding(self, words: list[str]) -> frozenset[int]:
        """Numbers of the names that have, for each word, one that begins with it."""
        found: frozenset[int] | None = None
        for word in words:
            low, high = bisect_left(self._words, word), bisect_left(self._words, word + "\uffff")
            holding = frozenset[int]().union(*self._holders[low:high])
            found = holding if found is None else found & holding
            if not found:
                return frozenset()
        return found or frozenset()

    def _alike(self, word: str) -> str:
        from rapidfuzz import fuzz, process

        low = bisect_left(self._words, word)
        if low < len(self._words) and self._words[low].startswith(word):
            return word
        best = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return word if best is None else best[0]

    def _offers(self, thing: _Thing, name: _Name, negated: bool, said: str | None) -> Iterator[Suggestion]:
        matched = "" if name.text == thing.label else name.text

        def offer(label: str, place: str, entry: Any) -> Suggestion:
            return Suggestion(thing.kind, thing.id, label, matched, place, entry)

        answers = [said] if said else ["negative"] if negated else ["positive", "negative"]
        if thing.kind in ("finding", "exposure"):
            word = self._word(thing, name)
            place = "exposures" if thing.kind == "exposure" else "findings"
            absent = negated or said == "negative"
            yield offer(f"no {thing.label}" if absent else thing.label, place, {"not": word} if absent else word)
        elif thing.kind == "antibody":
            for answer in answers:
                yield offer(f"{thing.label}: {answer}", "antibodies", {"antibody": thing.id, "result": answer})
        elif thing.kind == "tumour-test":
            for answer in answers:
                yield offer(f"{thing.label}: {answer}", "tests", {"test": thing.label, "result": answer})
        elif thing.kind == "cancer":
            word = thing.label if self.names.cancers(thing.label) == [(thing.id,)] else thing.id
            yield offer(
                f"no {thing.label}" if negated else thing.label, "cancers", {"not" if negated else "cancer": word}
            )
        elif thing.kind == "result":
            for answer in ("normal", "abnormal"):
                yield offer(f"{thing.label}: {answer}", "findings", {self.names.kb.areas[thing.id].names[0]: answer})
        elif not negated:
            yield offer(thing.label, "syndrome", thing.id)

    def _word(self, thing: _Thing, name: _Name) -> str:
        """What is written into the case: a drug's own name; the label where a reader understands it, else the id."""
        if thing.kind == "exposure":
            return name.text if self.names.exposures(name.text) == [thing.id] else thing.label
        return thing.label if self.names.finding(thing.label) == thing.id else thing.id


def _known(names: Names) -> Iterator[tuple[Kind, str, str, Iterable[str], bool]]:
    """Everything with a name: its kind, id, label, other names, and whether the knowledge base speaks of it."""
    kb, ontology = names.kb, names.ontology
    for area in kb.areas.values():
        kind: Kind = "exposure" if area.kind == "exposure" else "finding"
        for f in area.findings:
            synonyms = ontology.synonyms(f.id) if f.id in ontology else []
            yield kind, f.id, f.label, (*f.lay, *synonyms), True
        if area.kind != "exposure" and area.names and area.means:
            yield "result", area.id, area.name, area.names, True
    for antibody in kb.antibodies.values():
        yield "antibody", antibody.id, antibody.name, (antibody.id, *antibody.names), True
    for tumour in kb.tumours.values():
        yield "cancer", tumour.id, tumour.name, tumour.names, True
    for test in kb.tests.values():
        yield "tumour-test", test.id, test.name, test.names, True
    for condition in kb.conditions.values():
        yield "diagnosis", condition.id, condition.name, condition.names, True
    for term, label in zip(ontology.ids, ontology.labels, strict=True):
        if term not in names.labels and ontology.is_a(term, PHENOTYPIC_ABNORMALITY):
            yield "finding", term, label, ontology.synonyms(term), False
