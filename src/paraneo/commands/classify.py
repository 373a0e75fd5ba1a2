"""`paraneo classify`: a registry by published criteria."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from paraneo.api import names
from paraneo.commands.shared import EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE, write
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.criteria.instrument import Card
from paraneo.issues import Notepad
from paraneo.registry.classify import classify, columns, to_row
from paraneo.registry.mapping import Mapping, read_mapping
from paraneo.registry.suggest import read_dictionary, suggest
from paraneo.registry.summary import Summary
from paraneo.registry.tables import TableError, read_table, rows, write_table
from paraneo.views.registry import render_summary, to_html

MOST_PROBLEMS = 20  # shown on standard error; all of them stand in the table of results


def run(options: argparse.Namespace) -> int:
    """Classify every row; a bad one is reported and stops nothing."""
    try:
        table = read_table(options.table)
        if options.suggest_map:
            labels = read_dictionary(options.dictionary) if options.dictionary is not None else {}
            print(suggest(table, names(options.kb), labels), end="")
            return EXIT_OK
        cards, mapping = _cards(options), _mapping(options, table.columns)
        if cards is None or mapping is None:
            return EXIT_USAGE
        summary, problems, results = Summary(cards), 0, []
        for found in _with_progress(classify(rows(table), mapping, cards, names(options.kb)), table.height):
            summary.add(found)
            results.append(to_row(found, cards))
            for problem in found.problems:
                problems += 1
                if problems <= MOST_PROBLEMS:
                    print(problem, file=sys.stderr)
        if problems > MOST_PROBLEMS:
            print(f"... and {problems - MOST_PROBLEMS:,} more, in the column problems of the output", file=sys.stderr)
        write_table(options.output, results, columns(cards))
        if options.html is not None:
            options.html.write_text(to_html(summary, INSTRUMENTS), encoding="utf-8")
    except TableError as error:
        print(f"paraneo: {error}", file=sys.stderr)
        return EXIT_USAGE
    except OSError as error:
        print(f"paraneo: {options.html} cannot be written: {error.strerror}", file=sys.stderr)
        return EXIT_USAGE
    write(lambda console: render_summary(summary, console))
    unread = sum(count for card in cards[:1] for level, count in summary.levels(card) if level == "not read")
    return EXIT_SOME_BAD if unread else EXIT_OK


def _cards(options: argparse.Namespace) -> list[Card] | None:
    asked = [name.strip() for name in options.criteria.split(",") if name.strip()]
    unknown = [name for name in asked if name not in INSTRUMENTS]
    if unknown or not asked:
        print(f'paraneo: there are no criteria "{(unknown or [""])[0]}"; use {", ".join(INSTRUMENTS)}', file=sys.stderr)
        return None
    return [INSTRUMENTS[name] for name in dict.fromkeys(asked)]


def _mapping(options: argparse.Namespace, header: list[str]) -> Mapping | None:
    if options.map is None or options.output is None:
        print(
            "paraneo: give --map columns.yaml and -o OUTPUT; `--suggest-map` proposes the mapping from the headers",
            file=sys.stderr,
        )
        return None
    notepad = Notepad((str(options.map),))
    try:
        text = Path(options.map).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"paraneo: {options.map} cannot be read: {error}", file=sys.stderr)
        return None
    mapping = read_mapping(text, header, notepad)
    for issue in notepad:
        print(f"{issue.severity.value}: {issue}", file=sys.stderr)
    return mapping


def _with_progress(found: Iterable[object], total: int) -> Iterator:  # type: ignore[type-arg]
    """The rows, with a progress bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console
    from rich.progress import track

    with contextlib.closing(
        iter(track(found, "classifying", total=total, console=Console(stderr=True), transient=True))
    ) as bar:  # type: ignore[type-var]
        yield from bar
