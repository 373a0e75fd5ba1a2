"""Definite acute disseminated encephalomyelitis (ADEM), 2016: the position paper on autoimmune encephalitis.

Graus F, Titulaer MJ, Balu R, et al. Lancet Neurol 2016;15:391-404. PMID 26906964.

Scope: a first illness of the brain that may be ADEM, at any age. Misuse: it cannot be met before three months have
passed since the onset; the paper precedes the criteria of disease with MOG antibodies, which should be tested for.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.graus_2016_possible import only
from paraneo.criteria.rules import all_of as every

PANEL = "panel on acute disseminated encephalomyelitis"


def _event(facts: Facts) -> Reading:
    """Not met in a relapse; whether the event is multifocal and demyelinating is asked."""
    if facts.case.course.relapse:
        return not_met("a relapse, not the first event")
    return unknown("whether this is a first multifocal event that is presumably inflammatory and demyelinating")


def _encephalopathy(facts: Facts) -> Reading:
    """Met by an encephalopathy without fever; beside fever it is asked whether the fever explains it."""
    found = only(facts, "HP:0001298", "HP:0006846")
    if found.not_met or (found.met and facts.finding("HP:0001945").not_met):
        return found
    return unknown("whether there is an encephalopathy that fever cannot explain")


INSTRUMENT = Instrument(
    id="graus-2016-adem",
    name="Definite acute disseminated encephalomyelitis",
    year=2016,
    sources=("graus-2016",),
    scope="First illnesses of the brain that may be acute disseminated encephalomyelitis, at any age.",
    misuse="It cannot be met before three months have passed since the onset. Antibodies to MOG are not part of it.",
    seen="The panel as given in one copy (medicalalgorithms.com); its criteria 1 to 4 agree with the criteria of ADEM "
    "in Mult Scler Demyelinating Disord 2017 (10.1186/s40893-017-0022-6), Table 1, which that paper took from others. "
    "Criterion 5 was seen in the first alone.",
    subjects=frozenset({"mogad", "autoimmune-encephalitis-other", "multiple-sclerosis"}),
    questions=(
        Question(
            "event",
            "A first multifocal clinical event of the central nervous system, presumably inflammatory demyelination",
            f"{PANEL}, criterion 1",
            read=_event,
        ),
        Question(
            "encephalopathy", "Encephalopathy that fever cannot explain", f"{PANEL}, criterion 2", read=_encephalopathy
        ),
        Question(
            "mri",
            "Diffuse, poorly demarcated, large lesions (over 1 to 2 cm), mostly of the cerebral white matter; the deep "
            "grey matter may be affected, T1-hypointense lesions of the white matter are rare",
            f"{PANEL}, criterion 3",
        ),
        Question(
            "monophasic", "No new clinical or MRI findings after three months from the onset", f"{PANEL}, criterion 4"
        ),
        Question("exclusion", "Other causes reasonably excluded", f"{PANEL}, criterion 5"),
    ),
    levels=(Level("definite", every("event", "encephalopathy", "mri", "monophasic", "exclusion"), PANEL),),
)  # fmt: skip
