"""`python -m evaluation [--kb DIR]`: assess the published patients at both stages and print how well it went."""

from __future__ import annotations

import argparse
from pathlib import Path

from evaluation.report import render
from evaluation.run import assess_stage
from evaluation.scoring import score
from evaluation.truth import STAGES, load_truth


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--kb", type=Path, metavar="DIR", help="use another knowledge base")
    options = parser.parse_args()
    truth = load_truth()
    for stage in STAGES:
        print(render(stage, score(truth, assess_stage(stage, kb=options.kb)), truth))


if __name__ == "__main__":
    main()
