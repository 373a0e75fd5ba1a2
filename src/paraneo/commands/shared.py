"""What several commands need: exit codes, the chosen assessor, printing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from paraneo.api import assessor
from paraneo.assessment import Assessor
from paraneo.knowledge.store import load_knowledge

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

EXIT_OK, EXIT_SOME_BAD, EXIT_USAGE = 0, 1, 2


def assessor_of(options: argparse.Namespace) -> Assessor | None:
    """The assessor of the chosen knowledge base and setting; None, said on standard error, without such a setting."""
    known = load_knowledge(options.kb).assumptions.settings
    if options.setting in known:
        return assessor(options.kb, options.setting)
    print(f'paraneo: there is no setting "{options.setting}"; use one of {", ".join(known)}', file=sys.stderr)
    return None


def write(render: Callable[[Console], T]) -> T:
    """Print what is rendered, without blanks at the ends of lines: in a terminal's own width and colour, in 80 columns
    without colour where the output goes to a file."""
    from rich.console import Console  # only what prints text pays for it

    console = Console(
        file=sys.stdout, highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 80
    )
    with console.capture() as captured:
        result = render(console)
    for line in captured.get().splitlines():
        print(line.rstrip())
    return result
