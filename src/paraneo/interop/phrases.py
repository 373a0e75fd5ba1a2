"""Finds the names of known things inside a longer text, such as a cancer's label."""

from __future__ import annotations

from collections.abc import Iterable

from paraneo.ontology import normalise


class Phrases:
    """Names made of whole words; where two overlap, the longer one is meant. A name of two things means either.

    >>> tumours = Phrases([("small cell lung cancer", "sclc"), ("non small cell lung cancer", "nsclc"),
    ...                    ("lung cancer", "sclc"), ("lung cancer", "nsclc"), ("prostate cancer", "prostate")])
    >>> tumours.find("Non-small-cell lung cancer; also prostate cancer")
    [('nsclc',), ('prostate',)]
    >>> tumours.find("lung cancer")
    [('nsclc', 'sclc')]
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._ids: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, identifier in names:
            words = tuple(normalise(name).split())
            if words:
                self._ids[words] = tuple(sorted({identifier, *self._ids.get(words, ())}))
        self._longest = max(map(len, self._ids), default=0)

    def find(self, text: str) -> list[tuple[str, ...]]:
        """What the text names, each once, in the order of the text: one identifier, or those that it may mean."""
        words = normalise(text).split()
        spans = [
            (length, start)
            for length in range(self._longest, 0, -1)
            for start in range(len(words) - length + 1)
            if tuple(words[start : start + length]) in self._ids
        ]
        taken: set[int] = set()
        found: list[tuple[int, tuple[str, ...]]] = []
        for length, start in spans:
            if taken.isdisjoint(range(start, start + length)):
                taken.update(range(start, start + length))
                found.append((start, self._ids[tuple(words[start : start + length])]))
        return list(dict.fromkeys(meant for _, meant in sorted(found)))
