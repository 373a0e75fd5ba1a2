"""Possible autoimmune encephalitis, 2016: the entry criteria of the position paper on autoimmune encephalitis.

Graus F, Titulaer MJ, Balu R, et al. Lancet Neurol 2016;15:391-404. PMID 26906964.

Scope: illnesses of less than three months that may be autoimmune encephalitis. Misuse: the level says that the search
for a cause and for antibodies should begin, not that the diagnosis is made; it asks for no antibody. Whether a sign is
new, whether seizures belong to a known epilepsy, whether the MRI suggests encephalitis (one or both medial temporal
lobes, or several areas of grey or white matter that fit demyelination or inflammation) and whether other causes are
excluded are a clinician's judgements.

The other criteria of the paper use the readings of this module.
"""

from __future__ import annotations

from paraneo.case import Status
from paraneo.criteria.facts import Facts, Reading, all_of, any_of, met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

PANEL = "panel on possible autoimmune encephalitis"
WITHIN_DAYS = 92  # less than three months
MORE_CELLS_THAN = 5  # white cells per microlitre of CSF
# HPO's "Memory impairment" means that recent things are forgotten: the paper's deficit of working memory.
MEMORY = "HP:0002354"
SEIZURE = "HP:0001250"
# Psychosis, hallucinations, delusion, paranoia, agitation, aggression, depression, anxiety, mania, disinhibition,
# lability of mood; HPO's "Atypical behavior" above some of them is wider than psychiatric symptoms.
PSYCHIATRIC = (
    "HP:0000709", "HP:0000738", "HP:0000746", "HP:0011999", "HP:0000713", "HP:0000718", "HP:0000716", "HP:0000739",
    "HP:0100754", "HP:0000734", "HP:0000712", "catatonia",
)  # fmt: skip


def only(facts: Facts, *terms: str) -> Reading:
    """Whether one of the terms itself is there: terms below it, which may mean less, do not make it met."""
    labels = {f.term: f.label for f in facts.case.features if f.status is Status.PRESENT}
    found = [labels[term] for term in terms if term in labels]
    if found:
        return met(*found)
    below = facts.finding(*terms)
    return unknown(*(f"whether {label} counts" for label in below.because)) if below.met else below


def reduced_consciousness(facts: Facts) -> Reading:
    """A decreased level of consciousness: reduced, drowsiness, coma; neither a blackout nor sleepiness by day."""
    return any_of(only(facts, "HP:0004372", "HP:0002329"), facts.finding("HP:0001259", "HP:0032044", "HP:0031358"))


def csf_cells(facts: Facts) -> Reading:
    """More than five white cells: by their number where there is one."""
    if facts.values("csf-white-cells"):
        return facts.measured("csf-white-cells", above=MORE_CELLS_THAN)
    return facts.finding("HP:0012229")


def _onset(facts: Facts) -> Reading:
    """Memory deficits, altered mental status or psychiatric symptoms that came within three months."""
    # Lethargy, change of personality, confusion, fluctuating consciousness.
    mental = any_of(reduced_consciousness(facts), facts.finding("HP:0001254", "HP:0000751", "HP:0001289", "HP:0007159"))
    signs = any_of(facts.finding(MEMORY), mental, facts.finding(*PSYCHIATRIC))
    return all_of(signs, facts.worst_within(WITHIN_DAYS))


def _focal(facts: Facts) -> Reading:
    """Hemiparesis, hemianopia, aphasia or hemisensory loss; that these are absent does not exclude another sign."""
    found = facts.finding("HP:0001269", "HP:0012377", "HP:0002381", "hemisensory-loss")
    return found if found.met else unknown("whether there is a new focal sign of the central nervous system")


def _seizures(facts: Facts) -> Reading:
    """Not met without seizures; whether a known epilepsy explains them is asked."""
    found = facts.finding(SEIZURE)
    return found if found.not_met else unknown("whether there are seizures that no known epilepsy explains")


def _readings(_outcome: Outcome, _facts: Facts) -> tuple[str, ...]:
    return (
        "361 of 538 adults (67%) with a diagnosis of autoimmune encephalitis or a related encephalopathy met the "
        "criteria (Orozco 2023)",
        "77 of 107 adults (72%) in whom autoimmune encephalitis was a misdiagnosis did not meet them (Flanagan 2023)",
    )


INSTRUMENT = Instrument(
    id="graus-2016-possible",
    name="Possible autoimmune encephalitis",
    year=2016,
    sources=("graus-2016", "mayo-ae-criteria-538", "flanagan-2023"),
    scope="Illnesses of less than three months that may be autoimmune encephalitis, at any age.",
    misuse="It says whom to examine for autoimmune encephalitis; it is no diagnosis, and asks for no antibody.",
    seen="The panel as given in two independent copies: Neurol Res Pract (10.1186/s42466-019-0047-8), Table 2, and "
    "medicalalgorithms.com.",
    subjects=frozenset({
        "autoimmune-encephalitis-other", "limbic-encephalitis", "nmdar-encephalitis", "encephalomyelitis",
        "brainstem-encephalitis", "mogad", "hashimoto-encephalopathy",
    }),
    questions=(
        Question(
            "onset",
            "Working memory deficits, altered mental status (consciousness, lethargy, personality) or psychiatric "
            "symptoms that came within three months",
            f"{PANEL}, criterion 1",
            read=_onset,
        ),
        Question("focal", "New focal signs of the central nervous system", f"{PANEL}, criterion 2", read=_focal),
        Question(
            "seizures", "Seizures that no previously known epilepsy explains", f"{PANEL}, criterion 2", read=_seizures
        ),
        Question("csf", "More than 5 white cells per microlitre of CSF", f"{PANEL}, criterion 2", read=csf_cells),
        Question("mri", "An MRI that suggests encephalitis", f"{PANEL}, criterion 2"),
        Question("exclusion", "Other causes reasonably excluded", f"{PANEL}, criterion 3"),
    ),
    levels=(Level("possible", every("onset", either("focal", "seizures", "csf", "mri"), "exclusion"), PANEL),),
    readings=_readings,
)  # fmt: skip
