"""Sensory neuronopathy, 2009: a score that tells it from other sensory neuropathies.

Camdessanche JP, et al. Brain 2009;132:1723. PMID 19506068. Patterns of its causes: Antoine JC, et al.
J Peripher Nerv Syst 2012;17:331-340. PMID 22971095.

Scope: a clinically pure sensory neuropathy. Misuse: the score says where the lesion is, not what caused it; "possible"
is met without any cause, and "probable" needs a work-up that does not speak against it. More than 6.5 points are
needed: 6.5 itself is not enough.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, any_of, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Score
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

PART_A, PART_B = "table of the criteria, part A", "table of the criteria, part B"
LEAST = 6.6  # more than 6.5, in points of a tenth
CANCER_YEARS = 5.0
ANY_ATAXIA = "HP:0001251"
LIMB_ATAXIA = ("HP:0002070", "HP:0010871")  # limb ataxia, sensory ataxia
FACE = "HP:0031912"  # trigeminal anaesthesia
SMALL_SENSORY_POTENTIALS = "HP:0007078"
DORSAL_COLUMN = "HP:0011397"
# Onconeural antibodies: the well-characterised ones of the criteria of 2004, to which the paper refers.
ONCONEURAL = ("hu", "yo", "crmp5", "ri", "ma2", "amphiphysin")


def _ataxia(facts: Facts) -> Reading:
    """Ataxia of the limbs; that of gait alone is asked. "No ataxia" is none of the limbs either."""
    limbs = facts.finding(*LIMB_ATAXIA)
    none = facts.finding(ANY_ATAXIA)
    return none if none.not_met and not limbs.met else limbs


def _beyond_legs(facts: Facts) -> Reading:
    """Sensory loss of the face is not restricted to the legs; its absence says nothing of the arms."""
    face = facts.finding(FACE)
    return face if face.met else unknown("whether the sensory loss goes beyond the legs when fully developed")


def _sensory_potentials(facts: Facts) -> Reading:
    """Normal amplitudes settle it; which nerves are small, and how small, is not in the case."""
    small = facts.finding(SMALL_SENSORY_POTENTIALS)
    return small if small.not_met else unknown("the sensory action potentials of the arms")


def _disorder(facts: Facts) -> Reading:
    """An antibody or a cancer settles it; cisplatin and Sjögren's syndrome are asked."""
    found = any_of(facts.antibody(*ONCONEURAL), facts.cancer(within_years=CANCER_YEARS))
    return found if found.met else unknown(*found.missing, "whether there is cisplatin treatment or Sjögren's syndrome")


def _mri(facts: Facts) -> Reading:
    """Abnormal posterior columns may be another finding than a high signal."""
    columns = facts.finding(DORSAL_COLUMN)
    return columns if columns.not_met else unknown("MRI of the cord: the signal of the posterior columns")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    if outcome.level not in {"possible", "probable"}:
        return ()
    return (
        "An acute or subacute onset in the arms or all limbs with early pain, often in men over 60, was mainly "
        "paraneoplastic, toxic or infectious (pattern A, 148 patients, Antoine 2012)",
        "A progressive course was inherited or idiopathic if slow with severe ataxia, else idiopathic, dysimmune and "
        "sometimes paraneoplastic (patterns C and D, Antoine 2012)",
        "The strategy built on the patterns was right in 84 of 88 patients, and in 58 of 60 others (Antoine 2012)",
    )


INSTRUMENT = Instrument(
    id="camdessanche-2009",
    name="Criteria and score for sensory neuronopathy",
    year=2009,
    sources=("camdessanche-2009", "antoine-2012"),
    scope="A clinically pure sensory neuropathy.",
    misuse="It says where the lesion is, not its cause. The score is no chance of a tumour.",
    seen="The table, with every item and its points, as reprinted in a later paper (PMC8629873, Table 3); "
    "no second copy of the points was found. Its levels also in a Chinese application (Gao 2015). The patterns in the "
    "abstract of 2012.",
    off=("definite (pathology of the dorsal root ganglia): the wording was not seen",),
    subjects=frozenset({"sensory-neuronopathy", "sjogren-ganglionopathy", "chemotherapy-neuropathy", "b6-neuropathy"}),
    questions=(
        Question("pure-sensory", "The neuropathy is clinically purely sensory", PART_A, scores=False),
        Question(
            "ataxia",
            "Ataxia of the legs or arms, at onset or when fully developed",
            PART_A,
            points=(0, 3.1),
            read=_ataxia,
        ),
        Question(
            "asymmetry",
            "Asymmetric sensory loss, at onset or when fully developed",
            PART_A,
            points=(0, 1.7),
            read=lambda facts: facts.finding("asymmetric-sensory-loss"),
        ),
        Question(
            "beyond-legs",
            "Sensory loss not restricted to the legs when fully developed",
            PART_A,
            points=(0, 2.0),
            read=_beyond_legs,
        ),
        Question(
            "sensory-potentials",
            "In the arms, at least one sensory action potential absent or three below 30% of the lower limit of normal,"
            " not explained by entrapment",
            PART_A,
            points=(0, 2.8),
            read=_sensory_potentials,
        ),
        Question(
            "motor-nerves",
            "Fewer than two nerves of the legs with abnormal motor conduction",
            PART_A,
            points=(0, 3.1),
        ),
        Question(
            "work-up",
            "Neither blood tests nor neurophysiology exclude a sensory neuronopathy",
            f"{PART_B}, 1",
            scores=False,
        ),
        Question(
            "disorder",
            "Onconeural antibodies, a cancer within 5 years, cisplatin treatment or Sjögren's syndrome",
            f"{PART_B}, 2",
            read=_disorder,
            scores=False,
        ),
        Question("mri", "High signal of the posterior columns on MRI", f"{PART_B}, 3", read=_mri, scores=False),
    ),
    levels=(
        Level("possible", every("pure-sensory", Score(LEAST)), PART_A),
        Level(
            "probable",
            every("pure-sensory", Score(LEAST), "work-up", either("disorder", "mri")),
            PART_B,
        ),
    ),
    scored=True,
    readings=_readings,
)  # fmt: skip
