"""Work-up, treatment, cautions and follow-up: the entries of kb/advice that apply to the case, in their order."""

from __future__ import annotations

import datetime

from paraneo.pathway.situation import Situation
from paraneo.pathway.steps import Step, dates_of, when_in_words


def steps(found: Situation, *stages: str, start: datetime.date | None = None) -> list[Step]:
    """The advice of some stages that applies, in the order of the stages and of their entries.

    Args:
        stages: of "work-up", "tumour-search", "treatment", "caution", "follow-up".
        start: the date from which schedules count, or None.
    """
    entries = [a for a in found.knowledge.kb.advice.values() if a.stage in stages and found.applies(a.applies)]
    entries.sort(key=lambda advice: (stages.index(advice.stage), advice.order, advice.id))
    return [
        Step(
            advice.id,
            advice.text,
            advice.because,
            tuple(advice.sources),
            when_in_words(advice.schedule) if advice.schedule else "",
            dates_of(advice.schedule, start) if advice.schedule else (),
        )
        for advice in entries
    ]
