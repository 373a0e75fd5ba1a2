"""DELTA-P, 2011: the chance of small-cell lung cancer in the Lambert-Eaton myasthenic syndrome.

Titulaer MJ, Maddison P, Sont JK, et al. J Clin Oncol 2011;29:902. PMID 21245427. Prospective calibration:
Maddison P, et al. Sci Rep 2020, DOI 10.1038/s41598-020-67571-9.

Scope: newly diagnosed Lambert-Eaton myasthenic syndrome. Each item counts if present at, or within three months of,
the onset. Misuse: the score is for the first months of the illness; no score replaces the first search for a tumour.
Women cannot score erectile dysfunction.
"""

from __future__ import annotations

from collections.abc import Mapping

from paraneo.case import DAYS_PER_YEAR
from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Question
from paraneo.criteria.logic import Outcome

ABSTRACT = "abstract, results"
EARLY_DAYS = 92  # at onset, or within three months of it
AGE_FROM = 50  # years, at onset
KARNOFSKY_BELOW = 70
BULBAR_SIGNS = "HP:0002483"
# Bulbar signs, bulbar palsy, fatigable bulbar weakness, dysphagia. Dysarthria may be cerebellar: it is asked.
BULBAR = (BULBAR_SIGNS, "HP:0001283", "HP:0030192", "HP:0002015")
WEIGHT_LOSS = "HP:0001824"
ERECTILE_DYSFUNCTION = "HP:0100639"
# Per cent with small-cell lung cancer at each score. Of 2011, the values at 2 and 3 points were not seen.
PROSPECTIVE: Mapping[int, float] = {0: 0, 1: 18.8, 2: 45, 3: 55.5, 4: 85.7, 5: 87.5, 6: 100}
ORIGINAL: Mapping[int, float] = {0: 0, 1: 2.6, 4: 93.5, 5: 96.6, 6: 100}


def _age(facts: Facts) -> Reading:
    """The age at onset; an age in whole years may be up to a year more."""
    age, lasted = facts.case.subject.age, facts.duration_days()
    if age is None:
        return unknown("the age at onset")
    if age < AGE_FROM:
        return not_met(f"age {age:.4g}")
    if lasted is None:
        return unknown("when the illness began")
    least = age - lasted / DAYS_PER_YEAR
    most = least + 1 if age.is_integer() else least
    if least >= AGE_FROM:
        return met(f"age {age:.4g}, {lasted:.0f} days since the onset")
    if most <= AGE_FROM:
        return not_met(f"age {age:.4g}, {lasted:.0f} days since the onset")
    return unknown("the exact age at onset")


def _weight_loss(facts: Facts) -> Reading:
    """How much was lost is not in the case: only no weight loss settles it."""
    lost = facts.finding(WEIGHT_LOSS)
    return (
        lost if lost.not_met else unknown("whether at least 5% of the weight was lost within three months of the onset")
    )


def _bulbar(facts: Facts) -> Reading:
    signs, denied = facts.finding(*BULBAR, within_days=EARLY_DAYS), facts.finding(BULBAR_SIGNS)
    return denied if denied.not_met and not signs.met else signs


def _erectile_dysfunction(facts: Facts) -> Reading:
    """Women cannot score it."""
    if facts.sex("female").met:
        return not_met("female: cannot be scored")
    return facts.finding(ERECTILE_DYSFUNCTION, within_days=EARLY_DAYS)


def _karnofsky(facts: Facts) -> Reading:
    """A value of an illness that has lasted longer may be a late one."""
    value, lasted = facts.score("Karnofsky", "Karnofsky performance status", "KPS"), facts.duration_days()
    if value is None or lasted is None or lasted > EARLY_DAYS:
        return unknown("the Karnofsky performance status within three months of the onset")
    return (met if value < KARNOFSKY_BELOW else not_met)(f"Karnofsky {value:.4g}")


def _points(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"


def _chances(table: Mapping[int, float], least: int, most: int) -> str:
    """The chances at each score still reachable."""
    return ", ".join(
        f"{table[points]:g}% at {_points(points)}" if points in table else f"not seen at {_points(points)}"
        for points in range(least, most + 1)
    )


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:
    least, most = int(outcome.score), int(outcome.most)
    return (
        f"Small-cell lung cancer, prospective (Maddison 2020, 87 patients): {_chances(PROSPECTIVE, least, most)}",
        f"Small-cell lung cancer, original (Titulaer 2011, 219 patients): {_chances(ORIGINAL, least, most)}",
        *(["Women cannot score erectile dysfunction: 5 points are their most"] if facts.sex("female").met else []),
    )


INSTRUMENT = Instrument(
    id="delta-p-2011",
    name="DELTA-P score",
    year=2011,
    sources=("titulaer-2011-delta-p", "maddison-2020"),
    scope="Newly diagnosed Lambert-Eaton myasthenic syndrome; each item at, or within three months of, the onset.",
    misuse="For the first months of the illness. It does not replace the first search. Women reach 5 points at most.",
    seen="Items, points and chances in both abstracts.",
    off=(
        "the schedule of further searches: seen in one calculator only (MDCalc)",
        "the chances at 2 and 3 points in 2011: not seen",
        "which signs count as bulbar: the definition was not seen; dysarthria and neck weakness are asked",
    ),
    subjects=frozenset({"lambert-eaton"}),
    questions=(
        Question("bulbar", "Bulbar involvement within three months of the onset", ABSTRACT, read=_bulbar),
        Question(
            "erectile-dysfunction",
            "Erectile dysfunction within three months of the onset (men only)",
            ABSTRACT,
            read=_erectile_dysfunction,
        ),
        Question("weight-loss", "At least 5% of weight lost within 3 months of the onset", ABSTRACT, read=_weight_loss),
        Question("tobacco", "Smoker at diagnosis", ABSTRACT, read=lambda facts: facts.smoking("current")),
        Question("age", "Aged 50 or more at onset", ABSTRACT, read=_age),
        Question(
            "performance",
            "Karnofsky performance status below 70 within three months of the onset",
            ABSTRACT,
            read=_karnofsky,
        ),
    ),
    scored=True,
    readings=_readings,
)  # fmt: skip
