"""Clinical classification of myasthenia gravis, 2000: that of the Myasthenia Gravis Foundation of America (MGFA).

Jaretzki A, Barohn RJ, Ernstoff RM, et al. Neurology 2000;55:16-23. PMID 10891897.

Scope: myasthenia gravis. Misuse: mild, moderate and severe have no anchors in the copies seen and are a clinician's
judgement. Class V is intubation, but not that of routine care after an operation.
"""

from __future__ import annotations

from dataclasses import replace

from paraneo.criteria.facts import Facts, Reading, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Item, Outcome, Way
from paraneo.criteria.rules import Not, Rule, Score
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

TABLE = "clinical classification, class"
SEVERITY = ("none", "mild", "moderate", "severe")
EXTENT = "severity"
MILD, MODERATE, SEVERE = (Score(grade, (EXTENT,)) for grade in (1, 2, 3))
OWN = {"IIa": "mild", "IIb": "mild", "IIIa": "moderate", "IIIb": "moderate", "IVa": "severe", "IVb": "severe"}
OCULAR = ("HP:0000508", "HP:0000597")  # ptosis, ophthalmoparesis
DIPLOPIA = "HP:0000651"
MUSCLE_WEAKNESS = "HP:0001324"
# Weakness of limbs (also proximal, generalised), neck, bulbar muscles and breathing.
OTHER = (
    "HP:0003690", "HP:0003701", "HP:0003325", "HP:0003324", "HP:0000467", "HP:0030192", "HP:0002747", "HP:0004347",
)  # fmt: skip
HOW_SEVERE = "how severe the weakness of other than ocular muscles is"
TUBE_FEEDING = "HP:0033454"


class _Classes(Instrument):
    """The way to a class names the severity that is its own."""

    def _grade(self, items: tuple[Item, ...], subject: str) -> Outcome:
        outcome = super()._grade(items, subject)
        return replace(outcome, ways=tuple(_with_own_severity(way) for way in outcome.ways))


def _with_own_severity(way: Way) -> Way:
    """The rule of a class bounds the severity from both sides: one answer stands for the two."""
    told = (
        f"{EXTENT}: {OWN[way.level]}" if need.startswith(f"{EXTENT}: ") and way.level in OWN else need
        for need in way.needs
    )
    return Way(way.level, tuple(dict.fromkeys(told)))


def _ocular(facts: Facts) -> Reading:
    """Double vision alone may have another cause: it is asked."""
    weak, none = facts.finding(*OCULAR), facts.finding(*OCULAR, DIPLOPIA)
    return weak if weak.met or none.not_met else unknown("whether ocular muscles are weak")


def _severity(facts: Facts) -> Reading:
    """Whether other muscles are weak at all; how much is a judgement."""
    other = facts.finding(*OTHER)
    if other.met:
        return Reading((1, 2, 3), other.because, (HOW_SEVERE,))
    if facts.finding(MUSCLE_WEAKNESS).not_met:
        return not_met("no muscle weakness")
    return Reading((0, 1, 2, 3), (), (HOW_SEVERE,))


def _limbs(severity: Rule, *less_than: Rule) -> Rule:
    return every(severity, *(Not(more) for more in less_than), Not("bulbar"))


def _bulbar(severity: Rule, *less_than: Rule) -> Rule:
    return every(severity, *(Not(more) for more in less_than), "bulbar")


INSTRUMENT = _Classes(
    id="mgfa-2000",
    name="MGFA clinical classification of myasthenia gravis",
    year=2000,
    sources=("jaretzki-2000",),
    scope="Myasthenia gravis.",
    misuse="It describes; it predicts no tumour. Mild, moderate and severe are the clinician's judgement.",
    seen="Classes I to IVa in full in two copies that agree (BMC Neurol 2020, s12883-020-01975-y, Table 3; Medscape); "
    "IVb and V, with the feeding tube, in full in the first and shortened in others; the exception of routine care "
    "after an operation in the first and one of those.",
    off=("the other parts of the recommendations (quantitative score, therapy and postintervention status): not seen",),
    subjects=frozenset({"myasthenia-gravis"}),
    questions=(
        Question(
            "ocular",
            "Weakness of any ocular muscle (that of eye closure may be there too)",
            f"{TABLE} I",
            read=_ocular,
        ),
        Question(
            EXTENT,
            "Weakness of other than ocular muscles (that of eye closure left out)",
            f"{TABLE} I to IV",
            points=(0, 1, 2, 3),
            grades=SEVERITY,
            read=_severity,
        ),
        Question(
            "bulbar",
            "Oropharyngeal or respiratory muscles are affected predominantly; limb and axial muscles less, or as much",
            f"{TABLE} IIa to IVb",
        ),
        Question(
            "feeding-tube",
            "A feeding tube is used, without intubation",
            f"{TABLE} V",
            read=lambda facts: facts.finding(TUBE_FEEDING),
        ),
        Question(
            "intubation",
            "Intubation, with or without mechanical ventilation, other than in routine care after an operation",
            f"{TABLE} V",
        ),
    ),
    levels=(
        Level("I", every("ocular", Not(MILD)), f"{TABLE} I"),
        Level("IIa", _limbs(MILD, MODERATE), f"{TABLE} IIa"),
        Level("IIb", _bulbar(MILD, MODERATE), f"{TABLE} IIb"),
        Level("IIIa", _limbs(MODERATE, SEVERE), f"{TABLE} IIIa"),
        Level("IIIb", _bulbar(MODERATE, SEVERE), f"{TABLE} IIIb"),
        Level("IVa", _limbs(SEVERE), f"{TABLE} IVa"),
        Level("IVb", either(_bulbar(SEVERE), "feeding-tube"), f"{TABLE} IVb and V"),
        Level("V", "intubation", f"{TABLE} V"),
    ),
)
