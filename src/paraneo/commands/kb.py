"""`paraneo kb`: check, format, show, cover, export the knowledge base."""

from __future__ import annotations

import argparse
import sys

from paraneo.commands.shared import EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE, write
from paraneo.knowledge.canonical import format_folder
from paraneo.knowledge.load import KnowledgeError
from paraneo.knowledge.store import compile_folder, default_folder, load_knowledge
from paraneo.ontology import load_ontology
from paraneo.views.coverage import render_coverage
from paraneo.views.entry import render_entry
from paraneo.views.exports import to_csv, to_hpoa


def check(options: argparse.Namespace) -> int:
    """Check a knowledge base."""
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


def tidy(options: argparse.Namespace) -> int:
    """Write its files in their canonical form."""
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


def coverage(options: argparse.Namespace) -> int:
    """Print what is known from studies, and the holes."""
    compiled = load_knowledge(options.kb)
    print(render_coverage(compiled.kb, compiled.assumptions), end="")
    return EXIT_OK


def export(options: argparse.Namespace) -> int:
    """Print it for other programs."""
    kb = load_knowledge(options.kb).kb
    print(to_csv(kb) if options.form == "csv" else to_hpoa(kb, load_ontology()), end="")
    return EXIT_OK


def show(options: argparse.Namespace) -> int:
    """Print one entry."""
    knowledge = load_knowledge(options.kb)
    problem = write(lambda console: render_entry(options.id, knowledge, console))
    if problem:
        print(f"paraneo: {problem}", file=sys.stderr)
        return EXIT_USAGE
    return EXIT_OK
