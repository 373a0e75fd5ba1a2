"""NEOS2-W 2026: return to work or school within three years of anti-NMDAR encephalitis.

Brenner J, Bastiaansen AEM, Guasp M, et al. Lancet Reg Health Eur 2026;62:101562. PMID 41488792. Table 3.

Scope and misuse: as NEOS2, whose items it shares; age counts more, a movement disorder less. Not for those who neither
worked nor went to school before (left out of this analysis).
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts
from paraneo.criteria.instrument import Instrument
from paraneo.criteria.instruments import neos2_2026 as neos2
from paraneo.criteria.logic import Outcome


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    return (
        *neos2.span(outcome),
        "Of all patients 73% (203 of 278) were back at work or school at three years; 6% (1 of 16) at the high end of "
        "the score (Brenner 2026).",
    )


INSTRUMENT = Instrument(
    id="neos2-w-2026",
    name="NEOS2-W: return to work or school after anti-NMDAR encephalitis",
    year=2026,
    sources=neos2.SOURCES,
    scope=neos2.SCOPE,
    misuse=f"{neos2.MISUSE} Not for those who neither worked nor went to school before.",
    seen=neos2.SEEN,
    off=neos2.OFF,
    subjects=neos2.SUBJECTS,
    scored=True,
    outside=neos2.outside,
    readings=_readings,
    questions=neos2.questions(ages=(0, 1, 3, 6, 9), movement=1, icu=2, csf=(0, 1, 2, 2, 4), delays=(0, 1, 2, 4)),
)
