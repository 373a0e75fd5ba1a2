"""Paraneoplastic pemphigus: the revised criteria from an analysis of 265 published cases.

Svoboda et al. J Cutan Pathol 2021, doi 10.1111/cup.14004.

Scope: mucosal or skin disease that may be paraneoplastic pemphigus (paraneoplastic autoimmune multiorgan syndrome).
Misuse: the criteria were drawn from the cases that they were then tried on, without controls, so that nothing is known
of how often they are met by pemphigus vulgaris or a drug eruption in a patient with a neoplasm.
"""

from __future__ import annotations

from paraneo.case import Cancer
from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either
from paraneo.criteria.rules import at_least

ABSTRACT = "abstract"
MUCOSA = ("HP:0031446", "HP:0010280", "HP:0031453", "HP:0032565")
# Lesions of other mucosae, which may also be of the skin beside them or no more than inflammation.
OTHER_MUCOSAE = ("HP:0003249", "HP:0000509")
OF_THE_SKIN = "melanoma"


def _mucosa(facts: Facts) -> Reading:
    """Not met only where mouth, genitals and eyes are named as free."""
    found = [facts.finding(term) for term in MUCOSA]
    here = [label for reading in found if reading.met for label in reading.because]
    if here:
        return met(*here)
    free = facts.finding("HP:0031446", "HP:0010280", *OTHER_MUCOSAE)
    return not_met(*free.because) if free.not_met else unknown("whether there are lesions of mucous membranes")


def _internal(cancer: Cancer) -> bool:
    """An active neoplasm of which the label says that it is internal."""
    which = {cancer.tumour} if cancer.tumour is not None else set(cancer.among)
    return cancer.status == "active" and bool(which) and OF_THE_SKIN not in which


def _neoplasm(facts: Facts) -> Reading:
    """An active neoplasm of an internal organ, benign or malignant; one in remission leaves it open."""
    here = [c.label for c in facts.case.cancers if _internal(c)]
    if here:
        return met(*here)
    searched = facts.cancer()
    return not_met(*searched.because) if searched.not_met else unknown("whether there is an internal neoplasm now")


def _histology(facts: Facts) -> Reading:
    found = facts.finding("HP:0100792")
    return found if found.met else unknown("whether a biopsy shows acantholysis or a lichenoid interface dermatitis")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    return (
        "Among 265 published cases these criteria captured 89.4%, those of Camisa and Helm 71.2%; no controls "
        "(Svoboda 2021)",
    )


INSTRUMENT = Instrument(
    id="pnp-svoboda-2021",
    name="Paraneoplastic pemphigus, revised criteria",
    year=2021,
    sources=("svoboda-2021",),
    scope="Disease of mucous membranes, with or without the skin, that may be paraneoplastic pemphigus.",
    misuse="Drawn from published cases without controls: what they are worth against pemphigus vulgaris or a drug "
    "eruption in a patient with a neoplasm is not known.",
    seen="The abstract of the original, which names all criteria and the rule; the minor ones also in a citing paper.",
    off=(
        "which tests count as proof of anti-plakin antibodies (the table of the paper was not seen)",
        "the criteria of Anhalt 1990 and of Camisa and Helm 1993, whose items but not whose rules were seen twice",
    ),
    subjects=frozenset({"paraneoplastic-pemphigus", "pemphigus-or-drug-eruption"}),
    readings=_readings,
    questions=(
        Question(
            "mucosa",
            "Lesions of mucous membranes, with or without those of the skin",
            f"{ABSTRACT}, major a",
            read=_mucosa,
        ),
        Question("neoplasm", "A concomitant internal neoplasm", f"{ABSTRACT}, major b", read=_neoplasm),
        Question("plakin", "Antibodies to plakins in serum", f"{ABSTRACT}, major c"),
        Question(
            "histology",
            "Acantholysis, a lichenoid interface dermatitis, or both in the biopsy",
            f"{ABSTRACT}, minor a",
            read=_histology,
        ),
        Question(
            "immunofluorescence",
            "Staining between the cells, of the basement membrane, or both in direct immunofluorescence",
            f"{ABSTRACT}, minor b",
        ),
    ),
    levels=(
        Level(
            "paraneoplastic pemphigus",
            either(
                every("mucosa", "neoplasm", "plakin"),
                every(at_least(2, "mucosa", "neoplasm", "plakin"), "histology", "immunofluorescence"),
            ),
            ABSTRACT,
        ),
    ),
)  # fmt: skip
