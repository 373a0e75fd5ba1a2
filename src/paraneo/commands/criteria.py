"""`paraneo criteria`: what published criteria say of one case, item by item."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from paraneo.api import assessor, names
from paraneo.case import Answer
from paraneo.commands.shared import EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE, write
from paraneo.contract import Assessment, Criteria
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.inference.exact import ImpossibleEvidence
from paraneo.interop.reading import read_records


def run(options: argparse.Namespace) -> int:
    """Apply the instruments that were named, or all that fit; with --ask, ask for what is open first."""
    asked = options.instruments
    unknown = [name for name in asked if name not in INSTRUMENTS]
    if unknown:
        print(f'paraneo: there is no instrument "{unknown[0]}"; use {", ".join(INSTRUMENTS)}', file=sys.stderr)
        return EXIT_USAGE
    if options.ask and len(asked) != 1:
        print("paraneo: name one instrument to be asked for its items", file=sys.stderr)
        return EXIT_USAGE
    record = next(iter(read_records([options.file], names(options.kb), datetime.date.today())))
    for issue in record.issues:
        print(f"{issue.severity.value}: {issue}", file=sys.stderr)
    case = record.case
    if case is None:
        return EXIT_SOME_BAD
    engine = assessor(options.kb)
    try:
        found = engine.assess(case)
        if options.ask:
            answers = tuple(answer for one in _of(found, asked) for answer in _ask(one))
            found = engine.assess(replace(case, answers=(*case.answers, *answers)))
    except ImpossibleEvidence as error:
        print(f"paraneo: {options.file}: {error}", file=sys.stderr)
        return EXIT_SOME_BAD
    for passed_over in found.criteria_not_applied:
        if passed_over.id in asked:
            print(f"{passed_over.id}: {passed_over.reason}", file=sys.stderr)
    _print(_of(found, asked), found, options)
    return EXIT_OK


def _of(found: Assessment, asked: list[str]) -> list[Criteria]:
    return [one for one in found.criteria if not asked or one.id in asked]


def _ask(criteria: Criteria) -> Iterator[Answer]:
    """Ask on standard error for what is open; an empty answer leaves it open, the end of the input ends the asking."""
    card = INSTRUMENTS[criteria.id]
    for item in criteria.items:
        if item.status != "undetermined":
            continue
        while True:
            print(f"{item.text or item.id} [yes, no, or nothing]: ", end="", file=sys.stderr, flush=True)
            said = sys.stdin.readline()
            if not said.strip():
                if not said:
                    return
                break
            grade = card.grade(item.id, said.strip())
            if isinstance(grade, int):
                yield Answer(card.id, item.id, grade)
                break
            print(grade, file=sys.stderr)


def _print(criteria: list[Criteria], found: Assessment, options: argparse.Namespace) -> None:
    if options.format == "json":
        print(msgspec.json.format(msgspec.json.encode(criteria), indent=2).decode())
        return
    from paraneo.views.text import render_criteria  # only what prints text pays for it

    labels = {condition.id: condition.name for condition in found.conditions}
    studies = assessor(options.kb).knowledge.kb.studies
    write(lambda console: render_criteria(criteria, labels, studies, console))
