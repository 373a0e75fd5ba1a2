"""Stiff-person syndrome: the criteria of Dalakas, revised in 2001, as their author restated them in 2022 and 2023.

Dalakas MC. Neurol Neuroimmunol Neuroinflamm 2023;10:e200109. PMID 37059468. Dalakas MC. Neurotherapeutics
2022;19:832-847. PMID 35084720. First described: Dalakas MC, Fujii M, Li M, McElroy B. Neurology 2000;55:1531.

Scope: patients in whom stiff-person syndrome is suspected. Misuse: relief by diazepam does not strengthen the diagnosis
(both texts); without a high GAD titre a functional disorder has to be excluded, with neuropsychiatric examination and
strict adherence to the clinical and neurophysiological criteria. The text of 2001 itself was not seen.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, all_of, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.chia_2023_sps import exceeds
from paraneo.criteria.logic import Outcome, Verdict
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

TEXT = "Dalakas 2023, statement of the criteria"
GAD_ABOVE = 10_000.0  # IU/ml by ELISA
AXIAL_STIFFNESS, HYPERLORDOSIS = "HP:0006921", "HP:0002938"
SPASM, CONTINUOUS_ACTIVITY = "HP:0003394", "HP:0100283"


def _stiffness(facts: Facts) -> Reading:
    """Axial stiffness with hyperlordosis; without hyperlordosis the neurologist has to judge."""
    axial = facts.finding(AXIAL_STIFFNESS)
    both = all_of(axial, facts.finding(HYPERLORDOSIS))
    if axial.not_met or both.met:
        return both
    return unknown("whether the trunk is stiff, most of all abdomen and lower back, with hyperlordosis")


def _absent(facts: Facts, term: str, missing: str) -> Reading:
    """Not met where a broader finding is absent; where it is there, the item itself has to be asked."""
    found = facts.finding(term)
    return found if found.not_met else unknown(missing)


def _gad(facts: Facts) -> Reading:
    """GAD above 10,000 IU/ml by ELISA in serum, or any in CSF."""
    results = [r for r in facts.case.antibodies if r.antibody == "gad65"]
    csf = {r.result for r in results if r.specimen == "csf"}
    if "positive" in csf:
        return met("GAD65 positive in CSF")
    elisa = [r for r in results if r.specimen != "csf" and r.method == "elisa" and r.result == "positive"]
    above = [exceeds(r.level, "iu/ml", GAD_ABOVE) for r in elisa]
    if True in above:
        return met("GAD65 above 10,000 IU/ml by ELISA")
    positive = [r for r in results if r.result != "negative"]
    low = len(positive) == len(elisa) and all(found is False for found in above)
    if facts.antibody("gad65").not_met or (csf == {"negative"} and elisa and low):
        return not_met("GAD65 neither above 10,000 IU/ml nor in CSF")
    return unknown("GAD65 in serum by ELISA (IU/ml), and in CSF")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    """What the author says of patients without a high titre."""
    gad = next(i for i in outcome.items if i.id == "gad")
    if gad.verdict is Verdict.MET:
        return ()
    return (
        "GAD65 is low or not found in about 20% of patients: then exclude a functional disorder (Dalakas 2022, 2023)",
    )


INSTRUMENT = Instrument(
    id="dalakas-sps",
    name="Stiff-person syndrome, criteria of Dalakas",
    year=2023,
    sources=("dalakas-2023-sps", "dalakas-2022-sps"),
    scope="Patients in whom stiff-person syndrome is suspected.",
    misuse="Relief by diazepam proves nothing. Without a high GAD titre a functional disorder must be excluded.",
    seen="The author's own statements of the criteria in two papers, of 2022 and 2023.",
    off=(
        "the text of 2001 itself: not seen",
        "amphiphysin or other antibodies in place of GAD, and response to diazepam as a criterion: not in the author's"
        " statements of 2022 and 2023",
        "difficulty in turning and bending, a slow gait and falls as consequences of the stiffness: only in the text of"
        " 2023, and part of the judgement on stiffness",
        "stiffness of proximal limb muscles, phobias and visual stimuli: only in the text of 2023",
    ),
    subjects=frozenset({"stiff-person-syndrome"}),
    questions=(
        Question(
            "stiffness",
            "Stiffness of the trunk, most of all of abdominal and lower back muscles, that leads to hyperlordosis",
            f"{TEXT}, criterion 1",
            read=_stiffness,
        ),
        Question(
            "spasms",
            "Superimposed, often painful spasms set off by anxiety, touch or noise",
            f"{TEXT}, criterion 2",
            read=lambda facts: _absent(facts, SPASM, "whether touch, noise or anxiety set off spasms"),
        ),
        Question(
            "emg",
            "EMG: continuous motor unit activity at rest in agonist and antagonist muscles",
            f"{TEXT}, criterion 3",
            read=lambda facts: _absent(
                facts, CONTINUOUS_ACTIVITY, "EMG at rest of an agonist and its antagonist together"
            ),
        ),
        Question(
            "gad",
            "GAD65 antibodies above 10,000 IU/ml by ELISA in serum, or GAD65 antibodies in CSF",
            f"{TEXT}, criterion 4",
            read=_gad,
        ),
        Question(
            "exclusion", "No other neurological signs that point to an alternative diagnosis", f"{TEXT}, criterion 5"
        ),
        Question(
            "no-functional-disorder",
            "A functional disorder excluded, with a neuropsychiatric examination",
            f"{TEXT}, patients with low or no GAD titre",
        ),
    ),
    levels=(
        Level(
            "stiff-person syndrome",
            every("stiffness", "spasms", "emg", "exclusion", either("gad", "no-functional-disorder")),
            TEXT,
        ),
    ),
    readings=_readings,
)
