"""ACES 2021: the Antibodies Contributing to Focal Epilepsy Signs and Symptoms score.

de Bruijn MAAM, Bastiaansen AEM, Mojzisova H, et al. Ann Neurol 2021;89:698-710. PMID 33427313.

Scope: adults with focal epilepsy of unknown cause in whom autoimmune encephalitis was not recognised. Misuse: it
selects whom to test for antibodies; it does not replace the criteria of an encephalitis that is recognised.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, any_of, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Score

LOCATOR = "abstract, results"
TEST_FROM = 2
ADULT_YEARS = 18


def _mri(facts: Facts) -> Reading:
    """A normal MRI is not met; no finding of the vocabulary means just a hyperintense temporal lobe."""
    imaging = facts.finding("HP:0410263")
    return imaging if imaging.not_met else unknown("whether the temporal lobes are hyperintense on MRI")


def _autoimmune(facts: Facts) -> Reading:
    """Another autoimmune disease of the history, or one of three that HPO names."""
    known = any_of(facts.exposure("autoimmune-history"), facts.finding("autoimmune-history"))
    named = facts.finding("HP:0001045", "HP:0100651", "HP:0000872")
    if known.met or named.met:
        return any_of(known, named)
    denied = facts.exposure("autoimmune-history").not_met or facts.finding("autoimmune-history").not_met
    return Reading((0,), ("no autoimmune disease",)) if denied else unknown("whether there is an autoimmune disease")


def _behaviour(facts: Facts) -> Reading:
    """A changed personality, aggression, agitation or disinhibition; absent where atypical behaviour is."""
    named = facts.finding("HP:0000751", "HP:0000718", "HP:0000713", "HP:0000734")
    if named.met:
        return named
    wide = facts.finding("HP:0000708", "HP:0000713")
    return wide if wide.not_met else unknown("whether behaviour changed")


def _speech(facts: Facts) -> Reading:
    """Aphasia, dysarthria or mutism; absent where all speech is normal."""
    named = facts.finding("HP:0002381", "HP:0001260", "HP:0002300")
    if named.met:
        return named
    wide = facts.finding("HP:0002167")
    return wide if wide.not_met else unknown("whether there are problems with speech")


def _outside(facts: Facts) -> str:
    if facts.age(least=ADULT_YEARS).not_met:
        return "made for adults"
    return "made for focal epilepsy: there are no seizures" if facts.finding("HP:0001250").not_met else ""


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    return (
        f"{TEST_FROM} points or more: 100% sensitive and 84.9% specific for autoimmune seizures (de Bruijn 2021).",
        "Of 582 adults with focal epilepsy of unknown cause 20 (3.4%) had autoimmune seizures (de Bruijn 2021).",
    )


INSTRUMENT = Instrument(
    id="aces-2021",
    name="ACES: Antibodies Contributing to Focal Epilepsy Signs and Symptoms",
    year=2021,
    sources=("de-bruijn-2021",),
    scope="Adults with focal epilepsy of unknown cause in whom autoimmune encephalitis was not recognised.",
    misuse="It selects whom to test for antibodies; it is no diagnosis.",
    seen="The abstract: the six factors, one point each, and the cut-off.",
    off=("definitions of the six factors: not in the abstract; each is asked for by its name",),
    subjects=frozenset({"epilepsy-other", "limbic-encephalitis", "autoimmune-encephalitis-other"}),
    scored=True,
    outside=_outside,
    readings=_readings,
    questions=(
        Question(
            "cognitive", "Cognitive symptoms", LOCATOR, read=lambda facts: facts.finding("HP:0100543"),
        ),
        Question("behaviour", "Behavioural changes", LOCATOR, read=_behaviour),
        Question(
            "autonomic", "Autonomic symptoms", LOCATOR, read=lambda facts: facts.finding("HP:0012332"),
        ),
        Question("speech", "Problems with speech", LOCATOR, read=_speech),
        Question("autoimmune-disease", "Another autoimmune disease", LOCATOR, read=_autoimmune),
        Question("temporal-mri", "Hyperintensities of the temporal lobes on MRI", LOCATOR, read=_mri),
    ),
    levels=(Level("2 or more", Score(TEST_FROM), LOCATOR),),
)  # fmt: skip
