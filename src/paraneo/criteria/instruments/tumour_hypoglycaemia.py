"""Hypoglycaemia of non-islet-cell tumours: the pattern during an episode, by the Endocrine Society's guideline of 2009.

Cryer PE, et al. Evaluation and management of adult hypoglycemic disorders. J Clin Endocrinol Metab 2009;94(3):709-728.

Scope: adults without diabetes who had an episode of hypoglycaemia. Misuse: all values must come from one sample drawn
during the episode; drugs, critical illness and hormone deficiencies are looked for first.

Seen: the recommendations (a copy of the guideline's summary), which give the thresholds of endogenous hyperinsulinism
and of an effect of insulin or of an insulin-like growth factor, and a table adapted from the guideline, with the row of
a tumour that secretes IGF-2: below the thresholds for insulin, C-peptide and proinsulin, beta-hydroxybutyrate at most
2.7 mmol/L (the table says low; that 2.7 itself counts is the recommendation's), glucose rising after glucagon, no drug,
no antibodies. Neither gives a number for the ratio of IGF-2 to IGF-1; more than 10 is that of a later report
(mdedge-nicth) and of the review of Doege-Potter syndrome (Han 2017).
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import all_of as every
from paraneo.measured import BY_ID, amount

TABLE = "recommendation on spontaneous episodes and fasts; table of patterns, row of a tumour that secretes IGF-2"
RATIO = "mdedge-nicth; han-2017, abstract"
ADULT = 18
RATIO_ABOVE = 10  # IGF-2 to IGF-1
MOST_KETONES = 2.7  # mmol per litre of beta-hydroxybutyrate
PROINSULIN_BELOW = 5.0  # pmol per litre


def _limit(quantity: str, text: str) -> float:
    """A threshold as the guideline writes it, in the unit that the program keeps the quantity in."""
    return float(amount(BY_ID[quantity], text))


GLUCOSE_BELOW = _limit("glucose", "55 mg/dl")
INSULIN_BELOW = _limit("insulin", "3.0 uu/ml")
C_PEPTIDE_BELOW = _limit("c-peptide", "0.6 ng/ml")


def _low(facts: Facts, quantity: str, limit: float) -> Reading:
    """Below a limit; values on both sides leave open which was drawn during the episode."""
    low, high = facts.measured(quantity, below=limit), facts.measured(quantity, least=limit)
    both = low.met and high.met
    return unknown(f"which {BY_ID[quantity].names[0]} was drawn during the episode") if both else low


def _insulin(facts: Facts) -> Reading:
    """A value; without one, a raised insulin says no."""
    raised = facts.finding("HP:0000842")
    if raised.met and not facts.values("insulin"):
        return not_met(*raised.because)
    return _low(facts, "insulin", INSULIN_BELOW)


def _ketones(facts: Facts) -> Reading:
    low = facts.measured("beta-hydroxybutyrate", most=MOST_KETONES)
    high = facts.measured("beta-hydroxybutyrate", above=MOST_KETONES)
    return unknown("which beta-hydroxybutyrate was drawn during the episode") if low.met and high.met else low


def _symptoms(facts: Facts) -> Reading:
    """Symptoms of low glucose by name; their absence is for the clinician to say."""
    named = facts.finding("HP:0002173", "HP:0001325", "fasting-spells-relieved-by-food")
    return met(*named.because) if named.met else unknown("whether there were symptoms or signs of hypoglycaemia")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    ratio = next(i for i in outcome.items if i.id == "igf-ratio").possible
    if ratio == (0,):
        return ("The ratio was above 10 in 15 of 19 patients with a solitary fibrous tumour (Han 2017).",)
    return ()


def _outside(facts: Facts) -> str:
    return "the guideline is for adults" if facts.age(below=ADULT).met else ""


INSTRUMENT = Instrument(
    id="tumour-hypoglycaemia",
    name="Hypoglycaemia of non-islet-cell tumours",
    year=2009,
    sources=("cryer-2009", "empendium-hypoglycaemia-table", "garla-2019"),
    scope="Adults without diabetes who had an episode of hypoglycaemia.",
    misuse="All values must come from one sample drawn during the episode. Drugs, critical illness and hormone "
    "deficiencies are looked for first. The same pattern with an antibody to the insulin receptor is autoimmune.",
    seen="The guideline's recommendations and a table adapted from it; for the ratio, a report and a review.",
    off=(
        "pro-IGF-2 and free IGF-2: expected to be raised, without a number",
        "ratio of IGF-2 to IGF-1 between 3 and 10: recalled as suspicious, not seen",
        "IGF-1 and growth hormone low: named by a report, without a number",
    ),
    subjects=frozenset({"tumour-hypoglycaemia", "hypoglycaemia-other"}),
    readings=_readings,
    outside=_outside,
    questions=(
        Question("symptoms", "Symptoms or signs of hypoglycaemia during the episode", TABLE, read=_symptoms),
        Question(
            "glucose",
            "Plasma glucose below 55 mg/dL (3.0 mmol/L)",
            TABLE,
            read=lambda facts: facts.measured("glucose", below=GLUCOSE_BELOW),
        ),
        Question("insulin", "Insulin below 3.0 microU/mL (18 pmol/L)", TABLE, read=_insulin),
        Question(
            "c-peptide",
            "C-peptide below 0.6 ng/mL (0.2 nmol/L)",
            TABLE,
            read=lambda facts: _low(facts, "c-peptide", C_PEPTIDE_BELOW),
        ),
        Question(
            "proinsulin",
            "Proinsulin below 5.0 pmol/L",
            TABLE,
            read=lambda facts: _low(facts, "proinsulin", PROINSULIN_BELOW),
        ),
        Question("ketones", "Beta-hydroxybutyrate of 2.7 mmol/L or less", TABLE, read=_ketones),
        Question("glucagon", "Glucose rises by 25 mg/dL (1.4 mmol/L) or more after glucagon 1 mg", TABLE),
        Question("no-drug", "No oral glucose-lowering drug found by a screen", TABLE),
        Question("no-antibodies", "No antibodies to insulin or to its receptor", TABLE),
        Question(
            "igf-ratio",
            "Ratio of IGF-2 to IGF-1 above 10",
            RATIO,
            read=lambda facts: facts.measured("igf-ratio", above=RATIO_ABOVE),
        ),
    ),
    levels=(
        Level(
            "hypoglycaemia with suppressed insulin",
            every("symptoms", "glucose", "insulin", "c-peptide", "proinsulin"),
            TABLE,
        ),
        Level(
            "pattern of an insulin-like growth factor",
            every(
                "symptoms", "glucose", "insulin", "c-peptide", "proinsulin", "ketones", "glucagon", "no-drug",
                "no-antibodies",
            ),
            TABLE,
        ),
        Level(
            "pattern with a raised IGF ratio",
            every(
                "symptoms", "glucose", "insulin", "c-peptide", "proinsulin", "ketones", "glucagon", "no-drug",
                "no-antibodies", "igf-ratio",
            ),
            f"{TABLE}; {RATIO}",
        ),
    ),
)  # fmt: skip
