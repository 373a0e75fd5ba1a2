"""How answers are judged against the truth. A case without an answer is wrong everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evaluation.truth import OUTSIDE_THE_NERVOUS_SYSTEM, Truth

NOT_LISTED = 10**6
SIGN_NAMES_SYNDROME = frozenset(
    {
        "acanthosis-nigricans", "tripe-palms", "leser-trelat", "eosinophilia", "thrombocytosis", "erythrocytosis",
        "leukaemoid-granulocytosis", "pure-red-cell-aplasia", "erythema-gyratum-repens", "acrokeratosis-bazex",
    }
)  # fmt: skip
"""The presenting sign is the syndrome's name: naming it is no achievement, so these are judged by the tumour only."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Ranks of the right answers; 1 is first."""

    ranks: tuple[int, ...]

    def within(self, k: int) -> int:
        """How many right answers are among the first k."""
        return sum(rank <= k for rank in self.ranks)

    def share(self, k: int) -> float:
        """Their share; NaN where there is nothing to find."""
        return self.within(k) / len(self.ranks) if self.ranks else float("nan")


@dataclass(frozen=True, slots=True)
class Row:
    """One case: the ranks that apply to it, and its probability of paraneoplastic disease."""

    case: str
    truth: Truth
    first: str
    probability: float
    syndrome: int | None = None
    antibody: int | None = None
    tumour: int | None = None
    mimic: int | None = None
    mimic_first: bool | None = None


@dataclass(frozen=True)
class Score:
    """All measures of one program on one stage."""

    rows: tuple[Row, ...]
    unanswered: int
    forecasts: np.ndarray = field(repr=False)
    outcomes: np.ndarray = field(repr=False)

    def _hits(self, name: str, *, known: bool | None = None) -> Hits:
        return Hits(
            tuple(
                getattr(row, name)
                for row in self.rows
                if getattr(row, name) is not None and (known is None or row.truth.cancer_known_at_presentation is known)
            )
        )

    @property
    def syndrome(self) -> Hits:
        return self._hits("syndrome")

    @property
    def antibody(self) -> Hits:
        return self._hits("antibody")

    @property
    def unknown_tumour(self) -> Hits:
        return self._hits("tumour", known=False)

    @property
    def known_tumour(self) -> Hits:
        return self._hits("tumour", known=True)

    @property
    def mimic(self) -> Hits:
        return self._hits("mimic")

    @property
    def mimic_first(self) -> tuple[int, int]:
        """Non-paraneoplastic cases where a mimic comes first, and how many such cases there are."""
        judged = [row.mimic_first for row in self.rows if row.mimic_first is not None]
        return sum(judged), len(judged)

    @property
    def neurological(self) -> np.ndarray:
        """Which rows belong to the nervous system."""
        return np.array([not row.case.startswith(OUTSIDE_THE_NERVOUS_SYSTEM) for row in self.rows])

    @property
    def misses(self) -> list[Row]:
        """The rows where something that should come first does not."""
        return [row for row in self.rows if any(r not in (None, 1) for r in (row.syndrome, row.tumour, row.mimic))]


def score(truth: dict[str, Truth], answers: dict[str, dict[str, Any]]) -> Score:
    """Judge answers (assessments as decoded JSON, by case id) against the truth."""
    rows = [_row(case, expected, answers.get(case)) for case, expected in truth.items()]
    return Score(
        tuple(rows),
        sum(case not in answers for case in truth),
        np.array([row.probability for row in rows]),
        np.array([float(row.truth.paraneoplastic) for row in rows]),
    )


def _row(case: str, truth: Truth, answer: dict[str, Any] | None) -> Row:
    if answer is None:
        worst = 0.0 if truth.paraneoplastic else 1.0
        answer = {"conditions": [], "antibodies": [], "tumours": [], "paraneoplastic": {"probability": worst}}
    conditions = answer["conditions"]
    first = conditions[0] if conditions else {"id": "no answer", "kind": ""}
    row: dict[str, Any] = {
        "case": case, "truth": truth, "first": first["id"], "probability": answer["paraneoplastic"]["probability"]
    }  # fmt: skip
    if truth.syndrome == "mimic":
        row["mimic_first"] = first["kind"] == "mimic"
        if truth.mimic is not None:
            row["mimic"] = rank(conditions, {truth.mimic})
        return Row(**row)
    if truth.syndrome not in SIGN_NAMES_SYNDROME:
        row["syndrome"] = rank(conditions, {truth.syndrome, *truth.also_accepted})
    if truth.antibody_id:
        row["antibody"] = rank(answer["antibodies"], {truth.antibody_id})
    if truth.paraneoplastic and truth.tumour_id:
        row["tumour"] = rank(answer["tumours"], {truth.tumour_id})
    return Row(**row)


def rank(items: Sequence[dict[str, Any]], wanted: set[str]) -> int:
    """The best rank of a wanted id, `none` not counted."""
    ids = [item["id"] for item in items if item["id"] != "none"]
    return next((position for position, found in enumerate(ids, start=1) if found in wanted), NOT_LISTED)


def auroc(forecasts: np.ndarray, outcomes: np.ndarray) -> float:
    """Area under the receiver operating characteristic: P(an ill one is forecast above a well one), ties half."""
    ill, well = forecasts[outcomes == 1], forecasts[outcomes == 0]
    if not len(ill) or not len(well):
        return float("nan")
    difference = ill[:, None] - well[None, :]
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


def specificity_at(forecasts: np.ndarray, outcomes: np.ndarray, *, sensitivity: float) -> float:
    """Specificity at the highest cut-off (ill where the forecast reaches it) that keeps this sensitivity."""
    ill, well = np.sort(forecasts[outcomes == 1]), forecasts[outcomes == 0]
    if not len(ill) or not len(well):
        return float("nan")
    may_miss = int(round((1 - sensitivity) * len(ill), 9))
    return float((well < ill[may_miss]).mean())


def brier(forecasts: np.ndarray, outcomes: np.ndarray) -> float:
    """Mean squared error of the forecasts."""
    return float(((forecasts - outcomes) ** 2).mean())


def calibration(forecasts: np.ndarray, outcomes: np.ndarray, *, bins: int = 8) -> list[tuple[float, float, int]]:
    """Mean forecast, observed share and size of bins of (nearly) equal count, in the order of the forecasts."""
    order = np.argsort(forecasts, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return [(float(forecasts[p].mean()), float(outcomes[p].mean()), len(p)) for p in parts]


def calibration_error(forecasts: np.ndarray, outcomes: np.ndarray, *, bins: int = 8) -> float:
    """Expected calibration error: mean distance of forecast and observed share over the bins, by their size."""
    parts = calibration(forecasts, outcomes, bins=bins)
    return sum(size * abs(forecast - observed) for forecast, observed, size in parts) / len(forecasts)
