"""What the published patients look like where paraneoplastic disease is rarer or commoner.

    python -m evaluation.priors

The pre-test probability is 5, 15 and 40%, and that of each setting of the knowledge base. The result is kept in
`results/priors.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evaluation.run import answers, patients
from evaluation.scoring import auroc, score
from evaluation.truth import load_truth
from paraneo.assessment import Assessor
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.settings import in_setting, prior_of, with_prior
from paraneo.knowledge.store import load_knowledge

PRIORS = (0.05, 0.15, 0.40)
COLUMNS = ("first", "three", "AUROC", "had", "not", "had", "not")
RESULT = Path(__file__).parent / "results" / "priors.txt"


def rows() -> Iterator[tuple[str, Compiled]]:
    """The knowledge base at each pre-test probability."""
    whole = load_knowledge()
    for prior in PRIORS:
        yield f"{prior:.0%}", with_prior(whole, prior)
    for setting in whole.assumptions.settings:
        yield setting, in_setting(whole, setting)


def main() -> None:
    truth, cases = load_truth(), patients("presentation")
    lines = [
        "90 published patients at presentation; figures on them are optimistic, since curators saw their misses.",
        "Mean probability of paraneoplastic disease of those who had it and of those who had not; share of each",
        "with at least one half.",
        "",
        f"{'setting':16} {'pre-test':>8}" + "".join(f" {c:>6}" for c in COLUMNS),
    ]
    for name, knowledge in rows():
        found = score(truth, answers(Assessor(knowledge), cases))
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
