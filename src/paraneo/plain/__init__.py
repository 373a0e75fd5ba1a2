"""Texts for patients: one folder for each language, read into one structure; README.md says how to add a language.

What a text is about (which signs, warning signs, tumours and tests) comes from the knowledge base, see
:mod:`paraneo.plain.facts`; what it says in English of a syndrome or a treatment is the knowledge base's own `plain`.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

import msgspec

from paraneo.knowledge.load import parse_yaml

BASE = "en"  # the language of the knowledge base


class Syndrome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A syndrome's own short texts, by section; `urgent` says when to see a doctor, and how soon."""

    name: str
    symptoms: str
    causes: str
    treatment: str
    urgent: str
    outlook: str


class Warning_(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A warning sign: what to look for, and what can go wrong."""

    name: str
    look: str
    because: str


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that several syndromes share, and the studies on which it rests."""

    text: str
    sources: list[str]


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a test is called, and what is done."""

    name: str
    what: str


class Address(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where help is found."""

    name: str
    address: str


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that a page says in one language. Keys are ids of the knowledge base.

    Attributes:
        frame: headings, labels and sentences with places for data.
        sections: shared texts, by section and body system; `all` holds for each system.
        treatments: advice of the stage "treatment"; empty in English, where its `plain` is used.
    """

    language: str
    frame: dict[str, Any]
    sections: dict[str, dict[str, Block]]
    help: list[Address]
    syndromes: dict[str, Syndrome]
    signs: dict[str, str]
    warnings: dict[str, Warning_]
    tumours: dict[str, str]
    tests: dict[str, Test]
    treatments: dict[str, str]


def languages() -> list[str]:
    """The languages that there are texts in, English first."""
    found = (entry.name for entry in resources.files(__name__).iterdir() if entry.joinpath("frame.yaml").is_file())
    return sorted(found, key=lambda code: (code != BASE, code))


@functools.cache
def texts(language: str) -> Texts:
    """The texts of a language.

    Raises:
        KeyError: if there are none.

    >>> texts("en").frame["headings"]["urgent"]
    'When to seek care at once'
    """
    if language not in languages():
        raise KeyError(language)
    sections = _read(f"{language}/sections.yaml")
    return msgspec.convert(
        {
            "language": language,
            "frame": _read(f"{language}/frame.yaml"),
            "help": sections.pop("help"),
            "sections": sections,
            "syndromes": _read(f"{language}/syndromes.yaml"),
            "signs": _read(f"{language}/signs.yaml"),
            "warnings": _read(f"{language}/red-flags.yaml"),
            "tumours": _read(f"{language}/tumours.yaml"),
            "tests": _read(f"{language}/tests.yaml"),
            "treatments": {} if language == BASE else _read(f"{language}/treatments.yaml"),
        },
        Texts,
    )


def _read(path: str) -> dict[str, Any]:
    read: dict[str, Any] = parse_yaml(resources.files(__name__).joinpath(path).read_text(encoding="utf-8"))
    return read
