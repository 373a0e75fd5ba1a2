"""The ninety published patients: every one is assessed at both stages, and the program does at least this well.

The limits are what the project set itself before it was measured. They are floors, not goals.
"""

from __future__ import annotations

from typing import Any

import pytest
from evaluation.report import render, within_reach
from evaluation.run import assess_stage
from evaluation.scoring import Score, auroc, score
from evaluation.truth import STAGES, Stage, load_truth


@pytest.fixture(scope="module")
def scores() -> dict[Stage, Score]:
    return {stage: score(load_truth(), assess_stage(stage)) for stage in STAGES}


@pytest.mark.parametrize("stage", STAGES)
def test_every_case_is_assessed(scores: dict[Stage, Score], stage: Stage) -> None:
    assert len(scores[stage].rows) == 90
    assert scores[stage].unanswered == 0


def test_presentation_stage(scores: dict[Stage, Score]) -> None:
    found = scores["presentation"]
    assert found.syndrome.share(1) >= 0.60
    assert found.syndrome.share(3) >= 0.82
    assert auroc(found.forecasts, found.outcomes) >= 0.82


def test_antibody_results_help(scores: dict[Stage, Score]) -> None:
    before, after = scores["presentation"], scores["workup"]
    assert after.syndrome.share(1) > before.syndrome.share(1)
    assert after.antibody.share(3) > before.antibody.share(3)
    assert auroc(after.forecasts, after.outcomes) > auroc(before.forecasts, before.outcomes)


def test_better_than_the_peer_where_the_peer_has_the_answer(scores: dict[Stage, Score]) -> None:
    theirs, ours = within_reach("presentation", scores["presentation"], load_truth())
    assert len(theirs.ranks) == len(ours.ranks) > 40
    assert ours.within(1) > theirs.within(1)
    assert ours.within(3) > theirs.within(3)


def test_the_table_names_every_measure(scores: dict[Stage, Score]) -> None:
    text = render("workup", scores["workup"], load_truth())
    wanted: list[Any] = ["syndrome", "antibody", "tumour not known before", "tumour known before", "mimics", "AUROC"]
    wanted += ["specificity at 95% sensitivity", "Brier", "calibration", "the peer, hpo3", "is not first"]
    assert [name for name in wanted if name not in text] == []
