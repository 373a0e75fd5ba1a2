"""CASE 2019: the Clinical Assessment Scale in Autoimmune Encephalitis.

Lim JA, Lee ST, Moon J, et al. Ann Neurol 2019;85:352-358. PMID 30675918.

Scope: autoimmune encephalitis of any kind, to follow how severe it is. Misuse: it measures severity and makes no
diagnosis; the meaning of each grade (1, 2, 3) must be taken from the paper, which was seen in abstract only.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Read, Reading
from paraneo.criteria.instrument import Instrument, Question
from paraneo.criteria.logic import Outcome

LOCATOR = "abstract, results"
GRADES = ("0", "1", "2", "3")
HIGHEST = 27


def _absent(*terms: str) -> Read:
    """A reading that is 0 where all of the terms are absent; what is there, or may be, needs a person's grade."""

    def read(facts: Facts) -> Reading:
        found = facts.finding(*terms)
        if found.not_met:
            return Reading((0,), found.because)
        return Reading((0, 1, 2, 3), (), (f"{facts.label(terms[0]).lower()}: a grade of 0 to 3",))

    return read


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:
    recorded = facts.score("CASE", "CASE score", "Clinical Assessment Scale in Autoimmune Encephalitis")
    settled = outcome.score == outcome.most
    said = [] if settled else [f"The sum lies between {outcome.score:g} and {outcome.most:g} of {HIGHEST}."]
    if recorded is not None:
        said.append(f"The case records a sum of {recorded:g} of {HIGHEST}.")
    return tuple(said)


def _question(name: str, text: str, read: Read | None) -> Question:
    return Question(name, text, LOCATOR, points=(0, 1, 2, 3), grades=GRADES, read=read)


INSTRUMENT = Instrument(
    id="case-2019",
    name="CASE: Clinical Assessment Scale in Autoimmune Encephalitis",
    year=2019,
    sources=("lim-2019",),
    scope="Autoimmune encephalitis of any kind.",
    misuse="It measures severity; it makes no diagnosis. What each grade means has to be taken from the paper.",
    seen="The abstract: the nine items, up to three points each, 0 to 27 in all.",
    off=("meaning of the grades 1 to 3 of each item: not in the abstract",),
    subjects=frozenset({
        "limbic-encephalitis", "nmdar-encephalitis", "autoimmune-encephalitis-other", "brainstem-encephalitis",
        "encephalomyelitis",
    }),
    scored=True,
    readings=_readings,
    questions=(
        _question("seizure", "Seizures", _absent("HP:0001250")),
        _question("memory", "Memory dysfunction", _absent("HP:0002354")),
        _question("psychiatric", "Psychiatric symptoms", None),
        _question("consciousness", "Consciousness", _absent("HP:0004372")),
        _question("language", "Problems of language", _absent("HP:0002463", "HP:0002167")),
        _question("dyskinesia", "Dyskinesia or dystonia", _absent("HP:0100660", "HP:0001332")),
        _question("gait", "Unsteady gait and ataxia", _absent("HP:0001288", "HP:0001251")),
        _question("brainstem", "Dysfunction of the brainstem", None),
        _question("weakness", "Weakness", _absent("HP:0001324")),
    ),
)  # fmt: skip
