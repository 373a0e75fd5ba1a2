"""Does curating more push a condition up? Delete half of one condition's estimates and look what moves.

    python -m evaluation.balance

For each condition with enough findings from studies, half of them (drawn with a fixed seed) are deleted and the
knowledge base is compiled again. Over the published patients the change of the condition's log odds and of its standard
deviation is averaged: of log P(condition, findings), the part of the interval that is the condition's own; the rest
comes from the other conditions. Deleting evidence should widen intervals, and push conditions neither up nor down as a
rule. It takes some minutes; the result is kept in `results/balance.txt`.
"""

from __future__ import annotations

import random
import zlib
from pathlib import Path
from statistics import mean, median

import msgspec
import numpy as np

from evaluation.truth import CASES
from paraneo.api import names
from paraneo.case import Case
from paraneo.inference.evidence import Matcher
from paraneo.inference.exact import Exact
from paraneo.inference.uncertainty import condition_variance
from paraneo.interop.reading import read_records
from paraneo.knowledge.compile import compile_sources
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.load import Sources, read_sources
from paraneo.knowledge.store import default_folder, load_knowledge
from paraneo.ontology import load_ontology
from paraneo.quantities import Array

SEED = 1
FEWEST = 2  # findings from studies that a condition must have to be halved
RESULT = Path(__file__).parent / "results" / "balance.txt"


def halved(sources: Sources, condition: str) -> Sources:
    """The sources without a random half of one condition's findings."""
    entry = sources.kb.conditions[condition]
    draw = random.Random(SEED + zlib.crc32(condition.encode()))
    kept = sorted(draw.sample(range(len(entry.findings)), len(entry.findings) // 2))
    thinner = msgspec.structs.replace(entry, findings=[entry.findings[i] for i in kept])
    kb = msgspec.structs.replace(sources.kb, conditions={**sources.kb.conditions, condition: thinner})
    return Sources(kb, sources.assumptions, sources.digest)


def measure(knowledge: Compiled, condition: str, cases: list[Case]) -> tuple[Array, Array]:
    """For each case the log odds of the condition, and its standard deviation on that scale."""
    matcher, engine = Matcher(knowledge, load_ontology()), Exact(knowledge)
    i = knowledge.model.conditions.index(condition)
    centre, width = [], []
    for case in cases:
        evidence = matcher.evidence(case)
        posterior = engine.posterior(evidence)
        chance = float(np.clip(posterior.conditions[i], 1e-9, 1 - 1e-9))
        centre.append(np.log(chance / (1 - chance)))
        width.append(float(condition_variance(engine, evidence, posterior)[i]) ** 0.5)
    return np.array(centre), np.array(width)


def main() -> None:
    sources = read_sources(default_folder())
    whole = load_knowledge()
    files = [str(path) for path in sorted((CASES / "presentation").glob("*.json"))]
    cases = [record.case for record in read_records(files, names()) if record.case is not None]
    lines, shifts, widened = [], [], []
    for condition, entry in sources.kb.conditions.items():
        if len(entry.findings) >= FEWEST:
            before = measure(whole, condition, cases)
            after = measure(compile_sources(halved(sources, condition), load_ontology()), condition, cases)
            shift, wider = float((after[0] - before[0]).mean()), float((after[1] - before[1]).mean())
            shifts.append(shift)
            widened.append(wider)
            lines.append(f"{condition:34} {shift:+6.2f} {wider:+8.4f}")
    head = [
        f"{len(shifts)} conditions, half of the findings from studies deleted, one at a time; {len(cases)} patients.",
        "Mean change of the log odds (natural logarithm) and of its standard deviation.",
        f"Log odds: mean {mean(shifts):+.3f}, median {median(shifts):+.3f}, up in {sum(s > 0 for s in shifts)}, "
        f"down in {sum(s < 0 for s in shifts)}.",
        f"Standard deviation: greater in {sum(w > 0 for w in widened)}, mean {mean(widened):+.4f}.",
        "",
    ]
    RESULT.write_text("\n".join([*head, *lines]) + "\n")
    print("\n".join(head))


if __name__ == "__main__":
    main()
