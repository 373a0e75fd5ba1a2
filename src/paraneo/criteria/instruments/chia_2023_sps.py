"""Stiff-person spectrum disorder, 2023: the definition of disease in the Mayo Clinic series.

Chia NH, McKeon A, Dalakas MC, et al. Ann Clin Transl Neurol 2023;10:1083-1094. DOI 10.1002/acn3.51791.

Scope: patients in whom a disorder of the stiff-person spectrum is suspected. Misuse: whether the manifestations are
those of the disorder is the judgement of a neurologist who knows it, and is always asked for; GAD65 antibodies of a low
titre do not count. The criteria that the paper goes on to suggest were not seen: what is encoded is how the study
itself defined the disease (abstract).
"""

from __future__ import annotations

import re

from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

ABSTRACT = "abstract, methods"
GAD65_ABOVE = 20.0  # nmol/l
_AMOUNT = re.compile(r"([<>]?)(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)([a-z]+/[a-z]+)")
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")  # 10.000 may be ten, or ten thousand
# Shares of patients with the disorder and of those referred for it who had something else.
FEATURES = (
    ("HP:0002938", "lumbar hyperlordosis", 67, 9),
    ("HP:0002267", "exaggerated startle", 81, 56),
    ("HP:0001276", "hypertonia", 60, 24),
    ("HP:0001347", "hyperreflexia", 71, 43),
    ("autoimmune-history", "other autoimmunity", 50, 27),
)


def exceeds(level: str | None, unit: str, limit: float) -> bool | None:
    """Whether a level as written is above a limit in this unit; None where it does not say.

    >>> exceeds("25.5 nmol/L", "nmol/l", 20), exceeds("> 2,000 IU/ml", "iu/ml", 10000), exceeds("20", "nmol/l", 20)
    (True, None, None)
    """
    found = _AMOUNT.fullmatch("".join((level or "").casefold().split()))
    if found is None or found[3] != unit or _THOUSANDS.fullmatch(found[2]):
        return None
    sign, amount = found[1], float(found[2].replace(",", ""))
    if sign:
        settled = amount >= limit if sign == ">" else amount <= limit
        return sign == ">" if settled else None
    return amount > limit


def _gad65(facts: Facts) -> Reading:
    """GAD65 above 20.0 nmol/l in serum; a sample that is not named is taken for serum."""
    results = [r for r in facts.case.antibodies if r.antibody == "gad65" and r.specimen != "csf"]
    above = {r.level: exceeds(r.level, "nmol/l", GAD65_ABOVE) for r in results if r.result == "positive"}
    high = [level for level, found in above.items() if found]
    if high:
        return met(f"GAD65 {high[0]}")
    if results and all(r.result == "negative" or above.get(r.level) is False for r in results):
        return not_met("GAD65 not above 20.0 nmol/l")
    return unknown("GAD65 antibodies in serum, in nmol/l")


def _seropositive(facts: Facts, antibody: str) -> Reading:
    """Positive in serum; a sample that is not named is taken for serum, and CSF alone leaves it open."""
    results = {r.result for r in facts.case.antibodies if r.antibody == antibody and r.specimen != "csf"}
    name = facts.kb.antibodies[antibody].name
    if "positive" in results:
        return met(f"{name} positive")
    return not_met(f"{name} negative") if results == {"negative"} else unknown(f"{name} antibodies in serum")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    """How many of those referred had it, and how each finding of the case was spread."""
    shares = [
        f"{name}: in {with_it}% with the disorder and {without}% of the others (Chia 2023)"
        for term, name, with_it, without in FEATURES
        if facts.finding(term).met
    ]
    return ("48 of 173 patients referred for it had the disorder, 28% (Chia 2023)", *shares)


INSTRUMENT = Instrument(
    id="chia-2023-sps",
    name="Stiff-person spectrum disorder, definition of the Mayo Clinic series",
    year=2023,
    sources=("chia-2023",),
    scope="Patients in whom a disorder of the stiff-person spectrum is suspected.",
    misuse="Without one of the antibodies the electrodiagnostic study is essential. Most patients referred had pain or"
    " a functional disorder instead.",
    seen="The definition of the disease, in the abstract.",
    off=(
        "the criteria that the paper suggests at its end (their items and levels): not seen",
        "what makes an electrodiagnostic study confirmatory: not seen, so it is asked",
        "the manifestations one by one, and whether GAD65 may be measured in CSF: not seen",
    ),
    subjects=frozenset({"stiff-person-syndrome"}),
    questions=(
        Question(
            "manifestations",
            "Clinical manifestations of the stiff-person spectrum, confirmed by an autoimmune neurologist",
            ABSTRACT,
        ),
        Question("gad65", "GAD65 antibodies above 20.0 nmol/l in serum", ABSTRACT, read=_gad65),
        Question(
            "glycine-receptor",
            "Glycine receptor antibodies in serum",
            ABSTRACT,
            read=lambda facts: _seropositive(facts, "glyr"),
        ),
        Question(
            "amphiphysin",
            "Amphiphysin antibodies in serum",
            ABSTRACT,
            read=lambda facts: _seropositive(facts, "amphiphysin"),
        ),
        Question("electrodiagnosis", "Electrodiagnostic studies that confirm the disorder", ABSTRACT),
    ),
    levels=(
        Level(
            "stiff-person spectrum disorder",
            every("manifestations", either("gad65", "glycine-receptor", "amphiphysin", "electrodiagnosis")),
            ABSTRACT,
        ),
    ),
    readings=_readings,
)
