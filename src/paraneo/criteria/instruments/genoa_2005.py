"""Opsoclonus-myoclonus syndrome of children, 2005: the criteria of the Genoa workshop of 2004.

Matthay KK, Blaes F, Hero B, et al. Cancer Lett 2005;228:275-282.

Scope: children. Misuse: opsoclonus is not required, and may be intermittent or late; a neuroblastoma counts as one of
the four components, so that two others suffice beside it. It must still be searched for in every child.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.rules import at_least

CRITERIA = "diagnostic criteria, three of four"
ADULT_YEARS = 18
BEHAVIOUR, SLEEP = "HP:0000708", "HP:0002360"
IRRITABILITY = "HP:0000737"  # not below atypical behaviour in HPO


def _outside(facts: Facts) -> str:
    return "the criteria are for children" if facts.age(least=ADULT_YEARS).met else ""


def _behaviour_or_sleep(facts: Facts) -> Reading:
    changed = facts.finding(BEHAVIOUR, SLEEP, IRRITABILITY)
    return changed if changed.met else facts.finding(BEHAVIOUR, SLEEP)


INSTRUMENT = Instrument(
    id="genoa-2005",
    name="Genoa criteria for opsoclonus-myoclonus syndrome",
    year=2005,
    sources=("matthay-2005",),
    scope="Children who may have opsoclonus-myoclonus syndrome.",
    misuse="For children only. Not met does not exclude it early: opsoclonus may come late or come and go.",
    seen="The four components, and that three are needed, in the registration of the European trial (NCT01868269) and "
    "in a copy of Orphanet's summary, which has behaviour and sleep where the trial has and/or; of the paper, title "
    "and abstract.",
    off=(
        "ocular flutter in place of opsoclonus: in the wording of the European trial only",
        "the criteria of the international update of 2022: not seen",
    ),
    subjects=frozenset({"opsoclonus-myoclonus"}),
    questions=(
        Question("opsoclonus", "Opsoclonus", CRITERIA, read=lambda facts: facts.finding("HP:0010543")),
        Question(
            "ataxia-or-myoclonus",
            "Ataxia, myoclonus or both",
            CRITERIA,
            read=lambda facts: facts.finding("HP:0001251", "HP:0001336"),
        ),
        Question(
            "behaviour-or-sleep",
            "A change of behaviour, disturbed sleep or both",
            CRITERIA,
            read=_behaviour_or_sleep,
        ),
        Question("neuroblastoma", "Neuroblastoma", CRITERIA, read=lambda facts: facts.cancer("neuroblastoma")),
    ),
    levels=(
        Level(
            "opsoclonus-myoclonus syndrome",
            at_least(3, "opsoclonus", "ataxia-or-myoclonus", "behaviour-or-sleep", "neuroblastoma"),
            CRITERIA,
        ),
    ),
    outside=_outside,
)
