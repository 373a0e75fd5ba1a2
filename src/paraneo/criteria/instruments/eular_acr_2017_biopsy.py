"""Idiopathic inflammatory myopathy, 2017: the classification criteria of EULAR and ACR, scored with a muscle biopsy.

Lundberg IE, Tjarnlund A, Bottai M, et al. Ann Rheum Dis 2017;76:1955-1964. DOI 10.1136/annrheumdis-2017-211468; at the
same time Arthritis Rheumatol 2017;69:2271-2282 (PMID 29106061).

Scope and misuse as in `eular_acr_2017`, of which this is the second column of points: for patients whose muscle biopsy
was read. Every item that both columns have is read from, or answered in, `eular-acr-2017`; only the four features of
the biopsy are asked for here. A copy of BMJ Best Practice prints the two columns swapped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from paraneo.criteria.facts import Facts, Reading
from paraneo.criteria.instrument import Instrument, Question
from paraneo.criteria.instruments.eular_acr_2017 import GATE, POINTS, levels, told
from paraneo.criteria.instruments.eular_acr_2017 import INSTRUMENT as WITHOUT
from paraneo.criteria.logic import Outcome

POSSIBLE_FROM, PROBABLE_FROM, DEFINITE_FROM = 6.5, 6.7, 8.7  # with a biopsy: probability 50%, 55%, 90%
# The column of points beside a biopsy, for the items that both columns have.
COLUMN: dict[str, tuple[float, ...]] = {
    GATE: (0, 1),
    "age-at-onset": (0, 1.5, 2.2),
    "proximal-arms": (0, 0.7),
    "proximal-legs": (0, 0.5),
    "neck-flexors": (0, 1.6),
    "legs-proximal-more": (0, 1.2),
    "heliotrope": (0, 3.2),
    "gottron-papules": (0, 2.7),
    "gottron-sign": (0, 3.7),
    "dysphagia": (0, 0.6),
    "jo-1": (0, 3.8),
    "enzymes": (0, 1.4),
}


def _as_without(name: str) -> Callable[[Facts], Reading]:
    """What the instrument without a biopsy says of the item."""
    return lambda facts: WITHOUT.reading(facts, name)


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    return (
        told(outcome, (POSSIBLE_FROM, PROBABLE_FROM, DEFINITE_FROM)),
        "probable or definite: sensitivity 93%, specificity 88% with a biopsy (Lundberg 2017)",
    )


QUESTIONS = (
    *(replace(q, points=COLUMN[q.id], read=_as_without(q.id)) for q in WITHOUT.questions),
    Question(
        "endomysial",
        "Mononuclear cells in the endomysium that surround muscle fibres and do not invade them",
        f"{POINTS}, biopsy",
        points=(0, 1.7),
    ),
    Question(
        "perimysial",
        "Mononuclear cells in the perimysium, around vessels, or both",
        f"{POINTS}, biopsy",
        points=(0, 1.2),
    ),
    Question(
        "perifascicular-atrophy",
        "Perifascicular atrophy",
        f"{POINTS}, biopsy",
        points=(0, 1.9),
        read=lambda facts: facts.finding("HP:0100296"),
    ),
    Question(
        "rimmed-vacuoles",
        "Rimmed vacuoles",
        f"{POINTS}, biopsy",
        points=(0, 3.1),
        read=lambda facts: facts.finding("HP:0003805"),
    ),
)

INSTRUMENT = Instrument(
    id="eular-acr-2017-biopsy",
    name="EULAR/ACR classification of inflammatory myopathies, with a muscle biopsy",
    year=2017,
    sources=WITHOUT.sources,
    scope="Adults and children thought to have an idiopathic inflammatory myopathy, whose muscle biopsy was read.",
    misuse="Classification for research, no diagnosis. Only where a muscle biopsy was read. Probable is the least that"
    " the authors recommend to classify a patient.",
    seen=WITHOUT.seen,
    off=WITHOUT.off[:2],
    subjects=WITHOUT.subjects,
    scored=True,
    questions=QUESTIONS,
    levels=levels((POSSIBLE_FROM, PROBABLE_FROM, DEFINITE_FROM)),
    readings=_readings,
)
