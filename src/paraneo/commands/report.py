"""`paraneo report`: the assessment of one case on one or two pages, for the patient's record."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from paraneo.api import names
from paraneo.commands.shared import EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE, assessor_of
from paraneo.inference.exact import ImpossibleEvidence
from paraneo.interop.reading import read_records
from paraneo.views.report import CannotPrint, to_html, to_pdf

FORMS = (".html", ".pdf")


def run(options: argparse.Namespace) -> int:
    """Write the report of one case as HTML or PDF, by the name of the output."""
    output: Path = options.output
    if output.suffix.lower() not in FORMS:
        return _wrong(f"{output}: the name of the report ends in {' or '.join(FORMS)}")
    if Path(options.file).is_dir():
        return _wrong(f"{options.file} is a folder; name one file")
    engine = assessor_of(options)
    if engine is None:
        return EXIT_USAGE
    record = next(iter(read_records([options.file], names(options.kb), datetime.date.today())))
    for issue in record.issues:
        print(f"{issue.severity.value}: {issue}", file=sys.stderr)
    if record.case is None:
        return EXIT_SOME_BAD
    try:
        page = to_html(engine.assess(record.case, options.as_of), record.case, engine.knowledge.kb)
        output.write_bytes(to_pdf(page) if output.suffix.lower() == ".pdf" else page.encode())
    except ImpossibleEvidence as error:
        print(f"paraneo: {options.file}: {error}", file=sys.stderr)
        return EXIT_SOME_BAD
    except CannotPrint as error:
        return _wrong(str(error))
    except OSError as error:
        return _wrong(f"{output} cannot be written: {error.strerror}")
    return EXIT_OK


def _wrong(text: str) -> int:
    print(f"paraneo: {text}", file=sys.stderr)
    return EXIT_USAGE
