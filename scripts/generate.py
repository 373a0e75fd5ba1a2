"""Writes every generated file: the JSON Schema, the command line's help, the evaluation's table, the README's example.

    python scripts/generate.py            writes them
    python scripts/generate.py --check    only says which are out of date (exit code 1)

A test runs the check, so that no generated page can go stale.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

EXAMPLE, EXAMPLE_LINES = ["assess", "evaluation/cases/workup/c2-02.json"], 45
COMMANDS = [[], ["assess"], ["kb"], ["kb", "check"], ["kb", "show"]]
START, END = "<!-- example: generated -->\n", "<!-- end of example -->\n"


def run(arguments: list[str]) -> str:
    """What the command line prints, in 80 columns and without colour, from the project's folder."""
    from paraneo import cli

    out = io.StringIO()
    os.environ["COLUMNS"] = "80"
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        cli.main(arguments)
    return out.getvalue()


def schema() -> str:
    from paraneo.views.documents import schema as assessment_schema

    return json.dumps(assessment_schema(), indent=2) + "\n"


def command_line() -> str:
    parts = ["# The command line\n\nGenerated from the program's own help by `scripts/generate.py`.\n"]
    for command in COMMANDS:
        title = " ".join(["paraneo", *command])
        parts.append(f"## {title}\n\n```text\n{run([*command, '--help']).rstrip()}\n```\n")
    parts.append(
        "Exit codes: 0 all records assessed (warnings included), 1 some records bad (each reported on standard error,\n"
        "the good ones still assessed), 2 wrong use.\n"
    )
    return "\n".join(parts)


def evaluation_table() -> str:
    from evaluation.report import render
    from evaluation.run import assess_stage
    from evaluation.scoring import score
    from evaluation.truth import STAGES, load_truth

    truth = load_truth()
    return "\n".join(render(stage, score(truth, assess_stage(stage)), truth) for stage in STAGES) + "\n"


def readme() -> str:
    text = (ROOT / "README.md").read_text()
    before, rest = text.split(START)
    after = rest.split(END)[1]
    lines = "".join(run(EXAMPLE).splitlines(keepends=True)[:EXAMPLE_LINES])
    shown = f"```console\n$ ./dev {' '.join(EXAMPLE)} | head -n {EXAMPLE_LINES}\n{lines}```\n"
    return before + START + shown + END + after


FILES: dict[str, Callable[[], str]] = {
    "docs/assessment.schema.json": schema,
    "docs/command-line.md": command_line,
    "evaluation/results/table.txt": evaluation_table,
    "README.md": readme,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    stale = []
    for name, make in FILES.items():
        path, new = ROOT / name, make()
        if not path.exists() or path.read_text() != new:
            stale.append(name)
            if not check:
                path.write_text(new)
    for name in stale:
        print(f"{name}: {'out of date; run python scripts/generate.py' if check else 'written'}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
