"""`paraneo comment`: the laboratory's comment under antibody panels."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from paraneo.api import names
from paraneo.commands.shared import EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE, assessor_of, write
from paraneo.comment import comment
from paraneo.inference.exact import ImpossibleEvidence
from paraneo.interop.panels import read_panels
from paraneo.interop.reading import find_files, read_records
from paraneo.views.comment import write_comments


def run(options: argparse.Namespace) -> int:
    """Comment every panel."""
    engine, words = assessor_of(options), names(options.kb)
    if engine is None:
        return EXIT_USAGE
    tables = [file for file in options.files if file.casefold().endswith(".csv")]
    others = [file for file in options.files if file not in tables]
    missing = [file for file in tables if not Path(file).is_file()]
    if missing:
        print(f"paraneo: {missing[0]}: there is no such file", file=sys.stderr)
        return EXIT_USAGE
    records = [record for file in tables for record in read_panels(file, Path(file).read_bytes(), words)]
    if others:
        records += read_records(find_files(others), words, datetime.date.today())
    bad, comments = 0, []
    for record in records:
        if record.case is not None:
            try:
                comments.append(comment(record.case, engine.assess(record.case), engine.knowledge.kb))
            except ImpossibleEvidence as error:
                record.issues.at(f"case {record.case.id}").error("impossible", str(error), "correct one of them")
        for issue in record.issues:
            print(f"{issue.severity.value}: {issue}", file=sys.stderr)
        bad += record.issues.has_errors()
    write(lambda console: write_comments(comments, options.format, console))
    return EXIT_SOME_BAD if bad else EXIT_OK
