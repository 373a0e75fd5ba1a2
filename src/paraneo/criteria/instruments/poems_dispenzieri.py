"""POEMS syndrome: the criteria of Dispenzieri, in the form of her annual updates.

Dispenzieri A. POEMS syndrome: 2021 update on diagnosis, risk-stratification, and management. Am J Hematol 2021, doi
10.1002/ajh.26240; the table as in Dispenzieri A. How I treat POEMS syndrome. Blood 2012;119:5650-5658. PMID 22547581.

Scope: a polyneuropathy with a monoclonal plasma-cell disorder. Misuse: both mandatory criteria are needed, however many
of the others are there; the Castleman variant without a clone is an entity of its own. Diabetes or a thyroid
abnormality alone is not the endocrinopathy that is meant.
"""

from __future__ import annotations

from paraneo.case import Status
from paraneo.criteria.facts import Facts, Reading, any_of, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

TABLE = "Table 1"
MANDATORY = f"{TABLE}, mandatory major criteria"
MAJOR = f"{TABLE}, other major criteria"
MINOR = f"{TABLE}, minor criteria"
# Monoclonal IgG, IgA or lambda chains; of another paraprotein a lymphoma may be the source.
PLASMA_CELL_PROTEINS = ("HP:0032290", "HP:0032335", "lambda-light-chain")
PARAPROTEIN, PLASMA_CELLS = "HP:0031047", "plasma-cell-neoplasm"
OEDEMA, EFFUSION, HYPERPIGMENTATION = "HP:0000969", "HP:0002202", "HP:0000953"


def _exactly(facts: Facts, term: str, question: str) -> Reading:
    """A finding as such: what HPO has below it (cerebral oedema, cafe-au-lait spots) is not what is meant."""
    named = [f.label for f in facts.case.features if f.term == term and f.status is Status.PRESENT]
    return met(*named) if named else _absent(facts.finding(term), question)


def _absent(found: Reading, question: str) -> Reading:
    """An item of which the case can only say that it is not met."""
    return not_met(*found.because) if found.not_met else unknown(question)


def _clone(facts: Facts) -> Reading:
    """Not met only where there is no paraprotein and a plasma-cell neoplasm was looked for: the clone may be small."""
    proteins = [facts.finding(term) for term in PLASMA_CELL_PROTEINS]
    found = any_of(*proteins, facts.cancer(PLASMA_CELLS))
    if found.met:
        return found
    protein = facts.finding(PARAPROTEIN)
    looked_for = any(c.tumour == PLASMA_CELLS and c.status == "excluded" for c in facts.case.cancers)
    if protein.not_met and looked_for:
        return not_met(*protein.because, "no plasma-cell neoplasm")
    return unknown("whether there is a monoclonal plasma-cell disorder")


def _vegf(facts: Facts) -> Reading:
    """Two findings for one and the same result."""
    ours, hpo = facts.finding("raised-vegf"), facts.finding("HP:0031052")
    return ours if ours.met or ours.not_met else hpo


def _overload(facts: Facts) -> Reading:
    """Not met only where the effusion itself is named as absent: HPO has it below oedema, a clinician has not."""
    oedema = _exactly(facts, OEDEMA, "whether there is oedema, pleural effusion or ascites")
    found = any_of(facts.finding("HP:0012398", "HP:0007430", "HP:0010741", EFFUSION, "HP:0001541"), oedema)
    if found.not_met and not any(f.term == EFFUSION and f.status is Status.EXCLUDED for f in facts.case.features):
        return unknown("whether there is a pleural effusion")
    return found


def _endocrinopathy(facts: Facts) -> Reading:
    """Adrenal, gonadal, pituitary or parathyroid; of thyroid and pancreas the case cannot say that they are enough."""
    found = any_of(*(facts.finding(t) for t in ("HP:0000846", "HP:0000135", "HP:0040075", "HP:0000829", "HP:0000843")))
    if found.met:
        return found
    return _absent(
        facts.finding("HP:0000818"), "whether there is an endocrinopathy beyond diabetes or thyroid disease alone"
    )


def _skin(facts: Facts) -> Reading:
    signs = [
        facts.finding(t) for t in ("HP:0000998", "HP:0031357", "HP:0001050", "HP:0001063", "HP:0031284", "HP:0001820")
    ]
    return any_of(_exactly(facts, HYPERPIGMENTATION, "whether the skin is hyperpigmented"), *signs)


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    return ("A plasma VEGF of 200 pg/ml was 95% specific and 68% sensitive for POEMS syndrome (Dispenzieri 2012)",)


INSTRUMENT = Instrument(
    id="poems-dispenzieri",
    name="POEMS syndrome (Dispenzieri)",
    year=2021,
    sources=("dispenzieri-2021", "dispenzieri-2012"),
    scope="A polyneuropathy that may come from a monoclonal plasma-cell disorder.",
    misuse="Both mandatory criteria are needed. The Castleman variant of POEMS syndrome without a plasma-cell clone is "
    "not covered. Diabetes or a thyroid abnormality alone is not enough for the endocrinopathy.",
    seen="The original table of 2012, the abstract of the 2021 update, and two later copies that agree.",
    off=(
        "thresholds of VEGF, platelets and haemoglobin: the table gives none",
        "updates after 2021 (not seen)",
    ),
    subjects=frozenset(
        {"poems-syndrome", "polyradiculoneuropathy", "sensorimotor-neuropathy", "cidp", "amyloid-neuropathy"}
    ),
    readings=_readings,
    questions=(
        Question(
            "polyneuropathy",
            "Polyneuropathy, typically demyelinating",
            f"{MANDATORY}, 1",
            read=lambda facts: facts.finding("HP:0001271"),
        ),
        Question("clone", "Monoclonal plasma-cell disorder, almost always lambda", f"{MANDATORY}, 2", read=_clone),
        Question("castleman", "Castleman disease", f"{MAJOR}, 3", read=lambda facts: facts.cancer("castleman")),
        Question(
            "sclerotic-bone",
            "Sclerotic bone lesions",
            f"{MAJOR}, 4",
            read=lambda facts: facts.finding("sclerotic-bone-lesion"),
        ),
        Question("vegf", "Raised VEGF", f"{MAJOR}, 5", read=_vegf),
        Question(
            "organomegaly",
            "Enlarged spleen, liver or lymph nodes",
            f"{MINOR}, 6",
            read=lambda facts: facts.finding("HP:0001744", "HP:0002240", "HP:0002716"),
        ),
        Question(
            "overload",
            "Extravascular volume overload: oedema, pleural effusion or ascites",
            f"{MINOR}, 7",
            read=_overload,
        ),
        Question(
            "endocrinopathy",
            "Endocrinopathy of adrenal, thyroid, pituitary, gonads, parathyroid or pancreas, but not diabetes or a "
            "thyroid abnormality alone",
            f"{MINOR}, 8",
            read=_endocrinopathy,
        ),
        Question(
            "skin",
            "Hyperpigmentation, hypertrichosis, glomeruloid haemangioma, plethora, acrocyanosis, flushing, white nails",
            f"{MINOR}, 9",
            read=_skin,
        ),
        Question("papilloedema", "Papilloedema", f"{MINOR}, 10", read=lambda facts: facts.finding("HP:0001085")),
        Question(
            "blood-count",
            "Thrombocytosis or polycythaemia",
            f"{MINOR}, 11",
            read=lambda facts: facts.finding("HP:0001894", "HP:0001901"),
        ),
    ),
    levels=(
        Level(
            "POEMS syndrome",
            every(
                "polyneuropathy",
                "clone",
                either("castleman", "sclerotic-bone", "vegf"),
                either("organomegaly", "overload", "endocrinopathy", "skin", "papilloedema", "blood-count"),
            ),
            f"{TABLE}, text below it",
        ),
    ),
)  # fmt: skip
