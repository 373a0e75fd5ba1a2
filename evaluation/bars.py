"""The bars that were set for the program on the published patients, what it reaches, and what a miss would take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.calibration import calibration_slope
from evaluation.scoring import Hits, Row, Score, auroc
from evaluation.truth import OUTSIDE_THE_NERVOUS_SYSTEM, Stage

NEAR = 3.0  # decibans: a factor of two in the odds
RARE = -5.0  # decibans: what one finding may cost before it is called unusual in the illness


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: at a stage, a measure, and the range it should lie in."""

    stage: Stage
    name: str
    least: float
    measure: Callable[[Score], float]
    most: float = 1.0


def _share(hits: Hits, k: int) -> float:
    return hits.within(k) / len(hits.ranks)


def _neurological(found: Score) -> float:
    kept = np.array([not row.case.startswith(OUTSIDE_THE_NERVOUS_SYSTEM) for row in found.rows])
    return auroc(found.forecasts[kept], found.outcomes[kept])


BARS = (
    Bar("presentation", "syndrome first", 0.80, lambda s: _share(s.syndrome, 1)),
    Bar("presentation", "syndrome among three", 0.93, lambda s: _share(s.syndrome, 3)),
    Bar("presentation", "antibody among three", 0.80, lambda s: _share(s.antibody, 3)),
    Bar("presentation", "unknown tumour first", 0.55, lambda s: _share(s.unknown_tumour, 1)),
    Bar("presentation", "unknown tumour among three", 0.80, lambda s: _share(s.unknown_tumour, 3)),
    Bar("presentation", "AUROC", 0.90, lambda s: auroc(s.forecasts, s.outcomes)),
    Bar("presentation", "AUROC, neurological", 0.86, _neurological),
    Bar("presentation", "right mimic among three", 0.70, lambda s: _share(s.mimic, 3)),
    Bar("presentation", "calibration slope", 0.7, lambda s: calibration_slope(s.forecasts, s.outcomes)[1], most=1.3),
    Bar("workup", "syndrome first", 0.88, lambda s: _share(s.syndrome, 1)),
    Bar("workup", "unknown tumour among three", 0.88, lambda s: _share(s.unknown_tumour, 3)),
)  # fmt: skip


def bars(found: dict[Stage, Score]) -> Iterator[list[object]]:
    """Each bar with what is reached, and whether that is enough."""
    for bar in BARS:
        value = bar.measure(found[bar.stage])
        wanted = f"at least {bar.least:.2f}" if bar.most == 1.0 else f"{bar.least} to {bar.most}"
        yield [bar.stage, bar.name, wanted, f"{value:.2f}", "yes" if bar.least <= value <= bar.most else "no"]


def would_take(row: Row, answer: dict[str, Any], later: Row | None) -> str:
    """What a miss would take: the work-up's results, a little more evidence, or another account of one finding."""
    if later is not None and (later.syndrome or later.mimic) == 1:
        return "the results of the work-up: with them it is first"
    right = {row.truth.mimic or "", row.truth.syndrome, *row.truth.also_accepted}
    first = answer["conditions"][0]
    best = next((c for c in answer["conditions"] if c["id"] in right), None)
    if best is None or best is first:
        return "evidence that tells the tumours of this syndrome apart"
    behind = first["decibans"] - best["decibans"]
    if behind <= NEAR:
        return f"little: it is {behind:.1f} decibans behind"
    least = min(best["evidence"], key=lambda item: item["decibans"])
    if least["decibans"] <= RARE:
        return f"series that count {least['item']} in it: now {least['decibans']:.0f} decibans against"
    if first["prior_decibans"] - best["prior_decibans"] >= behind:
        return "a setting where it is commoner: the findings themselves favour it"
    return f"findings that tell it from the first: none of those mentioned does, {behind:.0f} decibans behind"
