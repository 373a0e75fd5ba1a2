"""A dictionary of names, each meaning one thing, that can say what it might have meant instead."""

from __future__ import annotations

import re
from collections.abc import Iterable

ALIKE = 60.0  # similarity in percent below which a name is not offered
SHARES_WORDS = 90.0  # the same, counting only words that both have
MOST_REMEMBERED = 10_000  # words looked up for suggestions; a registry repeats the same ones row after row
_NOT_WORD = re.compile(r"[^\w+]+")


def normalise(text: str) -> str:
    """Lower case, punctuation as single spaces: the form in which names are compared.

    >>> normalise("  Anti-Hu (ANNA-1) ")
    'anti hu anna 1'
    """
    return _NOT_WORD.sub(" ", text.casefold()).replace("_", " ").strip()


class Lexicon:
    """Maps names to identifiers. A name that means two things means neither, and is offered as a suggestion.

    >>> lexicon = Lexicon([("Hu", "hu"), ("ANNA-1", "hu"), ("Yo", "yo")])
    >>> lexicon.find("anna 1")
    'hu'
    >>> lexicon.suggest("ANNA-2")
    ['ANNA-1']
    """

    def __init__(self, names: Iterable[tuple[str, str]], only_suggested: Iterable[tuple[str, str]] = ()) -> None:
        """`names` are (name, identifier); those of `only_suggested` never resolve, they are offered."""
        self._ids: dict[str, str | None] = {}
        self._meanings: dict[str, set[str]] = {}
        self._sorted: list[str] = []
        self._spelling: dict[str, str] = {}
        self._suggested: dict[tuple[str, int], list[str]] = {}
        for name, identifier in names:
            key = normalise(name)
            self._spelling.setdefault(key, name)
            before = self._ids.setdefault(key, identifier)
            if before != identifier:
                self._meanings.setdefault(key, {before} if before else set()).add(identifier)
                self._ids[key] = None
        for name, _ in only_suggested:
            key = normalise(name)
            self._spelling.setdefault(key, name)
            self._ids.setdefault(key, None)

    def find(self, text: str) -> str | None:
        """The identifier that the text names, or None where it names none, or several."""
        return self._ids.get(normalise(text))

    def meanings(self, text: str) -> list[str]:
        """What a name of several things may mean, in alphabetical order; empty for any other."""
        return sorted(self._meanings.get(normalise(text), ()))

    def suggest(self, text: str, limit: int = 3) -> list[str]:
        """Up to `limit` names that resemble the text: spelt alike first, then those that share a whole word with it.

        >>> Lexicon([("Limbic encephalitis", "le"), ("Stroke", "stroke")]).suggest("limbic")
        ['Limbic encephalitis']
        """
        key = normalise(text)
        if not key:
            return []
        found = self._suggested.get((key, limit))
        if found is None:
            found = self._alike(key, limit)
            if len(self._suggested) < MOST_REMEMBERED:
                self._suggested[key, limit] = found
        return list(found)

    def _alike(self, key: str, limit: int) -> list[str]:
        from rapidfuzz import fuzz, process  # a word that is not understood is rare; the import costs 0.03 s

        self._sorted = every = self._sorted or sorted(self._ids)
        alike = process.extract(key, every, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=ALIKE)
        names = [name for name, _, _ in alike]
        if len(names) < limit:
            sharing = process.extract(key, every, scorer=fuzz.token_set_ratio, limit=None, score_cutoff=SHARES_WORDS)
            rest = {name for name, _, _ in sharing} - set(names)
            names += sorted(rest, key=lambda name: (-fuzz.token_sort_ratio(key, name), name))[: limit - len(names)]
        return [self._spelling[name] for name in names]
