"""Draws estimates to be looked up again, those that move the evaluation most with the greatest chance.

    python -m evaluation.draw 150 20261121

An estimate's weight is how much it was used on the published patients: over patients (both stages) and conditions with
a probability of at least one hundredth, the decibans of each item that rests on it, shared among the item's estimates.
The sample is without replacement and the same for the same knowledge base and seed. Printed: file, what it says, study,
where.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from evaluation.run import patients
from evaluation.truth import STAGES
from paraneo.api import assessor
from paraneo.knowledge.check import walk
from paraneo.knowledge.estimates import FindingFrequency, Sourced
from paraneo.knowledge.model import Antibody, Condition, KnowledgeBase, Test, Tumour

LEAST = 0.01


def used() -> dict[tuple[str, str, str], float]:
    """Weight by condition, study and what the explanation says of the estimate."""
    weight: dict[tuple[str, str, str], float] = defaultdict(float)
    for stage in STAGES:
        for case in patients(stage).values():
            for candidate in assessor().assess(case).conditions:
                if candidate.probability < LEAST:
                    break
                for item in candidate.evidence:
                    counted = [(e, s) for e, s in zip(item.estimates, item.sources, strict=False) if ":" not in s]
                    for said, study in counted:
                        weight[candidate.id, study, said] += abs(item.decibans) / len(counted)
    return weight


def estimates(kb: KnowledgeBase) -> Iterator[tuple[str, str, Sourced]]:
    """Every sourced estimate with its file and its id."""
    kinds: list[tuple[str, dict[str, Condition] | dict[str, Antibody] | dict[str, Tumour] | dict[str, Test]]] = [
        ("conditions", kb.conditions), ("antibodies", kb.antibodies), ("tumours", kb.tumours), ("tests", kb.tests),
    ]  # fmt: skip
    for kind, entries in kinds:
        for identifier, entry in entries.items():
            for path, estimate in walk(entry):
                if isinstance(estimate, Sourced):
                    yield f"{kind}/{identifier}/{'/'.join(path)}", identifier, estimate


def main() -> None:
    size, seed = int(sys.argv[1]), int(sys.argv[2])
    kb, weight = assessor().knowledge.kb, used()
    found = list(estimates(kb))
    weights = np.array([weight.get((owner, e.study, str(e)), 0.0) for _, owner, e in found])
    rng = np.random.default_rng(seed)
    print(f"{(weights > 0).sum():,} of {len(found):,} estimates move a patient; seed {seed}", file=sys.stderr)
    for i in np.sort(rng.choice(len(found), size=size, replace=False, p=weights / weights.sum())):
        place, _, estimate = found[i]
        what = estimate.finding.label if isinstance(estimate, FindingFrequency) else ""
        study = kb.studies[estimate.study]
        address = study.pmid or study.doi or study.url or ""
        print("\t".join([place, what, str(estimate), estimate.study, address, estimate.locator, estimate.note]))


if __name__ == "__main__":
    main()
