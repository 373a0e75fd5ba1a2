"""Does the program say when it does not know an illness? Delete each mimic in turn and assess its patients.

    python -m evaluation.unknown

The knowledge base is compiled again without the mimic; its simulated patients (letters of referral with three findings
at least) and its published ones are assessed with what is left. An answer is right if `other` is first or the case is
flagged as one that may lie outside what is known. Beside it, how often patients whose illness is known are flagged. It
takes ten minutes; the result is kept in `results/unknown.txt`.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from evaluation.run import patients
from evaluation.truth import load_truth
from paraneo.inference.evidence import Evidence, Matcher
from paraneo.inference.exact import Exact
from paraneo.inference.outside import Outside
from paraneo.knowledge.compile import OTHER, compile_sources
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.load import Sources, read_sources
from paraneo.knowledge.store import default_folder, load_knowledge
from paraneo.ontology import load_ontology
from paraneo.simulation.forward import REFERRAL, Simulator

SEED, EACH, FEWEST = 1, 12, 3
RESULT = Path(__file__).parent / "results" / "unknown.txt"


def without(sources: Sources, condition: str) -> Sources:
    """The sources as if nobody had heard of a condition."""
    kb, assumed = sources.kb, sources.assumptions
    conditions = {c: entry for c, entry in kb.conditions.items() if c != condition}
    groups = {
        name: msgspec.structs.replace(
            group,
            conditions=[c for c in group.conditions if c != condition],
            core=[
                msgspec.structs.replace(f, cells={c: w for c, w in f.cells.items() if c != condition})
                for f in group.core
            ],
        )
        for name, group in assumed.groups.items()
    }
    return Sources(
        msgspec.structs.replace(kb, conditions=conditions),
        msgspec.structs.replace(assumed, groups=groups),
        sources.digest,
    )


def answered(knowledge: Compiled, patients: list[Evidence]) -> tuple[int, int]:
    """Of how many `other` is first, and how many are flagged or have it first."""
    exact = Exact(knowledge)
    outside, threshold = Outside(exact), knowledge.assumptions.thresholds.outside.value
    place = knowledge.model.conditions.index(OTHER)
    first = flagged = 0
    for evidence in patients:
        posterior = exact.posterior(evidence)
        is_first = int(posterior.conditions.argmax()) == place
        first += is_first
        flagged += is_first or outside.check(evidence, posterior).chance >= threshold
    return first, flagged


def main() -> None:
    sources, whole, ontology = read_sources(default_folder()), load_knowledge(), load_ontology()
    simulator, rng, truth = Simulator(whole, REFERRAL), np.random.default_rng(SEED), load_truth()
    matcher = Matcher(whole, ontology)
    published = {name: matcher.evidence(case) for name, case in patients("presentation").items()}
    lines = []
    totals = np.zeros(6, dtype=int)
    for condition, entry in sources.kb.conditions.items():
        drawn = [simulator.draw(rng, condition).evidence for _ in range(EACH)]
        drawn = [evidence for evidence in drawn if sum(sign.present for sign in evidence.signs) >= FEWEST]
        _, known = answered(whole, drawn)
        if entry.kind == "syndrome":
            totals[:2] += (known, len(drawn))
            continue
        own = [evidence for case, evidence in published.items() if truth[case].mimic == condition]
        cut = compile_sources(without(sources, condition), ontology)
        first, flagged = answered(cut, drawn)
        _, flagged_own = answered(cut, own)
        totals[2:] += (flagged, len(drawn), flagged_own, len(own))
        lines.append(f"{condition:34} {first:4} {flagged:4} {len(drawn):4} {known:6} {flagged_own:5} of {len(own)}")
    _, flagged_published = answered(whole, list(published.values()))
    head = [
        f"Each mimic deleted in turn; simulated letters, seed {SEED}. Right: `other` first, or flagged.",
        f"Simulated patients of deleted mimics: right in {totals[2]} of {totals[3]} ({totals[2] / totals[3]:.0%}).",
        f"Published patients of deleted mimics: right in {totals[4]} of {totals[5]}.",
        f"Flagged though known: {totals[0]} of {totals[1]} simulated patients with a syndrome, {flagged_published} of "
        f"{len(published)} published patients; mimics in the column `known`.",
        "",
        f"{'deleted':34} {'1st':>4} {'flag':>4} {'of':>4} {'known':>6} published",
    ]
    RESULT.write_text("\n".join([*head, *lines]) + "\n")
    print("\n".join(head))


if __name__ == "__main__":
    main()
