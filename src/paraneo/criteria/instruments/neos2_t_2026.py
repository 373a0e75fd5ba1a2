"""NEOS2-T 2026: improvement two weeks after first-line immunotherapy of anti-NMDAR encephalitis.

Brenner J, Bastiaansen AEM, Guasp M, et al. Lancet Reg Health Eur 2026;62:101562. PMID 41488792. Table 3.

Scope and misuse: as NEOS2, whose items it shares; age does not count, and a long delay of treatment counts less.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts
from paraneo.criteria.instrument import Instrument
from paraneo.criteria.instruments import neos2_2026 as neos2
from paraneo.criteria.logic import Outcome


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    return (
        *neos2.span(outcome),
        "Of all patients 38% (233 of 615) improved by a point of the mRS within two weeks; 80% (20 of 25) at the low "
        "end of the score, 3% (2 of 79) at the high end (Brenner 2026).",
    )


INSTRUMENT = Instrument(
    id="neos2-t-2026",
    name="NEOS2-T: improvement after first-line treatment of anti-NMDAR encephalitis",
    year=2026,
    sources=neos2.SOURCES,
    scope=neos2.SCOPE,
    misuse=neos2.MISUSE,
    seen=neos2.SEEN,
    off=neos2.OFF,
    subjects=neos2.SUBJECTS,
    scored=True,
    outside=neos2.outside,
    readings=_readings,
    questions=neos2.questions(ages=(), movement=2, icu=2, csf=(0, 1, 2, 2, 4), delays=(0, 1, 1, 2)),
)
