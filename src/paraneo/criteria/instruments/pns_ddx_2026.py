"""PNS DDx Score, 2026: how likely another diagnosis is where a paraneoplastic neurological syndrome is suspected.

Vogrig A, Bax F, Gigli GL, et al. J Neurol 2026;273:200. PMID 41811514 (PMC12979337). Read in full, with its Tables
1 to 3.

Scope: patients in whom antibodies are considered for a suspected syndrome. Misuse: a high score does not exclude a
paraneoplastic syndrome; the score was derived on 89 definite syndromes against 661 other diagnoses of one Italian
region, was not validated for possible and probable syndromes, and has no external validation.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Not, Score

FROM_55, OVER_70 = 55, 70
MEDIUM_FROM, HIGH_FROM = 1, 4  # low -3 to 0, medium 1 to 3, high above 3

HIGH_RISK = frozenset({
    "encephalomyelitis", "limbic-encephalitis", "cerebellar-degeneration", "opsoclonus-myoclonus",
    "sensory-neuronopathy", "gi-pseudo-obstruction", "lambert-eaton",
})  # fmt: skip
INTERMEDIATE_RISK = frozenset({
    "autoimmune-encephalitis-other", "nmdar-encephalitis", "brainstem-encephalitis", "morvan-syndrome",
    "stiff-person-syndrome",
})  # fmt: skip
# Intermediate-risk in selected cases: a long, symmetric myelopathy of single tracts; radiculopathy with central signs.
SELECTED = frozenset({"myelopathy", "polyradiculoneuropathy"})
# Defined phenotypes without a link to cancer, as far as the paper names them.
OTHER = frozenset({
    "multiple-sclerosis", "parkinson-psp", "alzheimer-disease", "guillain-barre", "primary-psychiatric-disorder",
})  # fmt: skip
HIGH_RISK_TUMOURS = (
    "small-cell-lung-cancer", "non-small-cell-lung-cancer", "thymoma", "breast-cancer", "ovarian-cancer",
    "testicular-germ-cell-tumour", "hodgkin-lymphoma",
)  # fmt: skip
UNCLEAR_TUMOURS = {"ovarian-teratoma"}  # whether "ovarian cancers" means it too is not said


def _age(facts: Facts) -> Reading:
    """Below 55, 55 to 70 or above 70, in whole years."""
    age = facts.case.subject.age
    if age is None:
        return Reading((0, 1, 2), (), ("the age",))
    return Reading(((age >= FROM_55) + (int(age) > OVER_70),), (f"age {age:.4g}",))


def _syndrome(facts: Facts) -> Reading:
    """The class of the syndrome that the clinician names; of several the one with the highest risk."""
    stated = [c for c in facts.case.stated if c in HIGH_RISK | INTERMEDIATE_RISK | SELECTED | OTHER]
    because = tuple(facts.kb.conditions[c].name for c in stated)
    if not stated:
        return Reading((0, 1, 2), (), ("which syndrome it is (`syndrome`)",))
    if HIGH_RISK & set(stated):
        return Reading((0,), because)
    if INTERMEDIATE_RISK & set(stated):
        return Reading((1,), because)
    if SELECTED & set(stated):
        return Reading((1, 2), because, ("whether it is one of the selected cases of Table 3",))
    return Reading((2,), because)


def _tumour(facts: Facts) -> Reading:
    """A high-risk tumour, or none or another one."""
    high = facts.cancer(*HIGH_RISK_TUMOURS)
    if high.met:
        return Reading((0,), high.because)
    found = [c for c in facts.case.cancers if c.status != "excluded"]
    either_way = [c.label for c in found if c.among and set(c.among) <= set(HIGH_RISK_TUMOURS)]
    if either_way:
        return Reading((0,), tuple(either_way))
    if any(c.tumour is None or c.tumour in UNCLEAR_TUMOURS for c in found):
        return unknown("whether it is a high-risk tumour (" + ", ".join(c.label for c in found) + ")")
    if found:
        return Reading((1,), tuple(c.label for c in found))
    none = facts.cancer()
    return Reading((1,), none.because) if none.not_met else unknown(*none.missing)


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    """What the paper says of the score that is reached, or of the range that is still open."""
    if outcome.level == "high":
        return (
            "Above 3 points another diagnosis is highly probable: no second-level tests for a paraneoplastic "
            "syndrome without a strong clinical suspicion; it is not excluded (Vogrig 2026).",
        )
    if len(outcome.reachable) > 1:
        return (f"The score can still lie between {outcome.score:g} and {outcome.most:g} (Vogrig 2026).",)
    return (
        f"{outcome.score:g} points: {outcome.level} probability of another diagnosis; AUC 0.89 where it was "
        "derived, 0.93 in the validation part (Vogrig 2026).",
    )


INSTRUMENT = Instrument(
    id="pns-ddx-2026",
    name="PNS DDx Score: another diagnosis where a paraneoplastic neurological syndrome is suspected",
    year=2026,
    sources=("vogrig-2026",),
    scope="Patients in whom neuronal antibodies are considered for a suspected paraneoplastic neurological syndrome.",
    misuse=(
        "It supports history and examination. A high score does not exclude a paraneoplastic syndrome; it was not "
        "validated for possible and probable syndromes, nor outside the region."
    ),
    seen="The paper in full, with its Tables 1 to 3.",
    off=(
        "the red flags of Table 3 are not part of the score",
        "sensitivity, specificity and predictive values (Table S3) were not seen",
    ),
    subjects=HIGH_RISK | INTERMEDIATE_RISK | SELECTED | OTHER,
    questions=(
        Question(
            "age", "Age in years", "Table 2", points=(0, -2, -3), grades=("below 55", "55 to 70", "above 70"), read=_age
        ),
        Question(
            "syndrome",
            "Type of the syndrome: high-risk or intermediate-risk phenotype (Table 3), or another one",
            "Table 2; Table 3",
            points=(0, 2, 5),
            grades=("high-risk", "intermediate-risk", "other"),
            read=_syndrome,
        ),
        Question(
            "tumour",
            "Tumour: of high risk (lung, thymoma, breast, ovary, testis, Hodgkin lymphoma), or another one or none",
            "Table 2",
            points=(0, 2),
            grades=("high-risk", "low-risk or none"),
            read=_tumour,
        ),
    ),
    levels=(
        Level("low", Not(Score(MEDIUM_FROM)), "Table 2: -3 to 0"),
        Level("medium", Score(MEDIUM_FROM), "Table 2: 1 to 3"),
        Level("high", Score(HIGH_FROM), "Table 2: above 3"),
    ),
    scored=True,
    readings=_readings,
)
