"""Finds the names of known things inside a longer text, such as a cancer's label."""

from __future__ import annotations

from collections.abc import Iterable

from paraneo.ontology import normalise


class Phrases:
    """Names made of whole words, each meaning one identifier; where two overlap, the longer one is meant.

    >>> tumours = Phrases([("small cell lung cancer", "sclc"), ("non small cell lung cancer", "nsclc"),
    ...                    ("prostate cancer", "prostate")])
    >>> tumours.find("Non-small-cell lung cancer; also prostate cancer")
    ['nsclc', 'prostate']
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._ids = {tuple(normalise(name).split()): identifier for name, identifier in names}
        self._ids.pop((), None)
        self._longest = max(map(len, self._ids), default=0)

    def find(self, text: str) -> list[str]:
        """The identifiers named in the text, each once, in the order in which they first appear."""
        words = normalise(text).split()
        spans = [
            (length, start)
            for length in range(self._longest, 0, -1)
            for start in range(len(words) - length + 1)
            if tuple(words[start : start + length]) in self._ids
        ]
        taken: set[int] = set()
        found: list[tuple[int, str]] = []
        for length, start in spans:
            if taken.isdisjoint(range(start, start + length)):
                taken.update(range(start, start + length))
                found.append((start, self._ids[tuple(words[start : start + length])]))
        return list(dict.fromkeys(identifier for _, identifier in sorted(found)))
