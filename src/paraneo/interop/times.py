"""Dates, ages and durations as cases write them."""

from __future__ import annotations

import datetime
import re

from paraneo.case import DAYS_PER_YEAR

FIRST_YEAR, LAST_YEAR = 1800, 2200  # outside of these a date is a slip
_ISO = re.compile(
    r"^P(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?"
    r"(?:(?P<days>\d+(?:\.\d+)?)D)?(?:T.*)?$"
)
_PLAIN = re.compile(
    r"^(?:about |for )?(?P<number>\d+(?:\.\d+)?) *(?P<unit>hour|day|week|month|year)s?(?: ago)?$", re.IGNORECASE
)
_UNIT_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": DAYS_PER_YEAR / 12, "year": DAYS_PER_YEAR}


def iso_duration_days(text: str) -> float | None:
    """Days of an ISO 8601 duration such as P1Y5M, or None where it is none.

    >>> iso_duration_days("P2W")
    14.0
    """
    match = _ISO.match(text.strip())
    if match is None or not any(match.groupdict().values()):
        return None
    return sum(float(value) * _UNIT_DAYS[unit[:-1]] for unit, value in match.groupdict().items() if value)


def plain_duration_days(text: str) -> float | None:
    """Days of a duration in words, or None where it is none.

    >>> plain_duration_days("6 weeks")
    42.0
    """
    match = _PLAIN.match(text.strip())
    return float(match["number"]) * _UNIT_DAYS[match["unit"].lower()] if match else None


def parse_date(text: str) -> datetime.date | None:
    """A date from YYYY-MM-DD, or from the start of a timestamp; None where it is none.

    >>> parse_date("2024-05-01T00:00:00Z")
    datetime.date(2024, 5, 1)
    """
    try:
        date = datetime.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return date if FIRST_YEAR <= date.year <= LAST_YEAR else None
