"""Definite and possible paraneoplastic neurological syndromes, 2004: the criteria of the Euronetwork.

Graus F, Delattre JY, Antoine JC, et al. J Neurol Neurosurg Psychiatry 2004;75:1135-1140. PMID 15258215.

Scope: any neurological syndrome, classical or not, that may be due to a cancer. Misuse: replaced in 2021
(PNS-Care), and kept to re-classify what was classified by it. Other causes must be excluded first, which is no
numbered criterion here. An antibody that was described later counts neither as well nor as partially characterised:
in a cohort that applied both sets of criteria (Zhao-Fleming 2024, PMID 39321395), KLHL11 brainstem encephalitis with
a seminoma was possible at most.

What was seen. The seven clauses in three copies that agree: the table of 2004 as reproduced in a paper of 2014
(PMC4282879), a calculator (medicalalgorithms.com) and, shortened, a page after Bataller and Dalmau 2004
(medicalcriteria.com). The list of the eight classical syndromes in that calculator; seven of them in the abstract of
a book chapter (doi 10.1007/978-3-319-01225-4_21) and the eighth, dermatomyositis, in Zhao-Fleming 2024. Table 2 of
the paper itself was read. The clauses do not speak of a cancer more than five years apart: it is here neither a
cancer within five years nor "no cancer".
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Not, Score
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

CLASSICAL = frozenset({
    "encephalomyelitis", "limbic-encephalitis", "cerebellar-degeneration", "opsoclonus-myoclonus",
    "sensory-neuronopathy", "gi-pseudo-obstruction", "lambert-eaton", "dermatomyositis",
})  # fmt: skip
# Conditions of the knowledge base that the paper lists as not classical, and neurological ones that it does not list.
NOT_CLASSICAL = frozenset({
    "brainstem-encephalitis", "optic-neuropathy", "retinopathy", "stiff-person-syndrome", "myelopathy",
    "motor-neuron-syndrome", "polyradiculoneuropathy", "sensorimotor-neuropathy", "nerve-muscle-vasculitis",
    "autonomic-neuropathy", "myasthenia-gravis", "neuromyotonia", "necrotizing-myopathy",
    "autoimmune-encephalitis-other", "chorea", "morvan-syndrome", "nmdar-encephalitis",
})  # fmt: skip
WELL_CHARACTERISED = ("hu", "yo", "crmp5", "ri", "ma2", "amphiphysin")
# Patients with the antibody and without a cancer after more than three years: percent, and of how many.
WITHOUT_CANCER = {
    "hu": (2, 200),
    "yo": (2, 125),
    "crmp5": (4, 47),
    "ri": (3, 61),
    "ma2": (4, 55),
    "amphiphysin": (5, 20),
}
FIVE_YEARS, TWO_YEARS = 5.0, 2.0
NONE_FOUND, FAR_APART, WITHIN_FIVE, WITHIN_TWO = 0, 1, 2, 3


def _classical(facts: Facts) -> Reading:
    """Whether a syndrome that the clinician names is one of the eight."""
    stated = [c for c in facts.case.stated if c in CLASSICAL | NOT_CLASSICAL]
    if not stated:
        return unknown("which syndrome it is (`syndrome`)")
    return (met if CLASSICAL & set(stated) else not_met)(*(facts.kb.conditions[c].name for c in stated))


def _cancer(facts: Facts) -> Reading:
    """How far a cancer and the illness are apart."""
    anytime = facts.cancer()
    if anytime.not_met:
        return Reading((NONE_FOUND,), anytime.because)
    if not anytime.met:
        return Reading((NONE_FOUND, FAR_APART, WITHIN_FIVE, WITHIN_TWO), (), anytime.missing)
    five, two = facts.cancer(within_years=FIVE_YEARS), facts.cancer(within_years=TWO_YEARS)
    if two.met:
        return Reading((WITHIN_TWO,), two.because)
    possible = [WITHIN_FIVE] if two.not_met else [WITHIN_FIVE, WITHIN_TWO]
    if five.not_met:
        possible = [FAR_APART]
    elif not five.met:
        possible = [FAR_APART, *possible]
    return Reading(tuple(possible), anytime.because, () if len(possible) == 1 else two.missing)


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:
    """How often such an antibody stays without a cancer, and how the criteria did in a cohort."""
    lines = []
    if outcome.level == "definite":
        lines.append(
            "Of 484 patients with a suspected syndrome, definite by these criteria had a sensitivity of 67% and a "
            "specificity of 99% (Zhao-Fleming 2024)."
        )
    if {i.id: i.possible for i in outcome.items}["cancer"] == (NONE_FOUND,):
        for name, (percent, total) in WITHOUT_CANCER.items():
            if facts.antibody(name).met:
                label = facts.kb.antibodies[name].name
                lines.append(
                    f"{label}: {percent}% of {total} patients with it had no cancer after more than three years "
                    "(Graus 2004, Table 2)."
                )
    return tuple(lines)


_ANTIBODY = either("antibody-well", "antibody-partial")
_WITHIN_FIVE = Score(WITHIN_FIVE, ("cancer",))
_WITHIN_TWO = Score(WITHIN_TWO, ("cancer",))
_NO_ANTIBODY = (Not("antibody-well"), Not("antibody-partial"))

INSTRUMENT = Instrument(
    id="graus-2004-pns",
    name="Paraneoplastic neurological syndrome, definite or possible",
    year=2004,
    sources=("graus-2004", "zhao-fleming-2024"),
    scope="Any neurological syndrome, classical or not, that may be due to a cancer.",
    misuse=(
        "Replaced by PNS-Care in 2021; other causes must be excluded first. An antibody that was described after "
        "2004 does not count. The program counts the years from the onset of the illness, the paper from its diagnosis."
    ),
    seen=(
        "The seven clauses in three copies that agree; the list of classical syndromes in one copy, confirmed by "
        "two others together; Table 2 of the paper."
    ),
    off=(
        "the list of partially characterised antibodies was not seen: a person answers that item",
        "the definitions of the single syndromes and the laboratory's requirements (text of the paper) were not seen",
    ),
    subjects=CLASSICAL | NOT_CLASSICAL,
    grades_cancer=True,
    questions=(
        Question(
            "classical",
            "A classical syndrome: encephalomyelitis, limbic encephalitis, subacute cerebellar degeneration, "
            "opsoclonus-myoclonus, subacute sensory neuronopathy, chronic gastrointestinal pseudo-obstruction, "
            "Lambert-Eaton myasthenic syndrome, dermatomyositis",
            "list of classical syndromes",
            read=_classical,
        ),
        Question(
            "cancer",
            "When a cancer developed, counted from the diagnosis of the neurological disorder",
            "definite, criteria 1 and 3; possible, criterion 3",
            points=(NONE_FOUND, FAR_APART, WITHIN_FIVE, WITHIN_TWO),
            grades=("none found", "more than five years apart", "within five years", "within two years"),
            read=_cancer,
        ),
        Question(
            "antibody-well",
            "A well-characterised onconeural antibody: Hu, Yo, CV2 (CRMP5), Ri, Ma2 or amphiphysin",
            "definite, criterion 4",
            read=lambda facts: facts.antibody(*WELL_CHARACTERISED),
        ),
        Question(
            "antibody-partial",
            "An onconeural antibody that was partially characterised in 2004",
            "definite, criterion 3; possible, criterion 2",
        ),
        Question(
            "improves-with-cancer-treatment",
            "The syndrome resolves or clearly improves after treatment of the cancer without immunotherapy, and is "
            "not one that remits by itself",
            "definite, criterion 2",
        ),
        Question("high-risk", "High risk of an underlying tumour", "possible, criterion 1"),
    ),
    levels=(
        Level(
            "possible",
            either(
                every("classical", *_NO_ANTIBODY, Not("cancer"), "high-risk"),
                every("antibody-partial", Not("cancer")),
                every(Not("classical"), *_NO_ANTIBODY, _WITHIN_TWO),
            ),
            "possible, criteria 1 to 3",
        ),
        Level(
            "definite",
            either(
                every("classical", _WITHIN_FIVE),
                every(Not("classical"), "improves-with-cancer-treatment"),
                every(Not("classical"), _ANTIBODY, _WITHIN_FIVE),
                every("antibody-well", Not("cancer")),
            ),
            "definite, criteria 1 to 4",
        ),
    ),
    readings=_readings,
)  # fmt: skip
