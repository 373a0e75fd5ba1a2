"""NEOS 2019: the anti-NMDAR Encephalitis One-Year Functional Status score.

Balu R, et al. Neurology 2019;92:e244-e252. PMID 30578370.

Scope: anti-NMDA receptor encephalitis, four weeks after treatment began. Misuse: it foretells the function at one
year; it neither makes the diagnosis nor decides on a treatment.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading
from paraneo.criteria.instrument import Instrument, Question
from paraneo.criteria.logic import Outcome

LOCATOR = "abstract, results"
LOCATOR_IMPROVEMENT = f"{LOCATOR}; weeks of what: Brenner 2026, evidence before this study"
MORE_CELLS_THAN = 20  # white cells per microlitre of CSF
# Scores from and to, and how many had a poor status (modified Rankin Scale 3 or more) at one year.
POOR = ((0, 1, "3%"), (4, 5, "69%"))


def _mri(facts: Facts) -> Reading:
    """A normal brain MRI is not met; which changes count was not seen, so any other is asked for."""
    imaging = facts.finding("HP:0410263")
    return imaging if imaging.not_met else Reading((0, 1), (), ("whether the brain MRI is abnormal",))


def _csf(facts: Facts) -> Reading:
    """The number of cells; without one, no pleocytosis is not met."""
    pleocytosis = facts.finding("HP:0012229")
    if pleocytosis.not_met and not facts.values("csf-white-cells"):
        return pleocytosis
    return facts.measured("csf-white-cells", above=MORE_CELLS_THAN)


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    settled = outcome.score == outcome.most
    said = [] if settled else [f"The score lies between {outcome.score:g} and {outcome.most:g}."]
    said += [
        f"{least} or {most} points: poor status (modified Rankin Scale 3 or more) at one year in {share} (Balu 2019)."
        for least, most, share in POOR
        if outcome.score <= most and outcome.most >= least
    ]
    return tuple(said)


INSTRUMENT = Instrument(
    id="neos-2019",
    name="NEOS: anti-NMDAR Encephalitis One-Year Functional Status",
    year=2019,
    sources=("balu-2019", "brenner-2026"),
    scope="Anti-NMDA receptor encephalitis, four weeks after treatment began.",
    misuse="It foretells the function at one year; it neither makes the diagnosis nor decides on a treatment.",
    seen="The abstract: the five items, one point each, and the share with a poor status at 0 to 1 and 4 to 5 points.",
    off=(
        "share with a poor status at 2 and at 3 points: not in the abstract",
        "which changes make an MRI abnormal: not in the abstract",
    ),
    subjects=frozenset({"nmdar-encephalitis"}),
    scored=True,
    readings=_readings,
    questions=(
        Question("icu", "Admitted to an intensive care unit", LOCATOR),
        Question("late-treatment", "Treatment delayed by more than 4 weeks", LOCATOR),
        Question(
            "no-improvement", "No clinical improvement within 4 weeks of first-line immunotherapy", LOCATOR_IMPROVEMENT
        ),
        Question("mri", "Abnormal brain MRI", LOCATOR, read=_mri),
        Question("csf", "More than 20 white cells per microlitre of CSF", LOCATOR, read=_csf),
    ),
)
