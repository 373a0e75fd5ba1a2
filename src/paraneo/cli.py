"""The command line: `paraneo assess`, `comment`, `timeline`, `simulate`, and `kb` with its actions."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from paraneo.knowledge.load import KnowledgeError
from paraneo.version import __version__

if TYPE_CHECKING:  # a command imports only what it uses
    from rich.console import Console

    from paraneo.assessment import Assessor
    from paraneo.contract import Assessment
    from paraneo.interop.reading import Record
    from paraneo.knowledge.model import Study

T = TypeVar("T")

EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 all assessed, 1 some records bad, 2 wrong use."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command is None and not options.version:
        parser.print_help()
        return EXIT_USAGE
    try:
        code: int = _version(options.kb) if options.version else options.run(options)
    except KnowledgeError as error:
        print(f"paraneo: the knowledge base cannot be used:\n{error}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_OK
    return code


def run() -> NoReturn:
    """Run the command line as a process of its own, and end it without taking the knowledge base apart first."""
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
    assess.set_defaults(run=_assess)

    comment = commands.add_parser("comment", help="the laboratory's comment under antibody panels")
    comment.add_argument("files", nargs="+", metavar="FILE", help="cases, or tables (CSV) with one row per result")
    _add_setting(comment, "laboratory")
    comment.add_argument("--format", choices=("text", "jsonl", "csv"), default="text")
    comment.set_defaults(run=_comment)

    timeline = commands.add_parser("timeline", help="a dated case as it was known on each of its dates")
    timeline.add_argument("file", metavar="FILE", help="a Phenopacket (JSON), a case (YAML), or -")
    _add_setting(timeline, "suspected")
    timeline.add_argument("--syndrome", metavar="ID", help="to follow (default: the one stated, or the likeliest)")
    timeline.add_argument("--tumour", metavar="ID", help="to follow (default: the first that was diagnosed)")
    timeline.add_argument("--format", choices=("text", "json"), default="text")
    timeline.add_argument("--svg", type=Path, metavar="FILE", help="write a drawing too")
    timeline.set_defaults(run=_timeline)

    simulate = commands.add_parser("simulate", help="patients drawn from the model, with their truth")
    simulate.add_argument("--n", type=_positive, default=100, metavar="N", help="how many (default: 100)")
    simulate.add_argument("--seed", type=int, default=1, help="the same seed gives the same patients (default: 1)")
    simulate.add_argument("--condition", metavar="ID", help="all with this condition")
    simulate.add_argument("--format", choices=("phenopacket", "yaml", "csv"), default="phenopacket")
    simulate.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="a new or empty folder")
    simulate.set_defaults(run=_simulate)

    kb = commands.add_parser("kb", help="check or read the knowledge base")
    actions = kb.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="check a knowledge base")
    check.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the folder (default: the program's own)")
    check.set_defaults(run=_kb_check)
    tidy = actions.add_parser("format", help="write the files of a knowledge base in their canonical form")
    tidy.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the folder (default: the program's own)")
    tidy.set_defaults(run=_kb_format)
    coverage = actions.add_parser("coverage", help="what is known from studies, and the holes")
    coverage.set_defaults(run=_kb_coverage)
    export = actions.add_parser("export", help="the knowledge base for other programs, on standard output")
    export.add_argument("form", choices=("hpoa", "csv"), help="HPO annotations, or every estimate")
    export.set_defaults(run=_kb_export)
    show = actions.add_parser("show", help="an entry with its numbers and sources")
    show.add_argument("id", metavar="ID", help="of a condition, antibody, tumour, test, study, ...")
    show.set_defaults(run=_kb_show)
    return parser


def _add_setting(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--setting", default=default, metavar="ID",
        help=f"who the patients are: suspected, laboratory, referral, neurology-ward, oncology-clinic, screening "
        f"(default: {default})",
    )  # fmt: skip


def _assessor(options: argparse.Namespace) -> Assessor | None:
    """The assessor of the chosen knowledge base and setting; None, said on standard error, without such a setting."""
    from paraneo.api import assessor
    from paraneo.knowledge.store import load_knowledge

    known = load_knowledge(options.kb).assumptions.settings
    if options.setting in known:
        return assessor(options.kb, options.setting)
    print(f'paraneo: there is no setting "{options.setting}"; use one of {", ".join(known)}', file=sys.stderr)
    return None


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


def _assess(options: argparse.Namespace) -> int:
    from paraneo.api import names
    from paraneo.inference.exact import ImpossibleEvidence
    from paraneo.interop.reading import find_files, read_records
    from paraneo.views.documents import to_json, to_json_line

    files = find_files(options.files)
    if not files:
        print("paraneo: no .json, .yaml or .yml file in what was given", file=sys.stderr)
        return EXIT_USAGE
    engine, words = _assessor(options), names(options.kb)
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

    _write(lambda console: render(assessment, studies, console))


def _write(render: Callable[[Console], T]) -> T:
    """Print what is rendered, without blanks at the ends of lines: in a terminal's own width and colour, in 80 columns
    without colour where the output goes to a file."""
    from rich.console import Console

    console = Console(
        file=sys.stdout, highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 80
    )
    with console.capture() as captured:
        result = render(console)
    for line in captured.get().splitlines():
        print(line.rstrip())
    return result


def _comment(options: argparse.Namespace) -> int:
    from paraneo.api import names
    from paraneo.comment import comment
    from paraneo.inference.exact import ImpossibleEvidence
    from paraneo.interop.panels import read_panels
    from paraneo.interop.reading import find_files, read_records
    from paraneo.views.comment import write_comments

    engine, words = _assessor(options), names(options.kb)
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
    _write(lambda console: write_comments(comments, options.format, console))
    return EXIT_SOME_BAD if bad else EXIT_OK


def _timeline(options: argparse.Namespace) -> int:
    from paraneo.api import names
    from paraneo.inference.exact import ImpossibleEvidence
    from paraneo.interop.reading import read_records
    from paraneo.timeline import NoDates, timeline
    from paraneo.views.documents import to_json
    from paraneo.views.timeline import render_timeline, to_svg

    engine = _assessor(options)
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
        _write(lambda console: render_timeline(found, kb, console))
    return EXIT_OK


def _simulate(options: argparse.Namespace) -> int:
    from paraneo.knowledge.store import load_knowledge
    from paraneo.simulation.folder import write_folder

    knowledge = load_knowledge(options.kb)
    if options.condition is not None and options.condition not in knowledge.model.conditions:
        print(
            f'paraneo: there is no condition "{options.condition}"; `paraneo kb show` knows their ids', file=sys.stderr
        )
        return EXIT_USAGE
    if options.output.exists() and (not options.output.is_dir() or any(options.output.iterdir())):
        print(f"paraneo: {options.output} is not an empty folder; name a new one", file=sys.stderr)
        return EXIT_USAGE
    try:
        write_folder(options.output, knowledge, options.n, options.seed, options.condition, options.format)
    except OSError as error:
        print(f"paraneo: {options.output} cannot be written: {error.strerror}", file=sys.stderr)
        return EXIT_USAGE
    print(f"{options.n:,} patients in {options.output}, their truth in {options.output / 'truth.csv'}")
    return EXIT_OK


def _kb_check(options: argparse.Namespace) -> int:
    from paraneo.knowledge.store import compile_folder, default_folder

    folder = options.folder or options.kb or default_folder()
    try:
        compiled = compile_folder(folder)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        print(f"faults in {folder}: {len(error.notepad.issues)}", file=sys.stderr)
        return EXIT_SOME_BAD
    kb = compiled.kb
    print(
        f"{folder}: no fault; {len(kb.conditions)} conditions, {len(kb.antibodies)} antibodies, "
        f"{len(kb.tumours)} tumours, {len(kb.studies)} studies"
    )
    return EXIT_OK


def _kb_format(options: argparse.Namespace) -> int:
    from paraneo.knowledge.canonical import format_folder
    from paraneo.knowledge.store import default_folder

    folder = options.folder or options.kb or default_folder()
    if not folder.is_dir():
        print(f"paraneo: {folder}: there is no such folder; check the path.", file=sys.stderr)
        return EXIT_USAGE
    try:
        changed = format_folder(folder)
    except ValueError as error:
        print(f"paraneo: {error}", file=sys.stderr)
        return EXIT_SOME_BAD
    for path in changed:
        print(f"formatted {path}")
    return EXIT_OK


def _kb_coverage(options: argparse.Namespace) -> int:
    from paraneo.knowledge.store import load_knowledge
    from paraneo.views.coverage import render_coverage

    compiled = load_knowledge(options.kb)
    print(render_coverage(compiled.kb, compiled.assumptions), end="")
    return EXIT_OK


def _kb_export(options: argparse.Namespace) -> int:
    from paraneo.knowledge.store import load_knowledge
    from paraneo.ontology import load_ontology
    from paraneo.views.exports import to_csv, to_hpoa

    kb = load_knowledge(options.kb).kb
    print(to_csv(kb) if options.form == "csv" else to_hpoa(kb, load_ontology()), end="")
    return EXIT_OK


def _kb_show(options: argparse.Namespace) -> int:
    from paraneo.knowledge.store import load_knowledge
    from paraneo.views.entry import render_entry

    knowledge = load_knowledge(options.kb)
    problem = _write(lambda console: render_entry(options.id, knowledge, console))
    if problem:
        print(f"paraneo: {problem}", file=sys.stderr)
        return EXIT_USAGE
    return EXIT_OK
