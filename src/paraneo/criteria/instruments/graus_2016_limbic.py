"""Definite autoimmune limbic encephalitis, 2016: the position paper on autoimmune encephalitis.

Graus F, Titulaer MJ, Balu R, et al. Lancet Neurol 2016;15:391-404. PMID 26906964.

Scope: illnesses that may be limbic encephalitis. Misuse: an antibody is needed only where one of the first three
criteria is missing; whether other causes are excluded is a clinician's judgement, and is always asked for.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, all_of, any_of, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.graus_2016_possible import MEMORY, PSYCHIATRIC, SEIZURE, WITHIN_DAYS, csf_cells
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either
from paraneo.criteria.rules import at_least

PANEL = "panel on autoimmune limbic encephalitis"
FIRST_THREE = ("onset", "mri", "csf-or-eeg")
# Antibodies to the cell surface, to synapses, and onconeural ones.
ANTIBODIES = (
    "lgi1", "caspr2", "nmdar", "ampar", "gabab", "gabaa", "dppx", "mglur5", "mglur1", "glyr", "iglon5", "dner",
    "hu", "crmp5", "ma2", "ma1", "amphiphysin", "ri", "yo",
)  # fmt: skip


def _onset(facts: Facts) -> Reading:
    """Memory deficits, seizures or psychiatric symptoms that came within three months."""
    return all_of(facts.finding(MEMORY, SEIZURE, *PSYCHIATRIC), facts.worst_within(WITHIN_DAYS))


def _eeg(facts: Facts) -> Reading:
    """Temporal epileptiform discharges; HPO has no term for temporal slowing, so only a normal EEG is not met."""
    temporal, abnormal = facts.finding("HP:0033717"), facts.finding("HP:0002353")
    if temporal.met or abnormal.not_met:
        return temporal
    return unknown("whether the EEG shows epileptic or slow activity of the temporal lobes")


def neuronal_antibody(facts: Facts) -> Reading:
    """An antibody of the list; whether one to GAD65, often found with other autoimmune diseases, counts is asked."""
    found = facts.antibody(*ANTIBODIES)
    if found.not_met and not facts.antibody("gad65").not_met:
        return unknown("GAD65 antibodies, and whether they count")
    return found


INSTRUMENT = Instrument(
    id="graus-2016-limbic",
    name="Definite autoimmune limbic encephalitis",
    year=2016,
    sources=("graus-2016",),
    scope="Illnesses of less than three months that may be limbic encephalitis.",
    misuse="Herpes encephalitis must be excluded first. Without an antibody the first three criteria are needed.",
    seen="The panel as given in two independent copies: J Med Case Rep 2018 (10.1186/s13256-018-1893-7), Table 1, and "
    "medicalalgorithms.com. They differ twice: the first alone counts seizures, the second alone the FDG-PET; a review "
    "on GitHub that cites the pages (made with a machine's help) has both.",
    off=("antibodies to GAD65: whether they stand for a missing criterion was not seen, so it is asked",),
    subjects=frozenset({"limbic-encephalitis", "autoimmune-encephalitis-other", "encephalomyelitis"}),
    questions=(
        Question(
            "onset",
            "Working memory deficits, seizures or psychiatric symptoms that suggest the limbic system, within three "
            "months",
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
            read=lambda facts: any_of(csf_cells(facts), _eeg(facts)),
        ),
        Question("exclusion", "Other causes reasonably excluded", f"{PANEL}, criterion 4"),
        Question(
            "antibody",
            "An antibody to a cell-surface, synaptic or onconeural protein",
            f"{PANEL}, last sentence",
            read=neuronal_antibody,
        ),
    ),
    levels=(
        Level(
            "definite",
            every(
                "exclusion",
                either(every(*FIRST_THREE), every(at_least(2, *FIRST_THREE), "antibody")),
            ),
            PANEL,
        ),
    ),
)  # fmt: skip
