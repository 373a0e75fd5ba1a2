"""`paraneo simulate`: patients drawn from the model."""

from __future__ import annotations

import argparse
import sys

from paraneo.commands.shared import EXIT_OK, EXIT_USAGE
from paraneo.knowledge.store import load_knowledge
from paraneo.simulation.folder import write_folder


def run(options: argparse.Namespace) -> int:
    """Write simulated patients into a folder."""
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
