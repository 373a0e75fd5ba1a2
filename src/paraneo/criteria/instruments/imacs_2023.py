"""Search for a cancer in inflammatory myopathies, 2023: the international guideline of IMACS.

Oldroyd AGS, Callen JP, Chinoy H, et al. Nat Rev Rheumatol 2023;19:805-817. PMID 37945774; author correction Nat Rev
Rheumatol 2024;20:315, PMID 38548933.

Scope: adults with an inflammatory myopathy diagnosed within three years of its first symptom. Misuse: the strata
compare patients with myositis among themselves; "standard" is not the risk of the population.

What was seen. The abstract and the legend of figure 1 (strata, scope, FDG-PET, endoscopies); the panels in two copies
(medicalalgorithms.com; JAMA Dermatol 2024;160:1248), which are told as far as they agree. The lists of risk factors,
the rule that makes strata of them and the correction were not seen: the stratum is asked for, never worked out.
"""

from __future__ import annotations

from paraneo.case import DAYS_PER_YEAR
from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.eular_acr_2017 import age_at_onset
from paraneo.criteria.logic import NOT_MET, Outcome, Verdict
from paraneo.criteria.rules import Score
from paraneo.criteria.rules import all_of as every

FIGURE = "figure 1, legend"
ABSTRACT = "abstract"
WITHIN_YEARS = 3
ADULT_FROM = 18
OLDER_THAN = 40  # years at onset, for FDG-PET-CT as the only test
SUBJECTS = frozenset({"dermatomyositis", "polymyositis", "necrotizing-myopathy"})
STRATA = ("standard", "moderate", "high")
PET_ALONE = ("dermatomyositis", "tif1-gamma", "onset-after-40", "other-high-risk-feature")
BASIC = "basic panel: routine blood and urine tests, chest radiograph"
ENHANCED = (
    "enhanced panel: CT of neck, thorax, abdomen and pelvis, faecal occult blood, PSA (men), CA-125, mammography,"
    " cervical smear and transvaginal ultrasound (women)"
)
COHORTS = {
    "standard": "cancer within three years in 0% of the standard stratum (Hong Kong cohort, So)",
    "moderate": "cancer within three years in 6.7% of the moderate stratum (Hong Kong cohort, So)",
    "high": "cancer within three years in 44 of 214, 20.6%, of the high stratum (Hong Kong cohort, So); odds ratio 4.05"
    " (De Santis 2025)",
}


def _juvenile(facts: Facts) -> str:
    """Out of scope where the illness began before the age of 18."""
    ages = age_at_onset(facts)
    if ages is not None and ages[1] < ADULT_FROM:
        return "began before the age of 18: a search for cancer is not routinely needed (IMACS 2023)"
    return ""


def _recent(facts: Facts) -> Reading:
    """Met while the illness is not older than three years; later, the day of the diagnosis has to be asked."""
    lasted = facts.duration_days()
    if lasted is not None and lasted <= WITHIN_YEARS * DAYS_PER_YEAR:
        return met(f"{lasted:.0f} days since the onset")
    return unknown("whether the myositis was diagnosed within three years of its first symptom")


def _dermatomyositis(facts: Facts) -> Reading:
    stated = set(facts.case.stated) & SUBJECTS
    if not stated:
        return unknown("which myositis it is")
    return met("dermatomyositis") if "dermatomyositis" in stated else not_met(*sorted(stated))


def _older(facts: Facts) -> Reading:
    ages = age_at_onset(facts)
    if ages is not None and ages[0] > OLDER_THAN:
        return met(f"{ages[0]:.3g} years at onset")
    if ages is not None and ages[1] <= OLDER_THAN:
        return not_met(f"{ages[1]:.3g} years at onset")
    return unknown("the age at onset")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    """Panels, further tests and observed cancers of the stratum, or of every stratum still reachable."""
    strata = [stratum for stratum in outcome.reachable if stratum != NOT_MET]
    lines: list[str] = []
    if "standard" in strata:
        lines.append(f"standard risk, {BASIC} (IMACS 2023)")
    if "moderate" in strata or "high" in strata:
        names = " or ".join(stratum for stratum in strata if stratum != "standard")
        lines.append(f"{names} risk, {ENHANCED} (IMACS 2023)")
    if "high" in strata:
        lines.append(
            "high risk and nothing found: consider FDG-PET-CT, and endoscopy of the upper and lower gut (IMACS 2023)"
        )
    lines += [COHORTS[stratum] for stratum in strata]
    if strata:
        lines.append("nasoendoscopy at diagnosis where nasopharyngeal carcinoma is frequent (IMACS 2023)")
    alone = _pet_alone(outcome)
    return (*lines, alone) if strata and alone else tuple(lines)


def _pet_alone(outcome: Outcome) -> str:
    """Whether FDG-PET-CT may be the only test: certain, open with what is missing, or empty where it may not."""
    asked = [i for i in outcome.items if i.id in PET_ALONE]
    if any(i.verdict is Verdict.NOT_MET for i in asked):
        return ""
    open_ = [i.id for i in asked if i.verdict is Verdict.UNDETERMINED]
    if open_:
        return f"FDG-PET-CT as the only test: depends on {', '.join(open_)} (IMACS 2023)"
    return "FDG-PET-CT as the only test may be considered (IMACS 2023)"


INSTRUMENT = Instrument(
    id="imacs-2023",
    name="Search for a cancer in adult inflammatory myopathies (IMACS)",
    year=2023,
    sources=("imacs-2023", "so-imacs-hong-kong"),
    scope="Adults with an inflammatory myopathy diagnosed within three years of its first symptom.",
    misuse="The strata compare patients with myositis; none of them has the risk of the population. Look the stratum up"
    " in figure 1 of the guideline, with its correction of 2024.",
    seen="Abstract and legend of figure 1; the panels in two copies, as far as they agree.",
    off=(
        "the risk factors (subtype, antibodies, clinical features), the rule that makes a stratum of them and the"
        " correction of 2024: not seen; the stratum is asked",
        "the schedule: in one copy only, which does not name the strata (there the basic panel at the start for all"
        " three, in the last of them also over the next three years; the enhanced panel once)",
        "the single blood tests of the basic panel: one copy only (blood count, liver tests, ESR and CRP, protein"
        " electrophoresis)",
        "ultrasound of the abdomen or the pelvis beside the transvaginal one: the two copies differ",
        "illnesses beside juvenile myositis that need no routine search: the end of the legend was not seen",
    ),
    subjects=SUBJECTS,
    questions=(
        Question(
            "within-three-years",
            "Inflammatory myopathy diagnosed within three years of its first symptom",
            FIGURE,
            read=_recent,
        ),
        Question(
            "stratum",
            "Stratum by subtype, antibodies and clinical features, as figure 1 of the guideline assigns it",
            f"{ABSTRACT} and {FIGURE}",
            points=(0, 1, 2, 3),
            grades=("not assigned", *STRATA),
        ),
        Question("dermatomyositis", "Dermatomyositis", FIGURE, read=_dermatomyositis),
        Question("tif1-gamma", "TIF1-gamma antibodies", FIGURE, read=lambda facts: facts.antibody("tif1-gamma")),
        Question("onset-after-40", "Onset after the age of 40", FIGURE, read=_older),
        Question(
            "other-high-risk-feature",
            "At least one further clinical feature that the guideline calls high risk",
            FIGURE,
        ),
    ),
    levels=tuple(
        Level(stratum, every("within-three-years", Score(place, ("stratum",))), ABSTRACT)
        for place, stratum in enumerate(STRATA, 1)
    ),
    readings=_readings,
    outside=_juvenile,
)
