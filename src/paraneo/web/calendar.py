"""The dated schedule of an assessment as a calendar file (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime
import hashlib

from paraneo.contract import AdviceStep, Assessment

WIDTH = 73  # octets of a line, before the rest is folded into the next
STAMP = "19700101T000000Z"  # required by the format; the same case gives the same bytes


def to_ics(assessment: Assessment) -> str:
    """One all-day event for each date of the search plan, the treatment and the follow-up."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//paraneo//paraneo//EN", "CALSCALE:GREGORIAN"]
    for step in [*assessment.work_up, *assessment.tumour_search, *assessment.treatment, *assessment.follow_up]:
        for date in step.dates:
            lines += _event(assessment.case, step, datetime.date.fromisoformat(date))
    return "".join(f"{_fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(case: str, step: AdviceStep, date: datetime.date) -> list[str]:
    key = hashlib.sha256(f"{case}\0{step.id}\0{date}".encode()).hexdigest()[:20]
    after = date + datetime.timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:{key}@paraneo",
        f"DTSTAMP:{STAMP}",
        f"DTSTART;VALUE=DATE:{date:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_escape(f'{case}: {step.text}')}",
        f"DESCRIPTION:{_escape(f'{step.because} Supports a clinician; the clinician decides.')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escape(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _fold(line: str) -> str:
    """A line of at most 75 octets; what follows begins with a blank. A letter is never cut."""
    parts, current = [], ""
    for letter in line:
        if len((current + letter).encode()) > WIDTH:
            parts.append(current)
            current = ""
        current += letter
    return "\r\n ".join([*parts, current])
