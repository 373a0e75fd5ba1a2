"""`paraneo assess`: one or many cases."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from paraneo.api import names
from paraneo.commands.shared import EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE, assessor_of, write
from paraneo.contract import Assessment
from paraneo.inference.exact import ImpossibleEvidence
from paraneo.interop.reading import Record, find_files, read_records
from paraneo.knowledge.model import Study
from paraneo.views.documents import to_json, to_json_line


def run(options: argparse.Namespace) -> int:
    """Assess every record; what cannot be used is said on standard error."""
    files = find_files(options.files)
    if not files:
        print("paraneo: no .json, .yaml or .yml file in what was given", file=sys.stderr)
        return EXIT_USAGE
    engine, words = assessor_of(options), names(options.kb)
    if engine is None:
        return EXIT_USAGE
    bad = 0
    documents = []
    for record in _with_progress(read_records(files, words, datetime.date.today()), len(files)):
        assessment = None
        if record.case is not None:
            try:
                assessment = engine.assess(record.case, options.as_of)
            except ImpossibleEvidence as error:
                record.issues.at(f"case {record.case.id}").error("impossible", str(error), "correct one of them")
        for issue in record.issues:
            print(f"{issue.severity.value}: {issue}", file=sys.stderr)
        if assessment is None:
            bad += 1
        elif options.format == "jsonl":
            print(to_json_line(assessment))
        elif options.format == "json":
            documents.append(to_json(assessment))
        else:
            _print_text(assessment, engine.knowledge.kb.studies)
    if options.format == "json":
        one_file = len(options.files) == 1 and not Path(options.files[0]).is_dir()
        if documents or not one_file:
            print("".join(documents) if one_file else "[" + ",\n".join(documents) + "]")
    if bad and len(files) > 1:
        print(f"{bad} of {len(files)} records could not be assessed", file=sys.stderr)
    return EXIT_SOME_BAD if bad else EXIT_OK


def _with_progress(records: Iterable[Record], total: int) -> Iterator[Record]:
    """The records, with a progress bar on standard error where that is a terminal and standard output is not."""
    if total < 20 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from records
        return

    from rich.console import Console
    from rich.progress import track

    yield from track(records, "assessing", total=total, console=Console(stderr=True), transient=True)


def _print_text(assessment: Assessment, studies: dict[str, Study]) -> None:
    from paraneo.views.text import render

    write(lambda console: render(assessment, studies, console))
