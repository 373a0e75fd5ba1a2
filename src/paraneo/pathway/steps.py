"""A step of the pathway, and the dates of a schedule."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from paraneo.knowledge.model import Schedule


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may be done, with its reason and sources.

    Attributes:
        when: intervals in words; `dates` are those intervals from the date of the case, where it has one.
        chance: P(it finds something), for a test that looks for a tumour and whose sensitivity is known.
    """

    id: str
    text: str
    because: str
    sources: tuple[str, ...]
    when: str = ""
    dates: tuple[datetime.date, ...] = ()
    chance: float | None = None


def when_in_words(schedule: Schedule) -> str:
    """A schedule as intervals from the assessment.

    >>> when_in_words(Schedule(first=3, every=6, until=24))
    'after 3 months, then every 6 months until 24 months'
    """
    first = f"after {schedule.first:g} months" if schedule.first else "now"
    if schedule.every is None:
        return first
    return f"{first}, then every {schedule.every:g} months" + (
        "" if schedule.until is None else f" until {schedule.until:g} months"
    )


def dates_of(schedule: Schedule, start: datetime.date | None) -> tuple[datetime.date, ...]:
    """The dates of a schedule, counted from a start; empty without one, or where the schedule has no end."""
    if start is None:
        return ()
    months = [schedule.first]
    if schedule.every is not None and schedule.until is not None:
        while months[-1] + schedule.every <= schedule.until:
            months.append(months[-1] + schedule.every)
    return tuple(add_months(start, month) for month in months)


def add_months(date: datetime.date, months: float) -> datetime.date:
    """The same day some months later, or the last day of a shorter month.

    >>> add_months(datetime.date(2024, 8, 31), 6)
    datetime.date(2025, 2, 28)
    """
    whole = date.month - 1 + int(months)
    year, month = date.year + whole // 12, whole % 12 + 1
    return datetime.date(year, month, min(date.day, calendar.monthrange(year, month)[1]))
