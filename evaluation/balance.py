"""Does curating more push a condition up? Delete half of one condition's estimates and look what moves.

    python -m evaluation.balance

For each condition with enough findings from studies, half of them (drawn with a fixed seed) are deleted and the
knowledge base is compiled again. Over the published patients, and over simulated ones who have the condition, the
change of its log odds is averaged; over the latter also that of its standard deviation, the condition's own part of the
interval. Deleting evidence should widen intervals, and push conditions neither up nor down as a rule. It takes some
minutes; the result is kept in `results/balance.txt`.
"""

from __future__ import annotations

import random
import zlib
from pathlib import Path
from statistics import mean, median

import msgspec
import numpy as np

from evaluation.run import patients
from paraneo.inference.evidence import Evidence, Matcher
from paraneo.inference.exact import Exact
from paraneo.inference.uncertainty import condition_variance
from paraneo.knowledge.compile import compile_sources
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.load import Sources, read_sources
from paraneo.knowledge.store import default_folder, load_knowledge
from paraneo.ontology import load_ontology
from paraneo.quantities import Array
from paraneo.simulation.forward import REFERRAL, Simulator

SEED = 1
OWN = 30  # simulated patients of each condition
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


def measure(knowledge: Compiled, condition: str, patients: list[Evidence]) -> tuple[Array, Array]:
    """For each patient the log odds of the condition, and its standard deviation on that scale."""
    engine = Exact(knowledge)
    i = knowledge.model.conditions.index(condition)
    centre, width = [], []
    for evidence in patients:
        posterior = engine.posterior(evidence)
        chance = float(np.clip(posterior.conditions[i], 1e-9, 1 - 1e-9))
        centre.append(np.log(chance / (1 - chance)))
        width.append(float(condition_variance(engine, evidence, posterior)[i]) ** 0.5)
    return np.array(centre), np.array(width)


def _summary(shifts: list[float]) -> str:
    up, down = sum(s > 0 for s in shifts), sum(s < 0 for s in shifts)
    return f"mean {mean(shifts):+.3f}, median {median(shifts):+.3f}, up in {up}, down in {down}"


def main() -> None:
    sources, whole, ontology = read_sources(default_folder()), load_knowledge(), load_ontology()
    matcher = Matcher(whole, ontology)
    published = [matcher.evidence(case) for case in patients("presentation").values()]
    simulator, rng = Simulator(whole, REFERRAL), np.random.default_rng(SEED)
    lines, shifts, wider, own_shifts = [], [], [], []
    for condition, entry in sources.kb.conditions.items():
        if len(entry.findings) < FEWEST:
            continue
        judged = published + [simulator.draw(rng, condition).evidence for _ in range(OWN)]
        before = measure(whole, condition, judged)
        after = measure(compile_sources(halved(sources, condition), ontology), condition, judged)
        shift, width = after[0] - before[0], after[1] - before[1]
        own = slice(len(published), None)
        shifts.append(float(shift[: len(published)].mean()))
        own_shifts.append(float(shift[own].mean()))
        wider.append(float(width[own].mean()))
        lines.append(f"{condition:34} {shifts[-1]:+8.3f} {own_shifts[-1]:+8.3f} {wider[-1]:+8.4f}")
    head = [
        f"{len(shifts)} conditions, half of the findings from studies deleted, one condition at a time. Mean change of",
        f"its log odds (natural logarithm) over {len(published)} published patients and over {OWN} simulated ones who",
        "have it; mean change of its standard deviation over the latter.",
        f"Log odds, published: {_summary(shifts)}.",
        f"Log odds, its own patients: {_summary(own_shifts)}.",
        f"Standard deviation: greater in {sum(w > 0 for w in wider)}, mean {mean(wider):+.4f}.",
        "",
    ]
    RESULT.write_text("\n".join([*head, *lines]) + "\n")
    print("\n".join(head))


if __name__ == "__main__":
    main()
