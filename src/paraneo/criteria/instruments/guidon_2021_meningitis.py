"""Definite meningitis of immune checkpoint inhibitors (irMeningitis), 2021: consensus disease definitions.

Guidon AC, Burton LB, Chwalisz BK, et al. J Immunother Cancer 2021;9:e002890. PMID 34281989. Table 1.

Scope: a meningitis after a checkpoint inhibitor without signs of the brain itself (a meningoencephalitis is an
encephalitis there). Misuse: infection and meningeal cancer must be excluded first. Of the table the beginning was
read on the page of the journal, up to "definite"; probable and possible were not seen and are left out.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, any_of, none_of, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.rules import all_of as every

TABLE = "Table 1"
MORE_CELLS_THAN = 5  # white cells per microlitre of CSF
SEIZURE, ENCEPHALOPATHY = "HP:0001250", "HP:0001298"
PLEOCYTOSIS, CSF_PROTEIN_HIGH, MALIGNANT_CELLS = "HP:0012229", "HP:0002922", "csf-malignant-cells"


def _symptoms(facts: Facts) -> Reading:
    """Not met with seizures or encephalopathy; else a person judges the picture as a whole."""
    parenchymal = none_of(facts.finding(SEIZURE), facts.finding(ENCEPHALOPATHY))
    return (
        parenchymal
        if parenchymal.not_met
        else unknown("headache, stiff neck or photophobia without signs of the brain")
    )


def _inflammation(facts: Facts) -> Reading:
    cells = any_of(facts.finding(PLEOCYTOSIS), facts.measured("csf-white-cells", above=MORE_CELLS_THAN))
    return any_of(cells, facts.finding(CSF_PROTEIN_HIGH))


def _no_carcinomatosis(facts: Facts) -> Reading:
    """Not met with malignant cells; else a person says whether cytology excludes it."""
    cells = none_of(facts.finding(MALIGNANT_CELLS))
    return cells if cells.not_met else unknown("cytology or flow cytometry of the CSF")


TIMING = "the general guidance on the timing after the drug: not seen, a person judges it"


def exposed(table: str) -> tuple[Question, Question]:
    """The two questions with which each table of the disorders after checkpoint inhibitors begins."""
    return (
        Question(
            "inhibitor",
            "Treatment with an immune checkpoint inhibitor",
            table,
            read=lambda facts: facts.exposure("checkpoint-inhibitor"),
        ),
        Question("history", "History, examination and timing after the drug support it", table),
    )


INSTRUMENT = Instrument(
    id="guidon-2021-meningitis",
    name="Meningitis of immune checkpoint inhibitors, definite (irMeningitis)",
    year=2021,
    sources=("guidon-2021",),
    scope="Meningitis after an immune checkpoint inhibitor, without seizures, encephalopathy or focal signs.",
    misuse="Infection and meningeal cancer must be excluded first; repeated punctures may be needed.",
    seen="The beginning of Table 1 on the page of the journal, up to the level definite.",
    off=(
        "levels probable and possible: not seen",
        TIMING,
    ),
    subjects=frozenset({"checkpoint-inhibitor-toxicity"}),
    questions=(
        *exposed(TABLE),
        Question(
            "symptoms",
            "Headache, stiff neck or photophobia, without focal deficits, seizures or encephalopathy",
            f"{TABLE}, definite, first requirement",
            read=_symptoms,
        ),
        Question(
            "csf-inflammation",
            "Inflammation of the CSF: more than 5 cells per microlitre, or raised protein",
            f"{TABLE}, definite, second requirement",
            read=_inflammation,
        ),
        Question(
            "infection-excluded",
            "Infection excluded, herpes simplex PCR and cryptococcal antigen among the negative tests",
            f"{TABLE}, definite, third requirement",
        ),
        Question(
            "carcinomatosis-excluded",
            "Leptomeningeal carcinomatosis excluded, with negative cytology or flow cytometry as fits the tumour",
            f"{TABLE}, definite, third requirement",
            read=_no_carcinomatosis,
        ),
        Question(
            "response",
            "Stable or better with immunomodulation (steroids among it) or after the drug was stopped",
            f"{TABLE}, definite, fourth requirement",
        ),
    ),
    levels=(
        Level(
            "definite",
            every(
                "inhibitor", "history", "symptoms", "csf-inflammation", "infection-excluded", "carcinomatosis-excluded",
                "response",
            ),
            f"{TABLE}, definite",
        ),
    ),
)  # fmt: skip
