"""Definite myopathy of immune checkpoint inhibitors (irMyopathy), 2021: consensus disease definitions.

Guidon AC, Burton LB, Chwalisz BK, et al. J Immunother Cancer 2021;9:e002890. PMID 34281989. Table 7.

Scope: myositis and immune-mediated necrotising myopathy after a checkpoint inhibitor. Misuse: myasthenia and
myocarditis often come with it and are classified separately. Of the table the beginning was read on the page of the
journal, up to the first of the exclusions that "definite" requires; the item `exclusions` therefore sends its
reader to the table.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.guidon_2021_meningitis import TIMING, exposed
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

TABLE = "Table 7"
POSITIVE_SHARP_WAVES, MYOPATHIC = "HP:0030007", "HP:0003458"


def _spontaneous(facts: Facts) -> Reading:
    """Met with positive sharp waves; without them there may still be fibrillation potentials."""
    found = facts.finding(POSITIVE_SHARP_WAVES)
    return found if found.met else unknown("fibrillation potentials or positive sharp waves on EMG")


INSTRUMENT = Instrument(
    id="guidon-2021-myopathy",
    name="Myopathy of immune checkpoint inhibitors, definite (irMyopathy)",
    year=2021,
    sources=("guidon-2021",),
    scope="Myositis or necrotising myopathy after an immune checkpoint inhibitor.",
    misuse="Look for myasthenia and myocarditis; classify each by itself. Raised CK supports it and is not required.",
    seen="The beginning of Table 7 on the page of the journal, up to the first exclusion of the level definite.",
    off=(
        "the exclusions after the first: not seen, the item asks its reader to check them in the table",
        "levels probable and possible: not seen",
        TIMING,
    ),
    subjects=frozenset({"checkpoint-inhibitor-toxicity"}),
    questions=(
        *exposed(TABLE),
        Question(
            "pathology",
            "Muscle tissue fits myositis or immune-mediated necrotising myopathy",
            f"{TABLE}, definite, 1",
        ),
        Question(
            "emg-spontaneous",
            "EMG with fibrillation potentials or positive sharp waves",
            f"{TABLE}, definite, 2",
            read=_spontaneous,
        ),
        Question(
            "emg-myopathic",
            "EMG with myopathic motor unit potentials",
            f"{TABLE}, definite, 2 and 3",
            read=lambda facts: facts.finding(MYOPATHIC),
        ),
        Question("mri", "MRI of muscle with STIR hyperintensity or contrast enhancement", f"{TABLE}, definite, 3"),
        Question(
            "exclusions",
            "No recent new drug that harms or inflames muscle, and the other exclusions of Table 7 (read them there)",
            f"{TABLE}, definite, required exclusions",
        ),
    ),
    levels=(
        Level(
            "definite",
            every(
                "inhibitor",
                "history",
                either("pathology", every("emg-spontaneous", "emg-myopathic"), every("mri", "emg-myopathic")),
                "exclusions",
            ),
            f"{TABLE}, definite",
        ),
    ),
)
