"""The modified Rankin Scale: how far a person depends on others.

van Swieten JC, Koudstaal PJ, Visser MC, Schouten HJA, van Gijn J. Stroke 1988;19:604-607. DOI 10.1161/01.STR.19.5.604.
The paper has the grades 0 to 5; grade 6, death, was added in trials.

Scope: any illness of the nervous system; made for stroke. Misuse: it measures dependence, not the disease; what a
published interview asks is not part of it. The grades are in our words.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading
from paraneo.criteria.instrument import Instrument, Question
from paraneo.criteria.logic import Outcome

LOCATOR = "abstract (six grades, 0 to 5); copies of the table; 6 is death"
NAMES = ("mRS", "modified Rankin Scale", "modified Rankin", "modified Rankin Scale score")
INDEPENDENT_UP_TO = 2
GRADES = (
    "no symptoms",
    "symptoms, but every usual duty and activity is done",
    "not every earlier activity is done, but own affairs are looked after without help",
    "some help is needed, but walks without it",
    "neither walks nor looks after bodily needs without help",
    "in bed, incontinent, in constant need of nursing",
    "dead",
)


def _grade(facts: Facts) -> Reading:
    """The last grade that the case records; a number that is no grade is passed over."""
    recorded = facts.score(*NAMES)
    if recorded is None or recorded not in range(len(GRADES)):
        return Reading(tuple(range(len(GRADES))), (), ("the grade of the modified Rankin Scale",))
    return Reading((int(recorded),), (f"modified Rankin Scale {recorded:g}",))


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    if outcome.most <= INDEPENDENT_UP_TO:
        return ("Grade 0 to 2 counts as a good function in anti-NMDAR encephalitis (Brenner 2026).",)
    if outcome.score > INDEPENDENT_UP_TO:
        return ("Grade 3 or more counts as a poor function in anti-NMDAR encephalitis (Balu 2019).",)
    return ()


INSTRUMENT = Instrument(
    id="modified-rankin",
    name="Modified Rankin Scale",
    year=1988,
    sources=("van-swieten-1988", "balu-2019", "brenner-2026"),
    scope="Any illness of the nervous system; made for stroke.",
    misuse="It measures dependence, not the disease, and says nothing of its cause.",
    seen="The abstract; the grades 0 to 5 in two copies that agree, grade 6 in two others.",
    scored=True,
    readings=_readings,
    questions=(
        Question("grade", "Grade of dependence", LOCATOR, points=(0, 1, 2, 3, 4, 5, 6), grades=GRADES, read=_grade),
    ),
)
