"""Anti-NMDA receptor encephalitis, probable and definite, 2016: the position paper on autoimmune encephalitis.

Graus F, Titulaer MJ, Balu R, et al. Lancet Neurol 2016;15:391-404. PMID 26906964.

Scope: illnesses that may be anti-NMDA receptor encephalitis, at any age. The sentence on teratoma stands by itself:
three groups of symptoms with a systemic teratoma are enough for "probable"; the copies repeat neither the time, the EEG
and CSF nor the exclusion of other disorders there. Misuse: "definite" needs IgG antibodies to GluN1 by a test that
includes CSF; where there is only serum, with a confirmatory test (live neurons or tissue) besides the cell-based assay.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, all_of, any_of, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.graus_2016_possible import (
    PSYCHIATRIC,
    SEIZURE,
    WITHIN_DAYS,
    csf_cells,
    only,
    reduced_consciousness,
)
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either
from paraneo.criteria.rules import at_least

PANEL = "panel on anti-NMDA receptor encephalitis"
GROUPS = ("behaviour", "speech", "seizures", "movement", "consciousness", "autonomic")
GROUPS_NEEDED, GROUPS_WITH_TERATOMA = 4, 3
CELL_BASED, CONFIRMATORY = ("cell-based-assay", "live-cell-based-assay"), ("tissue-assay",)
# Dyskinesia, chorea, athetosis, choreoathetosis, dystonia, ballism, myoclonus, tremor, tics, parkinsonism, rigidity,
# abnormal posturing; HPO's "Involuntary movements" above some of them holds fasciculations and clonus too.
MOVEMENT = (
    "HP:0100660", "HP:0002072", "HP:0002305", "HP:0001266", "HP:0001332", "HP:0100248", "HP:0001336", "HP:0001337",
    "HP:0100033", "HP:0001300", "HP:0002063", "HP:0002533",
)  # fmt: skip


def _behaviour(facts: Facts) -> Reading:
    """Psychiatric symptoms, atypical behaviour, change of personality, or cognitive impairment."""
    return any_of(facts.finding(*PSYCHIATRIC, "HP:0000751", "HP:0100543"), only(facts, "HP:0000708"))


def _speech(facts: Facts) -> Reading:
    """Pressured speech, mutism, loss or poverty of speech, or an abnormal pattern; aphasia or dysarthria is asked."""
    return any_of(facts.finding("HP:5200265", "HP:0002300", "HP:0002371", "HP:0002465"), only(facts, "HP:0002167"))


def _eeg(facts: Facts) -> Reading:
    """Slow or epileptiform activity or extreme delta brush; not met only where the EEG is normal."""
    found = facts.finding("HP:0011203", "HP:0011182", "HP:6001051", "extreme-delta-brush")
    whole = facts.finding("HP:0002353")
    return whole if whole.not_met and not found.met else found


def _teratoma(facts: Facts) -> Reading:
    """An ovarian teratoma; that there is none leaves one elsewhere open unless a search found no tumour at all."""
    found, any_cancer = facts.cancer("ovarian-teratoma"), facts.cancer()
    if found.met or any_cancer.not_met:
        return found if found.met else any_cancer
    return unknown("whether there is a systemic teratoma")


def _antibody(facts: Facts) -> Reading:
    """In CSF; in serum by a cell-based assay and on tissue; an unconfirmed result leaves it open."""
    confirmed = all_of(
        facts.antibody("nmdar", specimen="serum", methods=CELL_BASED),
        facts.antibody("nmdar", specimen="serum", methods=CONFIRMATORY),
    )
    found = facts.antibody("nmdar", specimen="csf")
    if found.met or confirmed.met:
        return found if found.met else confirmed
    both = facts.antibody("nmdar")
    return both if both.not_met else unknown("NMDA receptor antibodies in CSF, or a confirmatory test of the serum")


INSTRUMENT = Instrument(
    id="graus-2016-nmdar",
    name="Anti-NMDA receptor encephalitis",
    year=2016,
    sources=("graus-2016",),
    scope="Illnesses that may be anti-NMDA receptor encephalitis, at any age.",
    misuse="Serum alone, by one cell-based assay, does not make it definite. After herpes encephalitis the same "
    "symptoms may be a relapse that the immune system causes.",
    seen="The panel as given in a Harvard teaching page (ectopicbrain.bwh.harvard.edu), which agrees with the criteria "
    "as adapted from Dalmau 2019 in PMC9491421, Table 3; a third copy (acmbcb.org) is garbled in places.",
    off=(
        "recent herpes simplex or Japanese encephalitis as an exclusion by itself: seen in one copy only; it belongs "
        "to the exclusion of other disorders that is asked",
    ),
    subjects=frozenset({"nmdar-encephalitis", "autoimmune-encephalitis-other", "limbic-encephalitis"}),
    questions=(
        Question(
            "onset",
            "The groups of symptoms came within three months",
            f"{PANEL}, probable, criterion 1",
            read=lambda facts: facts.worst_within(WITHIN_DAYS),
        ),
        Question(
            "behaviour",
            "Abnormal (psychiatric) behaviour or cognitive dysfunction",
            f"{PANEL}, group 1",
            read=_behaviour,
        ),
        Question(
            "speech", "Speech dysfunction (pressured speech, less speech, mutism)", f"{PANEL}, group 2", read=_speech
        ),
        Question("seizures", "Seizures", f"{PANEL}, group 3", read=lambda facts: facts.finding(SEIZURE)),
        Question(
            "movement",
            "Movement disorder, dyskinesias, rigidity or abnormal postures",
            f"{PANEL}, group 4",
            read=lambda facts: facts.finding(*MOVEMENT),
        ),
        Question("consciousness", "Decreased level of consciousness", f"{PANEL}, group 5", read=reduced_consciousness),
        Question(
            "autonomic",
            "Autonomic dysfunction or central hypoventilation",
            f"{PANEL}, group 6",
            read=lambda facts: facts.finding("HP:0012332", "HP:0007110"),
        ),
        Question(
            "eeg",
            "Abnormal EEG: focal or diffuse slow or disorganised activity, epileptic activity, or extreme delta brush",
            f"{PANEL}, probable, criterion 2",
            read=_eeg,
        ),
        Question(
            "csf",
            "CSF with pleocytosis or oligoclonal bands",
            f"{PANEL}, probable, criterion 2",
            read=lambda facts: any_of(csf_cells(facts), facts.finding("HP:6000397")),
        ),
        Question("teratoma", "A systemic teratoma", f"{PANEL}, probable, last sentence", read=_teratoma),
        Question(
            "antibody",
            "IgG antibodies to GluN1 in CSF; where there is only serum, confirmed on live neurons or tissue",
            f"{PANEL}, definite",
            read=_antibody,
        ),
        Question("exclusion", "Other disorders reasonably excluded", f"{PANEL}, probable, criterion 3, and definite"),
    ),
    levels=(
        Level(
            "probable",
            either(
                every("onset", at_least(GROUPS_NEEDED, *GROUPS), either("eeg", "csf"), "exclusion"),
                every(at_least(GROUPS_WITH_TERATOMA, *GROUPS), "teratoma"),
            ),
            f"{PANEL}, probable",
        ),
        Level("definite", every(either(*GROUPS), "antibody", "exclusion"), f"{PANEL}, definite"),
    ),
)  # fmt: skip
