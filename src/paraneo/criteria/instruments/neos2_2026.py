"""NEOS2 2026: the second anti-NMDAR Encephalitis One-year functional Status score.

Brenner J, Bastiaansen AEM, Guasp M, et al. Lancet Reg Health Eur 2026;62:101562. PMID 41488792. Table 3.

Scope: definite anti-NMDA receptor encephalitis with antibodies in CSF, at diagnosis. Misuse: not after herpes
encephalitis, nor where a person depended on others before the illness (both left out of the study); the authors set no
threshold for a treatment. Two more scores have the same items and other points: NEOS2-T (improvement after first-line
treatment) and NEOS2-W (work or school).

The points add up to 16, 10 and 20, as the table says. The first class of age of the table ends with 12 years, of the
text before 12 (the table is followed).
"""

from __future__ import annotations

from paraneo.case import DAYS_PER_YEAR
from paraneo.criteria.facts import Facts, Reading
from paraneo.criteria.instrument import Instrument, Question
from paraneo.criteria.logic import Outcome

TABLE = "Table 3"
SOURCES = ("brenner-2026",)
SCOPE = "Definite anti-NMDA receptor encephalitis with antibodies in CSF, at diagnosis."
MISUSE = (
    "Not after herpes encephalitis, nor where a person depended on others before (modified Rankin Scale above 2). "
    "The authors set no threshold for a treatment."
)
SEEN = "The full text with table 3 (the points); not figure 3 (the outcome at each score)."
OFF = (
    "outcome at each single score (figure 3): not seen",
    "dependence before the illness: not in the case; see misuse",
)
SUBJECTS = frozenset({"nmdar-encephalitis"})

OLDEST = (12, 36, 45, 60)  # completed years at onset, the last of each class but the fifth
ELEVATED_FROM, MANY_ABOVE = 6, 50  # white cells per microlitre of CSF
EARLY_PUNCTURE_DAYS = 14

AGES = ("0 to 12 years", "13 to 36 years", "37 to 45 years", "46 to 60 years", "over 60 years")
CELLS = (
    "fewer than 6",
    "6 to 50, puncture more than 2 weeks after the onset",
    "6 to 50, puncture within 2 weeks of the onset",
    "more than 50, puncture more than 2 weeks after the onset",
    "more than 50, puncture within 2 weeks of the onset",
)
DELAYS = ("less than 2 weeks", "2 weeks to 1 month", "1 to 2 months", "more than 2 months")
# Share with a good function (modified Rankin Scale 0 to 2) at one year: scores from and to, share (discussion).
GOOD = ((0, 3, "96 to 100%"), (8, 9, "61%"), (14, 16, "less than 20%"))


def age_at_onset(facts: Facts) -> Reading:
    """The class of age: the age of the case, less how long the illness has lasted where that is known."""
    age = facts.case.subject.age
    if age is None:
        return Reading(tuple(range(len(AGES))), (), ("the age at onset",))
    years = int(age - (facts.duration_days() or 0) / DAYS_PER_YEAR)
    grade = sum(years > oldest for oldest in OLDEST)
    return Reading((grade,), (f"{years} years at onset",))


def movement_disorder(facts: Facts) -> Reading:
    """Chorea, athetosis, ballism, dystonia or dyskinesia; absent where all movement is normal."""
    named = facts.finding("HP:0002072", "HP:0002305", "HP:0001266", "HP:0100248", "HP:0001332", "HP:0100660")
    if named.met:
        return named
    wide = facts.finding("HP:0100022")
    return wide if wide.not_met else Reading((0, 1), (), ("whether there is a movement disorder",))


def cells(facts: Facts) -> Reading:
    """The grades that the white cells in CSF may have; where several numbers are given, each of them counts.

    A puncture was within two weeks of the onset where the illness is no older; else its day has to be asked for.
    """
    lasted = facts.duration_days()
    early = lasted is not None and lasted <= EARLY_PUNCTURE_DAYS
    grades: set[int] = set()
    for value in facts.values("csf-white-cells"):
        late = 3 if value > MANY_ABOVE else 1
        grades |= {0} if value < ELEVATED_FROM else {late + 1} if early else {late, late + 1}
    pleocytosis = facts.finding("HP:0012229")
    if not grades and pleocytosis.not_met:
        return Reading((0,), pleocytosis.because)
    if not grades:
        return Reading(tuple(range(len(CELLS))), (), ("CSF white cells (/ul), and when the puncture was",))
    because = tuple(f"CSF white cells {value:.4g} /ul" for value in facts.values("csf-white-cells"))
    return Reading(tuple(sorted(grades)), because, () if len(grades) == 1 else ("when the lumbar puncture was",))


def outside(facts: Facts) -> str:
    """Why a case is not like those of the study."""
    herpes = (facts.exposure("recent-herpes-encephalitis"), facts.finding("recent-herpes-encephalitis"))
    if any(reading.met for reading in herpes):
        return "after herpes encephalitis: left out of the study"
    negative = facts.antibody("nmdar", specimen="csf").not_met
    return "NMDA receptor antibodies negative in CSF: left out of the study" if negative else ""


def questions(
    ages: tuple[float, ...], movement: float, icu: float, csf: tuple[float, ...], delays: tuple[float, ...]
) -> tuple[Question, ...]:
    """The items with the points of one of the three scores; no points for age leave age out."""
    age = Question("age", "Age at onset", f"{TABLE}, age", points=ages, grades=AGES, read=age_at_onset)
    return (
        *((age,) if ages else ()),
        Question(
            "movement-disorder", "A movement disorder", f"{TABLE}, movement disorder", points=(0, movement),
            read=movement_disorder,
        ),
        Question("icu", "Needs an intensive care unit", f"{TABLE}, ICU admission", points=(0, icu)),
        Question(
            "csf", "White cells per microlitre of CSF, and when the puncture was", f"{TABLE}, CSF leukocytes",
            points=csf, grades=CELLS, read=cells,
        ),
        Question(
            "delay", "Time from the onset to the treatment", f"{TABLE}, treatment delay", points=delays, grades=DELAYS,
        ),
    )  # fmt: skip


def span(outcome: Outcome) -> tuple[str, ...]:
    """That a score is not settled, and where it lies."""
    settled = outcome.score == outcome.most
    return () if settled else (f"The score lies between {outcome.score:g} and {outcome.most:g}.",)


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    return (
        *span(outcome),
        *(
            f"{least} to {most} points: good function (mRS 0 to 2) at one year in {share} (Brenner 2026)."
            for least, most, share in GOOD
            if outcome.score <= most and outcome.most >= least
        ),
    )


INSTRUMENT = Instrument(
    id="neos2-2026",
    name="NEOS2: function one year after anti-NMDAR encephalitis",
    year=2026,
    sources=SOURCES,
    scope=SCOPE,
    misuse=MISUSE,
    seen=SEEN,
    off=OFF,
    subjects=SUBJECTS,
    scored=True,
    outside=outside,
    readings=_readings,
    questions=questions(ages=(1, 0, 1, 2, 4), movement=2, icu=2, csf=(0, 1, 2, 2, 4), delays=(0, 1, 2, 4)),
)
