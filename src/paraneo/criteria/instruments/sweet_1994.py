"""Sweet's syndrome: the criteria of Su and Liu 1986 as modified by von den Driesch 1994.

Su WP, Liu HN. Cutis 1986;37:167-174. PMID 3514153. von den Driesch P. J Am Acad Dermatol 1994;31:535-556, doi
10.1016/s0190-9622(94)70215-2.

Scope: the classical form, with that of malignancy. Misuse: not for the drug-induced form, which has criteria of its own
(Walker and Cohen 1996). Nothing here tells the form of malignancy from others.
"""

from __future__ import annotations

from paraneo.case import ACUTE_DAYS, Cancer
from paraneo.criteria.facts import Facts, Reading, all_of, any_of, met, none_of, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import at_least

TABLE = "criteria as quoted by Cohen 2007, Table 1"
FEVER_ABOVE = 38.0  # degrees Celsius
ESR_ABOVE = 20.0  # mm in the first hour
LEUKOCYTES_ABOVE = 8.0  # 10^9 per litre: 8,000 per microlitre
NEUTROPHILS_ABOVE = 70.0  # per cent of the white cells
# What of the knowledge base's tumours need not be a malignancy, or not a visceral one.
PERHAPS_NOT = frozenset(
    {
        "brain-tumour", "castleman", "melanoma", "ovarian-teratoma", "pheochromocytoma",
        "phosphaturic-mesenchymal-tumour", "thymoma",
    }
)  # fmt: skip


def _lesions(facts: Facts) -> Reading:
    """Tender plaques or nodules whose course was acute; a slower course leaves open whether they came abruptly."""
    found = facts.finding("tender-erythematous-plaques")
    if found.met and not facts.worst_within(ACUTE_DAYS).met:
        return unknown("whether the plaques or nodules came abruptly")
    return found


def _histology(facts: Facts) -> Reading:
    """A dermal infiltrate of neutrophils, and leukocytoclastic vasculitis named as absent."""
    return all_of(facts.finding("HP:0031236"), none_of(facts.finding("HP:0034786")))


def _fever(facts: Facts) -> Reading:
    """The temperature where it was measured; fever without a number may be a lower one."""
    measured, fever = facts.measured("body-temperature", above=FEVER_ABOVE), facts.finding("HP:0001945")
    if facts.values("body-temperature"):
        return measured
    return not_met(*fever.because) if fever.not_met else unknown("the highest temperature")


def _malignant(cancer: Cancer) -> bool:
    """An active malignancy, whichever it is of those that it may be; a label that says nothing does not count."""
    which = {cancer.tumour} if cancer.tumour is not None else set(cancer.among)
    return cancer.status == "active" and bool(which) and not which & PERHAPS_NOT


def _association(facts: Facts) -> Reading:
    """Never not met from the case: pregnancy and vaccination, for example, are not in it."""
    cancers = [c.label for c in facts.case.cancers if _malignant(c)]
    disease = any_of(facts.exposure("inflammatory-bowel-disease"), facts.finding("HP:0001370"))
    if cancers or disease.met:
        return met(*cancers, *disease.because)
    return unknown(
        "whether there is a malignancy, an inflammatory disease, pregnancy, a recent infection or vaccination"
    )


def _leukocytes(facts: Facts) -> Reading:
    """Leukocytosis is above this limit; a count that is not raised need not be below it."""
    counted, raised = facts.measured("leukocytes", above=LEUKOCYTES_ABOVE), facts.finding("HP:0001974")
    if facts.values("leukocytes"):
        return counted
    low = facts.finding("HP:0001882")
    return raised if raised.met else not_met(*low.because) if low.met else unknown(*counted.missing)


INSTRUMENT = Instrument(
    id="sweet-1994",
    name="Sweet's syndrome (Su and Liu, von den Driesch)",
    year=1994,
    sources=("von-den-driesch-1994", "su-1986", "cohen-2007"),
    scope="A sudden eruption that may be Sweet's syndrome, with or without a malignancy.",
    misuse="Not for the drug-induced form (five criteria of its own, Walker and Cohen 1996). Meeting them says nothing "
    "of whether a malignancy is behind it.",
    seen="The abstracts of both originals; the criteria in four independent copies that agree.",
    off=("the drug-induced form, which has criteria of its own (Walker and Cohen 1996)",),
    subjects=frozenset({"sweet-syndrome", "neutrophilic-dermatosis-other"}),
    questions=(
        Question(
            "lesions", "Abrupt onset of painful erythematous plaques or nodules", f"{TABLE}, major 1", read=_lesions
        ),
        Question(
            "histology",
            "A dense neutrophilic infiltrate of the dermis without leukocytoclastic vasculitis",
            f"{TABLE}, major 2",
            read=_histology,
        ),
        Question("fever", "Fever above 38 degrees Celsius", f"{TABLE}, minor 3", read=_fever),
        Question(
            "association",
            "A haematological or visceral malignancy, an inflammatory disease or pregnancy; or an infection of the "
            "upper airways or the gut, or a vaccination, before it",
            f"{TABLE}, minor 4",
            read=_association,
        ),
        Question(
            "response",
            "Excellent response to systemic corticosteroids or potassium iodide",
            f"{TABLE}, minor 5",
        ),
        Question(
            "esr",
            "Erythrocyte sedimentation rate above 20 mm/h",
            f"{TABLE}, minor 6",
            read=lambda facts: facts.measured("esr", above=ESR_ABOVE),
        ),
        Question(
            "crp", "C-reactive protein positive", f"{TABLE}, minor 6", read=lambda facts: facts.finding("HP:0011227")
        ),
        Question(
            "leukocytes", "More than 8,000 white cells per microlitre", f"{TABLE}, minor 6", read=_leukocytes
        ),
        Question(
            "neutrophils",
            "More than 70% neutrophils",
            f"{TABLE}, minor 6",
            read=lambda facts: facts.measured("neutrophil-percentage", above=NEUTROPHILS_ABOVE),
        ),
    ),
    levels=(
        Level(
            "classical Sweet's syndrome",
            every(
                "lesions",
                "histology",
                at_least(
                    2, "fever", "association", "response", at_least(3, "esr", "crp", "leukocytes", "neutrophils")
                ),
            ),
            f"{TABLE}, note a",
        ),
    ),
)  # fmt: skip
