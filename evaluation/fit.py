"""The few free parameters of reading a case, fitted by cross-validation; `python -m evaluation.fit` repeats it.

They say how a case is written, not how common an illness is: no pre-test probability and no intercept is fitted. Each
is moved over its assumed range alone, the others as they are, and judged by the mean log probability of the right
condition: of the published patients (both stages of a patient in one fold) and of simulated letters. The value that is
best in nine tenths of the patients is judged on the tenth. A parameter is worth moving if the held-out patients gain;
curators and the builders saw some of the published patients' misses, so that even held out they flatter the program.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from evaluation.run import patients
from evaluation.truth import STAGES, load_truth
from paraneo.inference.evidence import Evidence, Matcher
from paraneo.inference.exact import Exact
from paraneo.knowledge.assumptions import Number
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.store import load_knowledge
from paraneo.ontology import load_ontology
from paraneo.quantities import Array
from paraneo.simulation.forward import REFERRAL, Simulator

PARAMETERS = ("tempering", "missed", "match", "narrower", "unlisted_sign", "tempo_right")
STEPS, FOLDS, SEED, SIMULATED = 6, 10, 1, 300
LEAST = 1e-6
RESULT = Path(__file__).parent / "results" / "fit.txt"

Judged = list[tuple[Evidence, list[int]]]
"""The evidence of a patient, and the conditions that count as right."""


def published(knowledge: Compiled) -> tuple[Judged, list[int]]:
    """The published patients at both stages, and the fold of each."""
    truth, matcher = load_truth(), Matcher(knowledge, load_ontology())
    fold_of = dict(zip(sorted(truth), np.random.default_rng(SEED).permutation(len(truth)) % FOLDS, strict=True))
    judged: Judged = []
    folds: list[int] = []
    for stage in STAGES:
        for name, case in patients(stage).items():
            expected = truth[name]
            right = [expected.mimic] if expected.syndrome == "mimic" else [expected.syndrome, *expected.also_accepted]
            known = [knowledge.model.conditions.index(c) for c in right if c in knowledge.model.conditions]
            if known:
                judged.append((matcher.evidence(case), known))
                folds.append(int(fold_of[name]))
    return judged, folds


def simulated(knowledge: Compiled) -> Judged:
    """Simulated letters."""
    simulator, rng = Simulator(knowledge, REFERRAL), np.random.default_rng(SEED)
    drawn = [simulator.draw(rng) for _ in range(SIMULATED)]
    return [(p.evidence, [knowledge.model.conditions.index(p.truth.condition)]) for p in drawn]


def with_value(knowledge: Compiled, parameter: str, value: float) -> Compiled:
    """The knowledge with one parameter at another value."""
    number = Number(value=value, low=value, high=value)
    reporting = msgspec.structs.replace(knowledge.assumptions.reporting, **{parameter: number})
    assumptions = msgspec.structs.replace(knowledge.assumptions, reporting=reporting)
    return msgspec.structs.replace(knowledge, assumptions=assumptions)


def scores(knowledge: Compiled, judged: Judged) -> Array:
    """The log probability of the right condition of each patient."""
    exact = Exact(knowledge)
    found = [max(exact.posterior(evidence).conditions[right].max(), LEAST) for evidence, right in judged]
    return np.asarray(np.log(found), dtype=np.float64)


def main() -> None:
    knowledge = load_knowledge()
    judged, folds = published(knowledge)
    letters = simulated(knowledge)
    fold = np.array(folds)
    lines = [
        f"{len(judged)} records of published patients, {FOLDS} folds; {len(letters)} simulated letters. Mean log",
        "probability of the right condition: as it is; at the best value of the training folds, in the held-out fold;",
        "at each value, published and simulated.",
        f"{'as it is':>32} {scores(knowledge, judged).mean():8.4f} {scores(knowledge, letters).mean():8.4f}",
    ]  # fmt: skip
    for parameter in PARAMETERS:
        number = getattr(knowledge.assumptions.reporting, parameter)
        values = np.linspace(number.low, number.high, STEPS)
        tables = [with_value(knowledge, parameter, float(value)) for value in values]
        by_value = np.array([scores(table, judged) for table in tables])
        of_letters = [scores(table, letters).mean() for table in tables]
        chosen = [int(by_value[:, fold != f].mean(axis=1).argmax()) for f in range(FOLDS)]
        held_out = np.array([by_value[chosen[f], i] for i, f in enumerate(folds)])
        picked = ", ".join(sorted({f"{values[c]:.3g}" for c in chosen}))
        lines.append("")
        lines.append(f"{parameter}, now {number.value:g}: held out {held_out.mean():.4f}, chosen {picked}")
        for value, published_mean, letter_mean in zip(values, by_value.mean(axis=1), of_letters, strict=True):
            lines.append(f"{value:32.3f} {published_mean:8.4f} {letter_mean:8.4f}")
    RESULT.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
