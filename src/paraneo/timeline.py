"""A dated case replayed: what the program would have said on each date, and how long before the tumour was found."""

from __future__ import annotations

import datetime

import msgspec

from paraneo.assessment import DIGITS, Assessor
from paraneo.case import Case

AMONG = 3  # "among the first three"


class Point(msgspec.Struct, frozen=True):
    """The assessment on one date. Ranks start at 1; None where no syndrome or tumour is followed."""

    date: str
    new: list[str]
    paraneoplastic: float
    first: str
    first_probability: float
    syndrome: float | None
    syndrome_rank: int | None
    tumour: float | None
    tumour_rank: int | None


class Timeline(msgspec.Struct, frozen=True):
    """A case over time.

    Attributes:
        syndrome, tumour: ids that are followed. tumour_found: the date on which the tumour was known.
        syndrome_seen, tumour_seen: the first date from which on they stayed among the first three.
        lead_days: from `tumour_seen` to `tumour_found`; negative where the program came later.
    """

    case: str
    points: list[Point]
    syndrome: str | None
    tumour: str | None
    syndrome_seen: str | None
    tumour_seen: str | None
    tumour_found: str | None
    lead_days: int | None


class NoDates(ValueError):
    """A case without dates cannot be replayed."""


def timeline(assessor: Assessor, case: Case, *, syndrome: str | None = None, tumour: str | None = None) -> Timeline:
    """Assess a case as it was known on each of its dates.

    Args:
        syndrome: the condition to follow; else what the case states, else the likeliest on the last date.
        tumour: the tumour to follow; else the first that the case says was diagnosed.
    Raises:
        NoDates: if nothing in the case has a date.
        ImpossibleEvidence: if no patient of the model has what the case says.
    """
    dates = sorted({date for _, date in case.dates()} | ({case.known_on} if case.known_on else set()))
    if not dates:
        raise NoDates(f"nothing in case {case.id} has a date; give findings an onset, results and cancers a date")
    last = assessor.assess(case, dates[-1])
    syndrome = syndrome or (case.stated[0] if case.stated else last.conditions[0].id)
    found = [c for c in case.cancers if c.tumour and c.status != "excluded" and c.diagnosed and c.diagnosed.date]
    tumour = tumour or (found[0].tumour if found else None)
    known = next((c.diagnosed.date for c in found if c.tumour == tumour and c.diagnosed), None)
    points = [_point(assessor, case, date, syndrome, tumour) for date in dates]
    tumour_seen = _stays([p.tumour_rank for p in points], points)
    lead = None
    if known is not None and tumour_seen is not None:
        lead = (known - datetime.date.fromisoformat(tumour_seen)).days
    return Timeline(
        case=case.id,
        points=points,
        syndrome=syndrome,
        tumour=tumour,
        syndrome_seen=_stays([p.syndrome_rank for p in points], points),
        tumour_seen=tumour_seen,
        tumour_found=known.isoformat() if known else None,
        lead_days=lead,
    )


def _point(assessor: Assessor, case: Case, date: datetime.date, syndrome: str | None, tumour: str | None) -> Point:
    then = assessor.assess(case, date)
    conditions = [c.id for c in then.conditions]
    sites = [t.id for t in then.tumours if t.id != "none"]
    by_condition = {c.id: c.probability for c in then.conditions}
    by_tumour = {t.id: t.present for t in then.tumours}
    return Point(
        date=date.isoformat(),
        new=[what for what, when in case.dates() if when == date],
        paraneoplastic=round(then.paraneoplastic.probability, DIGITS),
        first=conditions[0],
        first_probability=then.conditions[0].probability,
        syndrome=by_condition.get(syndrome) if syndrome else None,
        syndrome_rank=conditions.index(syndrome) + 1 if syndrome in conditions else None,
        tumour=by_tumour.get(tumour) if tumour else None,
        tumour_rank=sites.index(tumour) + 1 if tumour in sites else None,
    )


def _stays(ranks: list[int | None], points: list[Point]) -> str | None:
    """The date from which on the rank stayed among the first three."""
    seen = None
    for rank, point in zip(ranks, points, strict=True):
        if rank is None or rank > AMONG:
            seen = None
        elif seen is None:
            seen = point.date
    return seen
