"""Khorana score, 2008: the risk of venous thrombosis in outpatients with cancer who begin chemotherapy.

Khorana AA, Kuderer NM, Culakova E, Lyman GH, Francis CW. Blood 2008;111(10):4902.

Scope: outpatients with cancer, before chemotherapy. Misuse: it foretells a first thrombosis; it neither finds a cancer
behind a thrombosis nor says how one that is already there should be treated.

Of the paper the abstract was seen (points, thresholds, rates); the sites that count are those of two tables that agree.
"""

from __future__ import annotations

import itertools

from paraneo.case import Cancer
from paraneo.criteria.facts import Facts, Reading, met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Not, Score

ABSTRACT = "abstract, results"
SITES = "abstract, results; names of the sites: Table 3 of wjso-khorana-table and the table of err-khorana-table"
PLATELETS = 350  # 10^9 per litre, or more
HAEMOGLOBIN_BELOW = 100  # grams per litre
LEUKOCYTES_ABOVE = 11  # 10^9 per litre
BODY_MASS_INDEX = 35  # kilograms per square metre, or more
OTHER, HIGH, VERY_HIGH = 0, 1, 2  # the grades of a site
INTERMEDIATE_FROM, HIGH_FROM = 1, 3  # points

SITE_OF = {
    "pancreatic-cancer": VERY_HIGH,
    "non-small-cell-lung-cancer": HIGH,
    "hodgkin-lymphoma": HIGH,
    "non-hodgkin-lymphoma": HIGH,
    "ovarian-cancer": HIGH,
    "cervical-cancer": HIGH,
    "endometrial-cancer": HIGH,
    "testicular-germ-cell-tumour": HIGH,
}
# Tumours of the knowledge base that are wider than a site of the score: the grade of the site, words of which the label
# must have one (any label where there are none), and words that it must not have.
WIDER: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {
    "gastric-cancer": (VERY_HIGH, ("stomach", "gastric"), ("esoph",)),
    "small-cell-lung-cancer": (HIGH, (), ("extrapulmonary", "unknown primary")),
    "urothelial-cancer": (HIGH, ("bladder",), ("upper", "ureter", "pelvis")),
}
# Tumours that may stand at one of the sites without saying so.
ANYWHERE = frozenset(
    {"neuroendocrine-tumour", "unknown-primary", "sarcoma", "waldenstrom", "ovarian-teratoma", "mesothelioma"}
)

# Rates of thrombosis: derivation and validation cohort over a median of 2.5 months; pooled, over six months.
RATES = (
    ("low", "0.8% and 0.3%", "5.0%"),
    ("intermediate", "1.8% and 2%", "6.6%"),
    ("high", "7.1% and 6.7%", "11.0%"),
)


def _grades(tumour: str | None, label: str) -> set[int]:
    """The grades of site that a tumour may have."""
    if tumour in SITE_OF:
        return {SITE_OF[tumour]}
    if tumour in WIDER:
        grade, named, others = WIDER[tumour]
        elsewhere = any(word in label for word in others)
        sure = not elsewhere and (not named or any(word in label for word in named))
        return {grade} if sure else {OTHER, grade}
    if tumour is None or tumour in ANYWHERE:
        return {OTHER, HIGH, VERY_HIGH}
    return {OTHER}


def _grades_of(cancer: Cancer) -> set[int]:
    """The grades of site that a cancer may have, which may be one of several tumours."""
    tumours = cancer.among if cancer.tumour is None and cancer.among else (cancer.tumour,)
    return set().union(*(_grades(tumour, cancer.label.casefold()) for tumour in tumours))


def _site(facts: Facts) -> Reading:
    """The site of the active cancer; of several, the one with the most points."""
    active = [cancer for cancer in facts.case.cancers if cancer.status == "active"]
    if not active:
        return Reading((OTHER, HIGH, VERY_HIGH), (), ("where the cancer is",))
    possible = sorted({max(grades) for grades in itertools.product(*(_grades_of(cancer) for cancer in active))})
    labels = tuple(cancer.label for cancer in active)
    return Reading(tuple(possible), labels, () if len(possible) == 1 else ("in which organ the cancer is",))


def _haemoglobin(facts: Facts) -> Reading:
    """Low haemoglobin is enough; a higher one leaves the drugs to be asked for."""
    low = facts.measured("haemoglobin", below=HAEMOGLOBIN_BELOW)
    return unknown("whether an erythropoiesis-stimulating agent is given") if low.not_met else low


def _body_mass_index(facts: Facts) -> Reading:
    """A value; without one, obesity of class II or III, which begin at 35."""
    if facts.values("body-mass-index"):
        return facts.measured("body-mass-index", least=BODY_MASS_INDEX)
    obesity = facts.finding("HP:0025500", "HP:0025501")
    return met(*obesity.because) if obesity.met else unknown("body mass index (kg/m2)")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    settled = outcome.score == outcome.most
    said = [] if settled else [f"The score lies between {outcome.score:g} and {outcome.most:g}."]
    for name, early, six_months in RATES:
        if name in outcome.reachable:
            said.append(f"{name} risk: venous thrombosis in {early} over a median of 2.5 months (Khorana 2008).")
            said.append(f"{name} risk: {six_months} within six months (meta-analysis of 55 cohorts, PMC6545838).")
    return tuple(said)


def _outside(facts: Facts) -> str:
    no_cancer = facts.cancer()
    return "the score is for patients with cancer" if no_cancer.not_met else ""


INSTRUMENT = Instrument(
    id="khorana-2008",
    name="Khorana score of thrombosis in cancer",
    year=2008,
    sources=("khorana-2008", "wjso-khorana-table", "khorana-meta-analysis"),
    scope="Outpatients with cancer, before they begin chemotherapy.",
    misuse="It foretells a first venous thrombosis; it does not find a cancer behind a thrombosis, nor guide its "
    "treatment. Most thromboses arise outside the high-risk group (PMC6545838).",
    seen="The abstract: items, points, thresholds, rates. The names of the sites: two independent tables that agree.",
    off=(
        "brain tumours and myeloma as sites of risk: not in the abstract or the tables seen; they count as other sites",
        "which gynaecological cancers count: not seen; ovary, cervix and endometrium are taken",
    ),
    subjects=frozenset({"trousseau-thrombosis"}),
    scored=True,
    readings=_readings,
    outside=_outside,
    questions=(
        Question(
            "site",
            "Site of the cancer: very high risk are stomach and pancreas; high risk are lung, lymphoma, "
            "gynaecological, bladder and testis",
            SITES,
            points=(0, 1, 2),
            grades=("other site", "high-risk site", "very high-risk site"),
            read=_site,
        ),
        Question(
            "platelets",
            "Platelets of 350 x 10^9/L or more before chemotherapy",
            ABSTRACT,
            read=lambda facts: facts.measured("platelets", least=PLATELETS),
        ),
        Question(
            "haemoglobin",
            "Haemoglobin below 100 g/L, or an erythropoiesis-stimulating agent",
            ABSTRACT,
            read=_haemoglobin,
        ),
        Question(
            "leukocytes",
            "Leukocytes above 11 x 10^9/L before chemotherapy",
            ABSTRACT,
            read=lambda facts: facts.measured("leukocytes", above=LEUKOCYTES_ABOVE),
        ),
        Question("body-mass-index", "Body mass index of 35 kg/m2 or more", ABSTRACT, read=_body_mass_index),
    ),
    levels=(
        Level("low", Not(Score(INTERMEDIATE_FROM)), ABSTRACT),
        Level("intermediate", Score(INTERMEDIATE_FROM), ABSTRACT),
        Level("high", Score(HIGH_FROM), ABSTRACT),
    ),
)
