"""What the published patients look like where paraneoplastic disease is rarer or commoner.

    python -m evaluation.priors

The pre-test probability is 5, 15 and 40%, and that of each setting of the knowledge base. The result is kept in
`results/priors.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from evaluation.scoring import auroc, score
from evaluation.truth import load_truth, stage_folder
from paraneo.api import names
from paraneo.assessment import Assessor
from paraneo.interop.reading import read_records
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.settings import in_setting, prior_of, with_prior
from paraneo.knowledge.store import load_knowledge
from paraneo.views.documents import to_json_line

PRIORS = (0.05, 0.15, 0.40)
COLUMNS = ("first", "three", "AUROC", "had", "not", "had", "not")
RESULT = Path(__file__).parent / "results" / "priors.txt"


def answers(knowledge: Compiled) -> dict[str, dict[str, Any]]:
    """The assessments at presentation, by case."""
    assessor = Assessor(knowledge)
    files = [str(path) for path in sorted(stage_folder("presentation").glob("*.json"))]
    found = {}
    for record in read_records(files, names()):
        if record.case is not None:
            answer = msgspec.json.decode(to_json_line(assessor.assess(record.case)))
            found[answer["case"].removesuffix("-presentation")] = answer
    return found


def rows() -> Iterator[tuple[str, Compiled]]:
    """The knowledge base at each pre-test probability."""
    whole = load_knowledge()
    for prior in PRIORS:
        yield f"{prior:.0%}", with_prior(whole, prior)
    for setting in whole.assumptions.settings:
        yield setting, in_setting(whole, setting)


def main() -> None:
    truth = load_truth()
    lines = [
        "90 published patients at presentation; figures on them are optimistic, since curators saw their misses.",
        "Mean probability of paraneoplastic disease of those who had it and of those who had not; share of each",
        "with at least one half.",
        "",
        f"{'setting':16} {'pre-test':>8}" + "".join(f" {c:>6}" for c in COLUMNS),
    ]
    for name, knowledge in rows():
        found = score(truth, answers(knowledge))
        had = np.array(found.outcomes, dtype=bool)
        lines.append(
            f"{name:16} {prior_of(knowledge):8.3f} {found.syndrome.share(1):6.2f} {found.syndrome.share(3):6.2f} "
            f"{auroc(found.forecasts, found.outcomes):6.3f} {found.forecasts[had].mean():6.2f} "
            f"{found.forecasts[~had].mean():6.2f} {(found.forecasts[had] >= 0.5).mean():6.2f} "
            f"{(found.forecasts[~had] >= 0.5).mean():6.2f}"
        )
    RESULT.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
