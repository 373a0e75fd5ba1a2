"""The command line: the arguments of every command; what a command does is in its module of :mod:`paraneo.commands`."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from paraneo.knowledge.load import KnowledgeError
from paraneo.version import __version__

EXIT_OK, EXIT_USAGE = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 all assessed, 1 some records bad, 2 wrong use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None and not options.version:
        parser.print_help()
        return EXIT_USAGE
    try:
        code = _version(options.kb) if options.version else _command(options.run)(options)
    except KnowledgeError as error:
        print(f"paraneo: the knowledge base cannot be used:\n{error}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_OK
    return code


def run() -> NoReturn:
    """Run the command line as a process of its own, and end it without taking the knowledge base apart first."""
    gc.set_threshold(100_000, 20, 20)  # what a command makes lives until its end; a tenth is saved
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a letter stops nothing
    try:
        code = main()
    except SystemExit as stop:  # argparse, for wrong use and help
        code = stop.code if isinstance(stop.code, int) else EXIT_USAGE
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(code)


def _command(place: str) -> Callable[[argparse.Namespace], int]:
    """The function of a command, "module:name"; a command imports only what it uses."""
    module, name = place.split(":")
    found: Callable[[argparse.Namespace], int] = getattr(import_module(f"paraneo.commands.{module}"), name)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="paraneo", description="Recognise paraneoplastic syndromes early.")
    parser.add_argument("--version", action="store_true", help="program, knowledge base and HPO release")
    parser.add_argument("--kb", type=Path, metavar="DIR", help="use another knowledge base")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    assess = commands.add_parser("assess", help="assess one or more cases")
    assess.add_argument("files", nargs="+", metavar="FILE", help="a Phenopacket (JSON), a case (YAML), a folder, or -")
    assess.add_argument("--as-of", type=_date, metavar="DATE", help="as known on this date (YYYY-MM-DD)")
    _add_setting(assess, "suspected")
    assess.add_argument("--format", choices=("text", "json", "jsonl"), default="text")
    assess.set_defaults(run="assess:run")

    report = commands.add_parser("report", help="a case on one or two printed pages, for the record")
    report.add_argument("file", metavar="CASE", help="a Phenopacket (JSON), a case (YAML), or -")
    report.add_argument("--as-of", type=_date, metavar="DATE", help="as known on this date (YYYY-MM-DD)")
    _add_setting(report, "suspected")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="out.html or out.pdf")
    report.set_defaults(run="report:run")

    comment = commands.add_parser("comment", help="the laboratory's comment under antibody panels")
    comment.add_argument("files", nargs="+", metavar="FILE", help="cases, or tables (CSV) with one row per result")
    _add_setting(comment, "laboratory")
    comment.add_argument("--format", choices=("text", "jsonl", "csv"), default="text")
    comment.set_defaults(run="comment:run")

    timeline = commands.add_parser("timeline", help="a dated case as it was known on each of its dates")
    timeline.add_argument("file", metavar="FILE", help="a Phenopacket (JSON), a case (YAML), or -")
    _add_setting(timeline, "suspected")
    timeline.add_argument("--syndrome", metavar="ID", help="to follow (default: the one stated, or the likeliest)")
    timeline.add_argument("--tumour", metavar="ID", help="to follow (default: the first that was diagnosed)")
    timeline.add_argument("--format", choices=("text", "json"), default="text")
    timeline.add_argument("--svg", type=Path, metavar="FILE", help="write a drawing too")
    timeline.set_defaults(run="timeline:run")

    simulate = commands.add_parser("simulate", help="patients drawn from the model, with their truth")
    simulate.add_argument("--n", type=_positive, default=100, metavar="N", help="how many (default: 100)")
    simulate.add_argument("--seed", type=int, default=1, help="the same seed gives the same patients (default: 1)")
    simulate.add_argument("--condition", metavar="ID", help="all with this condition")
    simulate.add_argument("--format", choices=("phenopacket", "yaml", "csv"), default="phenopacket")
    simulate.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    simulate.set_defaults(run="simulate:run")

    criteria = commands.add_parser("criteria", help="what published criteria say of one case, item by item")
    criteria.add_argument("file", metavar="FILE", help="a Phenopacket (JSON), a case (YAML), or -")
    criteria.add_argument("instruments", nargs="*", metavar="INSTRUMENT", help="ids (default: all that apply)")
    criteria.add_argument("--ask", action="store_true", help="ask for the items of one instrument that are open")
    criteria.add_argument("--format", choices=("text", "json"), default="text")
    criteria.set_defaults(run="criteria:run")

    classify = commands.add_parser("classify", help="a registry (one row per patient) by published criteria")
    classify.add_argument("table", type=Path, metavar="TABLE", help="CSV, TSV, Parquet or Excel")
    classify.add_argument("--criteria", default="pns-care-2021", metavar="IDS", help="parted by commas")
    classify.add_argument("--map", type=Path, metavar="FILE", help="what the columns mean (YAML)")
    classify.add_argument("-o", "--output", type=Path, metavar="FILE", help="the same rows, classified")
    classify.add_argument("--html", type=Path, metavar="FILE", help="write the summary as a page too")
    classify.add_argument("--suggest-map", action="store_true", help="propose a mapping from the headers, and stop")
    classify.add_argument("--dictionary", type=Path, metavar="FILE", help="REDCap's data dictionary, for --suggest-map")
    classify.set_defaults(run="classify:run")

    serve = commands.add_parser("serve", help="the workbench in a browser, and the REST interface")
    serve.add_argument("--port", type=int, default=8737, metavar="N", help="where to listen (default: 8737)")
    serve.add_argument("--host", default="127.0.0.1", metavar="NAME", help="address to listen on (default: 127.0.0.1)")
    serve.set_defaults(run="serve:run")

    leaflet = commands.add_parser("leaflet", help="the patient's page of a syndrome, in plain words")
    leaflet.add_argument("syndrome", metavar="SYNDROME", help="its id, as in kb/syndromes")
    leaflet.add_argument("--case", type=Path, metavar="FILE", help="with what was noted in this case")
    leaflet.add_argument("--language", default="en", metavar="CODE", help="en or es (default: en)")
    leaflet.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the page (HTML)")
    leaflet.set_defaults(run="leaflet:run")

    kb = commands.add_parser("kb", help="check or read the knowledge base")
    actions = kb.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="check a knowledge base")
    check.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the folder (default: the program's own)")
    check.set_defaults(run="kb:check")
    tidy = actions.add_parser("format", help="write the files of a knowledge base in their canonical form")
    tidy.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the folder (default: the program's own)")
    tidy.set_defaults(run="kb:tidy")
    coverage = actions.add_parser("coverage", help="what is known from studies, and the holes")
    coverage.set_defaults(run="kb:coverage")
    export = actions.add_parser("export", help="the knowledge base for other programs, on standard output")
    export.add_argument("form", choices=("hpoa", "csv"), help="HPO annotations, or every estimate")
    export.set_defaults(run="kb:export")
    show = actions.add_parser("show", help="an entry with its numbers and sources")
    show.add_argument("id", metavar="ID", help="of a condition, antibody, tumour, test, study, ...")
    show.set_defaults(run="kb:show")
    return parser


def _add_setting(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--setting", default=default, metavar="ID",
        help=f"who the patients are: suspected, laboratory, referral, neurology-ward, oncology-clinic, screening "
        f"(default: {default})",
    )  # fmt: skip


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no number of patients; write one such as 1000')
    return int(text)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no date; write it as 2024-05-01') from None


def _version(kb: Path | None) -> int:
    from paraneo.knowledge.store import load_knowledge
    from paraneo.ontology import load_ontology

    knowledge = load_knowledge(kb)
    print(f"paraneo {__version__}")
    print(f"knowledge {knowledge.kb.version} sha256:{knowledge.digest}")
    print(f"HPO {load_ontology().release}")
    return EXIT_OK
