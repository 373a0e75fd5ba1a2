"""Does the inference invert the simulator, and what happens where reality is not the model?

    python -m evaluation.simulation_study

Patients are drawn from the model as it is, and assessed: the probabilities then have to come true (simulation-based
calibration). After that they are drawn from a model that is wrong in one way that reality may be, and assessed with the
model as it is: findings that come together across areas, letters that mention what is there and little of what is not,
conditions that are three times commoner or rarer than thought. The result is kept in `results/simulation.txt`.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from paraneo.inference.exact import Exact
from paraneo.inference.uncertainty import intervals
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.store import load_knowledge
from paraneo.quantities import Array
from paraneo.simulation.forward import REFERRAL, Simulator

PATIENTS, SEED = 10_000, 1
BINS = np.linspace(0.0, 1.0, 11)
FACTOR = 3.0
RESULT = Path(__file__).parent / "results" / "simulation.txt"


@dataclass(frozen=True)
class Result:
    """What came of many patients; forecasts of a paraneoplastic disease and whether it was one."""

    name: str
    forecast: Array
    outcome: Array
    first: float
    among_three: float
    truth_forecast: float  # mean probability of the true condition

    @property
    def calibration_error(self) -> float:
        """Mean distance of forecast and observed share over ten bins, weighted by their patients."""
        which = np.clip(np.digitize(self.forecast, BINS) - 1, 0, len(BINS) - 2)
        gaps = [abs((self.outcome - self.forecast)[which == b].sum()) for b in range(len(BINS) - 1)]
        return float(sum(gaps) / len(self.forecast))


def wrong_prior(knowledge: Compiled, rng: np.random.Generator) -> Compiled:
    """Each condition three times as common, or a third as common."""
    model = knowledge.model
    factor = np.where(rng.random(len(model.conditions)) < 0.5, FACTOR, 1.0 / FACTOR)[model.condition]
    prior = model.prior * factor
    return msgspec.structs.replace(knowledge, model=msgspec.structs.replace(model, prior=prior / prior.sum()))


def wrong_shares(knowledge: Compiled, rng: np.random.Generator) -> Compiled:
    """Each share of a finding drawn from what is known of it: its logarithm normal with its standard deviation."""
    model = knowledge.model
    share = np.clip(model.share * np.exp(rng.normal(size=model.share.shape) * model.spread), 0.002, 0.95)
    return msgspec.structs.replace(knowledge, model=msgspec.structs.replace(model, share=share))


class Severe(Simulator):
    """Patients who are ill in many areas or in few: one severity moves the chance of every area."""

    def _signs(self, rng: np.random.Generator, row: int, *, treated: bool):  # type: ignore[no-untyped-def]
        severity = rng.normal() * 0.8
        whole = self.model
        odds = whole.involved[row] / (1.0 - whole.involved[row]) * np.exp(severity)
        involved = whole.involved.copy()
        involved[row] = odds / (1.0 + odds)
        self.model = msgspec.structs.replace(whole, involved=involved)
        try:
            return super()._signs(rng, row, treated=treated)
        finally:
            self.model = whole


def assess(name: str, simulator: Simulator, knowledge: Compiled, n: int) -> Result:
    """Draw patients and assess them with the model as it is."""
    exact, rng = Exact(knowledge), np.random.default_rng(SEED)
    conditions = knowledge.model.conditions
    forecast, outcome, rank, of_truth = np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n)
    for i in range(n):
        patient = simulator.draw(rng)
        found = exact.posterior(patient.evidence)
        true = conditions.index(patient.truth.condition)
        forecast[i], outcome[i] = found.paraneoplastic, patient.truth.paraneoplastic
        rank[i] = (found.conditions > found.conditions[true]).sum() + 1
        of_truth[i] = found.conditions[true]
    return Result(name, forecast, outcome, float((rank == 1).mean()), float((rank <= 3).mean()), float(of_truth.mean()))


def coverage(knowledge: Compiled, n: int) -> tuple[int, int]:
    """How often the interval holds what a model says whose shares and pre-test probabilities are as likely as ours."""
    exact, rng = Exact(knowledge), np.random.default_rng(SEED)
    simulator, inside = Simulator(knowledge, REFERRAL), 0
    for _ in range(n):
        patient = simulator.draw(rng)
        found = exact.posterior(patient.evidence)
        low, high = intervals(exact, patient.evidence, found).paraneoplastic
        model = wrong_shares(knowledge, rng).model
        factor = np.exp(rng.normal(size=len(model.conditions)) * model.prior_spread)[model.condition]
        prior = model.prior * factor
        other = msgspec.structs.replace(knowledge, model=msgspec.structs.replace(model, prior=prior / prior.sum()))
        inside += low <= Exact(other).posterior(patient.evidence).paraneoplastic <= high
    return inside, n


def table(result: Result) -> list[str]:
    """Forecast and observed share of paraneoplastic disease by tenths."""
    lines = []
    for low, high in itertools.pairwise(BINS):
        here = (result.forecast >= low) & ((result.forecast < high) | (high == 1.0))
        if here.any():
            seen, said = result.outcome[here].mean(), result.forecast[here].mean()
            lines.append(f"  {low:.1f} to {high:.1f} {here.sum():6} {said:8.3f} {seen:8.3f}")
    return lines


def main() -> None:
    knowledge = load_knowledge()
    rng = np.random.default_rng(SEED)
    runs = [
        assess("the model as it is", Simulator(knowledge), knowledge, PATIENTS),
        assess("findings that come together", Severe(knowledge), knowledge, PATIENTS),
        assess("letters: what is there, little of what is not", Simulator(knowledge, REFERRAL), knowledge, PATIENTS),
        assess("conditions three times commoner or rarer", Simulator(wrong_prior(knowledge, rng)), knowledge, PATIENTS),
        assess("shares of findings wrong as far as they may be", Simulator(wrong_shares(knowledge, rng)), knowledge,
               PATIENTS),
    ]  # fmt: skip
    inside, n = coverage(knowledge, 400)
    lines = [
        f"{PATIENTS:,} simulated patients in each row, seed {SEED}; knowledge base {knowledge.kb.version}.",
        "Calibration error of the probability of paraneoplastic disease; mean probability of the true condition, and",
        "how often it was first and among three.",
        "",
        f"{'patients drawn from':48} {'error':>6} {'truth':>6} {'first':>6} {'three':>6}",
        *(
            f"{r.name:48} {r.calibration_error:6.3f} {r.truth_forecast:6.3f} {r.first:6.3f} {r.among_three:6.3f}"
            for r in runs
        ),
        "",
        f"95% interval of paraneoplastic disease holds what another model, as likely as ours, says: {inside} of {n}.",
        "",
        "The model as it is, forecast and observed share of paraneoplastic disease:",
        *table(runs[0]),
    ]
    RESULT.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
