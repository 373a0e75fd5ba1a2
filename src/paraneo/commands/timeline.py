"""`paraneo timeline`: a dated case as it was known on each of its dates."""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path

from paraneo.api import names
from paraneo.commands.shared import EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE, assessor_of, write
from paraneo.inference.exact import ImpossibleEvidence
from paraneo.interop.reading import read_records
from paraneo.timeline import NoDates, timeline
from paraneo.views.documents import to_json
from paraneo.views.timeline import render_timeline, to_svg


def run(options: argparse.Namespace) -> int:
    """Follow one dated case."""
    engine = assessor_of(options)
    if engine is None:
        return EXIT_USAGE
    kb = engine.knowledge.kb
    for given, known, kind in ((options.syndrome, kb.conditions, "condition"), (options.tumour, kb.tumours, "tumour")):
        if given is not None and given not in known:
            print(f'paraneo: there is no {kind} "{given}"; the file names in kb/ are the ids', file=sys.stderr)
            return EXIT_USAGE
    if Path(options.file).is_dir():
        print(f"paraneo: {options.file} is a folder; name one file", file=sys.stderr)
        return EXIT_USAGE
    record = next(iter(read_records([options.file], names(options.kb), datetime.date.today())))
    for issue in record.issues:
        print(f"{issue.severity.value}: {issue}", file=sys.stderr)
    if record.case is None:
        return EXIT_SOME_BAD
    try:
        found = timeline(engine, record.case, syndrome=options.syndrome, tumour=options.tumour)
    except (NoDates, ImpossibleEvidence) as error:
        print(f"paraneo: {options.file}: {error}", file=sys.stderr)
        return EXIT_SOME_BAD
    if options.svg is not None:
        try:
            options.svg.write_text(to_svg(found, kb), encoding="utf-8")
        except OSError as error:
            print(f"paraneo: {options.svg} cannot be written: {error.strerror}", file=sys.stderr)
            return EXIT_USAGE
    if options.format == "json":
        print(to_json(found), end="")
    else:
        write(lambda console: render_timeline(found, kb, console))
    return EXIT_OK
