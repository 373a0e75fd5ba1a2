"""Criteria for the syndrome of inappropriate antidiuresis, with the urine sodium of the European guideline of 2014.

Spasovski G, Vanholder R, Allolio B, et al. Nephrol Dial Transplant 2014;29 Suppl 2:ii1-ii39 and Eur J Endocrinol
2014;170:G1-G47. DOI 10.1093/ndt/gfu040.

Scope: hyponatraemia (sodium below 135 mmol/L). Misuse: it says nothing of the cause; a tumour has to be looked for.

The guideline's table was not seen. Each clause stands in two independent copies that agree: a table in a review of
2022 (PMC9346392) and BMJ Best Practice, both with a urine sodium above 30 mmol/L; normal renal function in the first
and in a table of a urological journal. Ellison and Berl (N Engl J Med 2007;356:2064), as adapted in PMC2762826, ask for
more than 40 mmol/L; the readings say where that makes a difference. The supplemental features support the diagnosis
and decide nothing.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, none_of, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome, Verdict
from paraneo.criteria.rules import all_of as every

ESSENTIAL = "essential criteria (PMC9346392 Table 3; BMJ Best Practice, criteria)"
SUPPLEMENTAL = "supplemental criteria (PMC9346392 Table 3; BMJ Best Practice, criteria)"
RENAL = "essential criteria (PMC9346392 Table 3; Table 3 of bentham-siadh-table)"
RESTRICTION = "supplemental criteria (PMC9346392 Table 3; PMC2762826 Table 1)"
HYPONATRAEMIA_BELOW = 135  # mmol per litre, the guideline's abstract
OSMOLALITY_BELOW = 275  # mOsm per kg
URINE_OSMOLALITY_ABOVE = 100  # mOsm per kg
URINE_SODIUM_ABOVE = 30  # mmol per litre, European guideline 2014
URINE_SODIUM_2007 = 40  # mmol per litre, Ellison and Berl 2007: more than that
URATE_BELOW = 4  # mg per decilitre (0.24 mmol per litre)
UREA_BELOW = 3.6  # mmol per litre
UREA_NITROGEN_BELOW = 10  # mg per decilitre
EXTRA = ("uric-acid", "urea", "saline", "restriction", "urea-excretion")
# Dehydration, low volume, poor skin turgor; high volume, oedema, anasarca, ascites.
NOT_EUVOLAEMIC = (
    "HP:0001944", "HP:0011106", "HP:6000303", "HP:0011105", "HP:0012398", "HP:0010741", "HP:0012050", "HP:0001541",
)  # fmt: skip


def _osmolality(facts: Facts) -> Reading:
    """A measured osmolality below the limit settles it; a higher one may hold urea, which is not effective."""
    low = facts.measured("serum-osmolality", below=OSMOLALITY_BELOW)
    return unknown("the effective osmolality: a measured one counts urea and alcohol as well") if low.not_met else low


def _urine_osmolality(facts: Facts) -> Reading:
    """A value; without one, urine that the case calls inappropriately concentrated."""
    if facts.values("urine-osmolality"):
        return facts.measured("urine-osmolality", above=URINE_OSMOLALITY_ABOVE)
    return facts.finding("inappropriately-concentrated-urine")


def _euvolaemia(facts: Facts) -> Reading:
    """A sign of too little or too much volume says no; that there is none is for the clinician to say."""
    signs = facts.finding(*NOT_EUVOLAEMIC)
    return not_met(*signs.because) if signs.met else unknown("whether the patient is euvolaemic")


def _urea(facts: Facts) -> Reading:
    """Urea, or urea nitrogen where that is what was measured."""
    if facts.values("urea"):
        return facts.measured("urea", below=UREA_BELOW)
    if facts.values("blood-urea-nitrogen"):
        return facts.measured("blood-urea-nitrogen", below=UREA_NITROGEN_BELOW)
    return unknown("urea (mmol/l) or blood urea nitrogen (mg/dl)")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:
    said = []
    sodium = max(facts.values("urine-sodium"), default=0.0)
    if URINE_SODIUM_ABOVE < sodium <= URINE_SODIUM_2007:
        said.append(
            f"A urine sodium of {sodium:.4g} mmol/L is enough here (more than 30), but not for Ellison and Berl 2007 "
            "(more than 40)."
        )
    there = [i.id for i in outcome.items if i.id in EXTRA and i.verdict is Verdict.MET]
    if there:
        said.append(f"Supplemental features present: {', '.join(there)} ({len(there)} of {len(EXTRA)}).")
    return tuple(said)


def _outside(facts: Facts) -> str:
    sodium = facts.values("sodium")
    if sodium and min(sodium) >= HYPONATRAEMIA_BELOW:
        return f"no hyponatraemia: the sodium is {min(sodium):.4g} mmol/L, not below 135"
    return ""


INSTRUMENT = Instrument(
    id="siadh-criteria",
    name="Syndrome of inappropriate antidiuresis (European guideline)",
    year=2014,
    sources=("spasovski-2014", "krcp-siad-table", "bmj-siadh-criteria", "siadh-criteria-table"),
    scope="Hyponatraemia, that is a sodium below 135 mmol/L.",
    misuse="It does not tell the cause: a tumour has to be looked for. A urine sodium counts only on a normal intake "
    "of salt and water.",
    seen="Not the guideline's own table: each clause in two independent copies that agree.",
    off=(
        "fractional sodium excretion: above 0.5% in one copy (PMC9346392), above 1% in two (Ellison and Berl 2007)",
        "fractional uric acid excretion: in one copy only, with a number that looks misprinted (above 2%)",
        "water load test and vasopressin level: supplemental in the copies of Ellison and Berl 2007, not in PMC9346392",
        "normal pituitary function: recalled of the guideline, in no copy seen",
        "urine sodium above 40 mmol/L (Ellison and Berl 2007): the readings say where it differs",
    ),
    subjects=frozenset({"siadh", "siadh-other"}),
    readings=_readings,
    outside=_outside,
    questions=(
        Question("osmolality", "Effective serum osmolality below 275 mOsm/kg", ESSENTIAL, read=_osmolality),
        Question(
            "urine-osmolality",
            "Urine osmolality above 100 mOsm/kg while the serum is hypotonic",
            ESSENTIAL,
            read=_urine_osmolality,
        ),
        Question(
            "euvolaemia",
            "Clinically euvolaemic: no sign of too little volume, no oedema, no ascites",
            ESSENTIAL,
            read=_euvolaemia,
        ),
        Question(
            "urine-sodium",
            "Urine sodium above 30 mmol/L",
            ESSENTIAL,
            read=lambda facts: facts.measured("urine-sodium", above=URINE_SODIUM_ABOVE),
        ),
        Question("intake", "The urine was taken on a normal intake of salt and water", ESSENTIAL),
        Question(
            "thyroid", "No hypothyroidism", ESSENTIAL, read=lambda facts: none_of(facts.finding("HP:0000821"))
        ),
        Question(
            "adrenal", "No adrenal insufficiency", ESSENTIAL, read=lambda facts: none_of(facts.finding("HP:0000846"))
        ),
        Question("renal", "Normal renal function", RENAL, read=lambda facts: none_of(facts.finding("HP:0000083"))),
        Question("diuretics", "No recent use of a diuretic", ESSENTIAL),
        Question(
            "uric-acid",
            "Serum uric acid below 0.24 mmol/L (4 mg/dL)",
            SUPPLEMENTAL,
            read=lambda facts: facts.measured("urate", below=URATE_BELOW),
        ),
        Question(
            "urea", "Serum urea below 3.6 mmol/L (urea nitrogen below 10 mg/dL)", SUPPLEMENTAL, read=_urea
        ),
        Question("saline", "The sodium was not corrected by 0.9% saline", SUPPLEMENTAL),
        Question("restriction", "The sodium was corrected by restricting fluid", RESTRICTION),
        Question("urea-excretion", "Fractional excretion of urea above 55%", SUPPLEMENTAL),
    ),
    levels=(
        Level(
            "SIADH",
            every(
                "osmolality", "urine-osmolality", "euvolaemia", "urine-sodium", "intake", "thyroid", "adrenal", "renal",
                "diuretics",
            ),
            ESSENTIAL,
        ),
    ),
)  # fmt: skip
