"""Definite autoimmune limbic encephalitis, 2016: the position paper on autoimmune encephalitis.

Graus F, Titulaer MJ, Balu R, et al. Lancet Neurol 2016;15:391-404. PMID 26906964.

Scope: illnesses that may be limbic encephalitis. Misuse: an antibody is needed only where one of the first three
criteria is missing; whether other causes are excluded is a clinician's judgement, and is always asked for.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, all_of, any_of
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either
from paraneo.criteria.rules import at_least

PANEL = "panel on autoimmune limbic encephalitis"
WITHIN_DAYS = 92  # rapid progression, less than three months
MORE_CELLS_THAN = 5  # white cells per microlitre of CSF
# Antibodies to the cell surface, to synapses, and onconeural ones.
ANTIBODIES = (
    "lgi1", "caspr2", "nmdar", "ampar", "gabab", "gabaa", "dppx", "mglur5", "hu", "crmp5", "ma2", "amphiphysin", "ri",
)  # fmt: skip


def _onset(facts: Facts) -> Reading:
    """Memory deficits, seizures or psychiatric symptoms that came within three months."""
    signs = facts.finding("HP:0002354", "HP:0001250", "HP:0000708")
    return all_of(signs, facts.worst_within(WITHIN_DAYS))


def _csf_or_eeg(facts: Facts) -> Reading:
    cells = any_of(facts.finding("HP:0012229"), facts.measured("csf-white-cells", above=MORE_CELLS_THAN))
    return any_of(cells, facts.finding("HP:0033717", "HP:0033719"))


INSTRUMENT = Instrument(
    id="graus-2016-limbic",
    name="Definite autoimmune limbic encephalitis",
    year=2016,
    sources=("graus-2016",),
    scope="Illnesses of less than three months that may be limbic encephalitis.",
    misuse="Herpes encephalitis must be excluded first. Without an antibody all of the first three criteria are needed.",
    seen="The panel as quoted in two independent papers.",
    subjects=frozenset({"limbic-encephalitis", "autoimmune-encephalitis-other", "encephalomyelitis"}),
    questions=(
        Question(
            "onset",
            "Working memory deficits, seizures or psychiatric symptoms that suggest the limbic system, within three months",
            f"{PANEL}, criterion 1",
            read=_onset,
        ),
        Question(
            "mri",
            "Bilateral abnormalities on T2 or FLAIR restricted to the medial temporal lobes (or such a FDG-PET)",
            f"{PANEL}, criterion 2",
        ),
        Question(
            "csf-or-eeg",
            "More than 5 white cells per microlitre of CSF, or epileptic or slow activity of the temporal lobes",
            f"{PANEL}, criterion 3",
            read=_csf_or_eeg,
        ),
        Question("exclusion", "Other causes reasonably excluded", f"{PANEL}, criterion 4"),
        Question(
            "antibody",
            "An antibody to a cell-surface, synaptic or onconeural protein",
            f"{PANEL}, last sentence",
            read=lambda facts: facts.antibody(*ANTIBODIES),
        ),
    ),
    levels=(
        Level(
            "definite",
            every(
                "exclusion",
                either(at_least(3, "onset", "mri", "csf-or-eeg"), every(at_least(2, "onset", "mri", "csf-or-eeg"), "antibody")),
            ),
            PANEL,
        ),
    ),
)  # fmt: skip
