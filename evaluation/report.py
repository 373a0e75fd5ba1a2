"""The table that `python -m evaluation` prints: text, the same bytes for the same cases and knowledge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.scoring import (
    NOT_LISTED,
    Hits,
    Row,
    Score,
    auroc,
    brier,
    calibration,
    calibration_error,
    rank,
    specificity_at,
)
from evaluation.truth import Stage, Truth

PEER = Path(__file__).parent / "results" / "hpo3.json"


def render(stage: Stage, score: Score, truth: dict[str, Truth]) -> str:
    """All measures of a stage, the peer, the calibration and each miss."""
    return "\n".join([*_measures(stage, score), *_peer(stage, score, truth), *_calibration(score), *_misses(score)])


def _measures(stage: Stage, score: Score) -> Iterator[str]:
    forecasts, outcomes, neurological = score.forecasts, score.outcomes, score.neurological
    first, of = score.mimic_first
    yield f"{stage}: {len(score.rows)} cases, {score.unanswered} without an answer"
    unknown, known = score.unknown_tumour, score.known_tumour
    yield f"  syndrome                first {_share(score.syndrome, 1)}, among three {_share(score.syndrome, 3)}"
    yield f"  antibody                among three {_share(score.antibody, 3)}"
    yield f"  tumour not known before first {_share(unknown, 1)}, among three {_share(unknown, 3)}"
    yield f"  tumour known before     first {_share(known, 1)}, among three {_share(known, 3)}"
    yield f"  mimics                  a mimic first {first}/{of}, the right one among three {_share(score.mimic, 3)}"
    yield (
        f"  paraneoplastic or not   AUROC {auroc(forecasts, outcomes):.3f}, neurological only "
        f"{auroc(forecasts[neurological], outcomes[neurological]):.3f}"
    )
    yield (
        "  specificity at 95% sensitivity "
        f"{specificity_at(forecasts, outcomes, sensitivity=0.95):.2f}, neurological only "
        f"{specificity_at(forecasts[neurological], outcomes[neurological], sensitivity=0.95):.2f}"
    )
    yield f"  Brier score {brier(forecasts, outcomes):.3f}"
    yield f"  expected calibration error {calibration_error(forecasts, outcomes):.3f}"


def _peer(stage: Stage, score: Score, truth: dict[str, Truth]) -> Iterator[str]:
    peer = json.loads(PEER.read_text())
    ranked = peer["stages"][stage]
    yield f"  the peer, {peer['program']}, phenotype similarity, on the same cases:"
    for name, title in (
        ("all", f"among {peer['diseases']:,} diseases"),
        ("mapped", f"among our {len(peer['mapped'])}"),
    ):
        hits = peer_hits(score, truth, {case: found[name] for case, found in ranked.items()})
        yield f"    {title:24} first {_share(hits, 1)}, among three {_share(hits, 3)}"
    hits, ours = within_reach(stage, score, truth)
    yield f"    where it has the answer  first {_share(hits, 1)}, among three {_share(hits, 3)}"
    yield f"    paraneo on those         first {_share(ours, 1)}, among three {_share(ours, 3)}"


def within_reach(stage: Stage, score: Score, truth: dict[str, Truth]) -> tuple[Hits, Hits]:
    """The peer's ranks among our conditions, and ours, on the cases whose answer the peer has."""
    peer = json.loads(PEER.read_text())
    rows = [row for row in score.rows if _in_reach(row, set(peer["mapped"]))]
    theirs = [_peer_rank(truth[row.case], peer["stages"][stage][row.case]["mapped"]) for row in rows]
    return Hits(tuple(theirs)), Hits(tuple(row.syndrome for row in rows if row.syndrome is not None))


def peer_hits(score: Score, truth: dict[str, Truth], ranked: dict[str, list[str]]) -> Hits:
    """The ranks of the right syndrome in the peer's lists, on the cases that are judged by the syndrome."""
    return Hits(tuple(_peer_rank(truth[r.case], ranked.get(r.case, [])) for r in score.rows if r.syndrome is not None))


def _peer_rank(truth: Truth, ranked: list[str]) -> int:
    return rank([{"id": found} for found in ranked], {truth.syndrome, *truth.also_accepted})


def _in_reach(row: Row, mapped: set[str]) -> bool:
    return row.syndrome is not None and bool({row.truth.syndrome, *row.truth.also_accepted} & mapped)


def _calibration(score: Score) -> Iterator[str]:
    yield "  calibration of the probability of paraneoplastic disease (forecast, observed, cases):"
    parts = calibration(score.forecasts, score.outcomes)
    yield "    " + "; ".join(f"{forecast:.2f} {observed:.2f} {size}" for forecast, observed, size in parts)


def _misses(score: Score) -> Iterator[str]:
    misses = score.misses
    yield f"  {len(misses)} cases where the right syndrome, tumour or mimic is not first:"
    for row in misses:
        parts: list[Any] = []
        for name, wanted in (
            ("syndrome", row.truth.syndrome),
            ("tumour", row.truth.tumour_id),
            ("mimic", row.truth.mimic),
        ):
            place = getattr(row, name)
            if place is not None and place != 1:
                parts.append(f"{wanted} {'not listed' if place == NOT_LISTED else f'is {place}'}")
        first = f" (first: {row.first})" if row.syndrome != 1 or row.mimic is not None else ""
        yield f"    {row.case}: {', '.join(parts)}{first}, paraneoplastic {row.probability:.2f}"


def _share(hits: Hits, k: int) -> str:
    return f"{hits.within(k)}/{len(hits.ranks)} ({100 * hits.share(k):.0f}%)"
