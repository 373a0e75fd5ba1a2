"""Where the ACTH comes from: petrosal sinus sampling and MRI, by the consensus on Cushing's disease of 2021.

Fleseriu M, Auchus R, Bancos I, et al. Lancet Diabetes Endocrinol 2021;9:847-875. PMID 34687601.

Scope: adults with ACTH-dependent Cushing's syndrome. Misuse: no test, and no combination of tests, separates a
pituitary from an ectopic source for certain (the consensus says so); sampling must not be used to show that there is
an excess of cortisol, and proves nothing while cortisol is not raised.

The text of the consensus was read (its tables and figures were not). It calls a gradient below 2 before or below 3
after stimulation suggestive of an ectopic source. A gradient on either side of the stimulation speaks for the
pituitary (basal above 2.0 or peak above 3.0: Findling 2004), so that here both must be low.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Not, Score
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

SAMPLING = "differentiating between Cushing's disease and ectopic ACTH, petrosal sinus sampling"
GUIDANCE = "differentiating between Cushing's disease and ectopic ACTH, recommendations"
ADULT = 18
BASAL_RATIO = 2  # central to peripheral ACTH before stimulation, or more: pituitary
STIMULATED_RATIO = 3  # after CRH or desmopressin, or more: pituitary
NO_TUMOUR, UNDER_6, FROM_6_TO_9, FROM_10 = range(4)  # the grades of the MRI
MRI = (
    (UNDER_6, "MRI, pituitary lesion under 6 mm: petrosal sinus sampling for every patient"),
    (FROM_6_TO_9, "MRI, pituitary lesion of 6 to 9 mm: most experts advise petrosal sinus sampling"),
    (FROM_10, "MRI, pituitary lesion of 10 mm or more: no sampling needed if dynamic tests fit Cushing's disease"),
)


def _mri(facts: Facts) -> Reading:
    """An adenoma that is stated has a size still to be asked for; a macroadenoma has 10 mm or more."""
    if facts.finding("HP:0025693").met:
        return Reading((FROM_10,), facts.finding("HP:0025693").because)
    small = facts.finding("HP:0025694")
    if small.met:
        return Reading((UNDER_6, FROM_6_TO_9), small.because, ("the size of the pituitary lesion (mm)",))
    adenoma = facts.finding("HP:0002893")
    if adenoma.met:
        return Reading((UNDER_6, FROM_6_TO_9, FROM_10), adenoma.because, ("the size of the pituitary lesion (mm)",))
    if adenoma.not_met:
        return Reading((NO_TUMOUR,), adenoma.because)
    return Reading((NO_TUMOUR, UNDER_6, FROM_6_TO_9, FROM_10), (), ("what the MRI of the pituitary shows",))


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    said = []
    if outcome.level == "ectopic source":
        said.append(
            "No gradient suggests an ectopic tumour; false results occur in both directions, and prolactin from the "
            "same samples can show a false negative (Fleseriu 2021)."
        )
        said.append("PET with 68Ga-DOTATATE shows about 65% of such tumours (Fleseriu 2021).")
    size = next(i for i in outcome.items if i.id == "mri").possible
    said += [f"{advice} (Fleseriu 2021)." for grade, advice in MRI if size == (grade,)]
    return tuple(said)


def _outside(facts: Facts) -> str:
    return "the consensus is for adults; sampling has a smaller role in children" if facts.age(below=ADULT).met else ""


INSTRUMENT = Instrument(
    id="ectopic-acth-2021",
    name="Source of ACTH in Cushing's syndrome",
    year=2021,
    sources=("fleseriu-2021", "findling-2004"),
    scope="Adults with ACTH-dependent Cushing's syndrome whose cortisol excess is proved.",
    misuse="Sampling does not diagnose Cushing's syndrome: healthy people have gradients too. No test or combination "
    "is certain; the clinical picture decides with it.",
    seen="The text of the consensus (author's manuscript); not its tables and figures.",
    off=(
        "cut-offs of the CRH, desmopressin and dexamethasone tests: not in the text read; it is asked whether they fit",
        "prolactin-adjusted gradients: called useful, without a number",
        "imaging in place of sampling (CRH or desmopressin, MRI, whole-body CT): for expert teams, no rule given",
        "screening tests for Cushing's syndrome: another question",
    ),
    subjects=frozenset({"ectopic-acth-cushing", "pituitary-or-adrenal-cushing"}),
    readings=_readings,
    outside=_outside,
    questions=(
        Question("active", "Cortisol was raised at the time of the sampling", SAMPLING),
        Question(
            "basal-gradient",
            "Central-to-peripheral ACTH ratio of 2 or more before stimulation",
            SAMPLING,
            read=lambda facts: facts.measured("petrosal-ratio", least=BASAL_RATIO),
        ),
        Question(
            "stimulated-gradient",
            "Central-to-peripheral ACTH ratio of 3 or more after CRH or desmopressin",
            SAMPLING,
            read=lambda facts: facts.measured("petrosal-ratio-stimulated", least=STIMULATED_RATIO),
        ),
        Question(
            "mri",
            "Pituitary tumour on MRI",
            GUIDANCE,
            points=(0, 1, 2, 3),
            grades=("none", "under 6 mm", "6 to 9 mm", "10 mm or more"),
            read=_mri,
        ),
        Question("dynamic", "Dynamic tests (CRH, desmopressin, dexamethasone) fit Cushing's disease", GUIDANCE),
    ),
    levels=(
        Level(
            "pituitary source",
            either(
                every("active", either("basal-gradient", "stimulated-gradient")),
                every(Score(FROM_10, ("mri",)), "dynamic"),
            ),
            f"{SAMPLING}; {GUIDANCE}",
        ),
        Level(
            "ectopic source",
            every("active", Not("basal-gradient"), Not("stimulated-gradient")),
            SAMPLING,
        ),
    ),
)
