"""`paraneo leaflet`: the patient's page of a syndrome, in general or for one case."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from paraneo.api import assessor, names
from paraneo.commands.shared import EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE
from paraneo.contract import Assessment
from paraneo.inference.exact import ImpossibleEvidence
from paraneo.interop.reading import read_case
from paraneo.issues import Notepad
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.store import load_knowledge
from paraneo.plain import languages
from paraneo.views.patient import NotOfThisCase, leaflet, offered


def run(options: argparse.Namespace) -> int:
    """Write the page; what stands in its way is said on standard error."""
    knowledge = load_knowledge(options.kb)
    syndromes = [one.id for one in knowledge.kb.conditions.values() if one.kind == "syndrome"]
    if options.syndrome not in syndromes:
        return _refuse(f'there is no syndrome "{options.syndrome}"{_alike(options.syndrome, syndromes)}')
    if options.language not in languages():
        return _refuse(f'there is no page in "{options.language}"; use one of {", ".join(languages())}')
    if options.case is None:
        return _write(options, knowledge, None)
    assessment = _assess(options.case, options.kb)
    return EXIT_SOME_BAD if assessment is None else _write(options, knowledge, assessment)


def _write(options: argparse.Namespace, knowledge: Compiled, assessment: Assessment | None) -> int:
    try:
        page = leaflet(options.syndrome, knowledge, options.language, assessment)
    except ModuleNotFoundError as error:
        if error.name != "jinja2":
            raise
        return _refuse('the page needs jinja2; install it with "pip install paraneo[web]"')
    except NotOfThisCase:
        may = offered(assessment) if assessment is not None else []
        instead = f"; it may have a page of {', '.join(may)}" if may else ""
        return _refuse(f'the case neither names "{options.syndrome}" nor leads with it{instead}; leave out --case')
    try:
        options.output.write_text(page, encoding="utf-8")
    except OSError as error:
        return _refuse(f"{options.output} cannot be written: {error.strerror}")
    return EXIT_OK


def _assess(file: Path, kb: Path | None) -> Assessment | None:
    """The assessment of a case file; None, with what is wrong said, where there is none."""
    notepad = Notepad((str(file),))
    try:
        case = read_case(file.read_bytes(), names(kb), notepad)
    except OSError as error:
        print(f"paraneo: {file} cannot be read: {error.strerror}", file=sys.stderr)
        return None
    found = None
    if case is not None:
        try:
            found = assessor(kb).assess(case)
        except ImpossibleEvidence as error:
            notepad.error("impossible", str(error), "correct one of them")
    for issue in notepad:
        print(f"{issue.severity.value}: {issue}", file=sys.stderr)
    return found


def _alike(wanted: str, syndromes: list[str]) -> str:
    from rapidfuzz import process

    close = [name for name, score, _ in process.extract(wanted, syndromes, limit=3) if score >= 60]
    return f"; did you mean {' or '.join(close)}?" if close else "; they are the files of kb/syndromes"


def _refuse(message: str) -> int:
    print(f"paraneo: {message}", file=sys.stderr)
    return EXIT_USAGE
