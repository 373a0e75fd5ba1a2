"""The parts that every entry of the knowledge base is made of: terms, codes, statements, and numbers with their source.

A number of a study says which study and where in it; a number without a study is an :mod:`assumption
<paraneo.knowledge.assumptions>`.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from paraneo.quantities import InvalidEstimate, Proportion


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """Base of all: fields are given by name, unknown ones are refused, nothing changes after reading.

    None can be part of a cycle, so the garbage collector passes over them (`gc=False`).
    """


class Term(Entry, frozen=True, kw_only=True):
    """An ontology term, identifier and label together, so that a slip in either shows."""

    id: str
    label: str


Tempo = Literal["acute", "subacute", "chronic"]
Spread = Literal["range", "iqr", "sd", "none"]
CodeSystem = Literal["MONDO", "ORPHA", "ICD-10", "ICD-10-CM", "NCIT", "LOINC", "ATC"]


class Code(Entry, frozen=True, kw_only=True):
    """A code of another system with its label there, and where both were seen."""

    id: str
    label: str
    seen: str


class Statement(Entry, frozen=True, kw_only=True):
    """A sentence in our own words with the studies that say so."""

    text: str
    sources: list[str]


class Sourced(Entry, frozen=True, kw_only=True):
    """A number and where it stands: `study` is a file of kb/studies, `locator` the table, page or section."""

    study: str
    locator: str
    note: str = ""


class Frequency(Sourced, frozen=True, kw_only=True):
    """How often, in exactly one of four forms, the best that the source gives.

    Attributes:
        events, total: a count. Beats all others.
        percent: a percentage without its denominator.
        low, high: a range of percentages.
        word: a class of kb/assumptions/words.yaml that renders the source's wording, for example "most".
    """

    events: int | None = None
    total: int | None = None
    percent: float | None = None
    low: float | None = None
    high: float | None = None
    word: str | None = None

    def __post_init__(self) -> None:
        forms = [self.events is not None or self.total is not None, self.percent is not None]
        forms += [self.low is not None or self.high is not None, self.word is not None]
        if sum(forms) != 1:
            raise ValueError("give exactly one of events and total, percent, low and high, or word")
        if forms[0]:
            self.proportion  # noqa: B018  (checks the count)
        elif forms[1] and not 0 <= (self.percent or 0) <= 100:
            raise ValueError(f"{self.percent} is not a percentage")
        elif forms[2] and not (self.low is not None and self.high is not None and 0 <= self.low <= self.high <= 100):
            raise ValueError(f"{self.low} to {self.high} is not a range of percentages")

    @property
    def proportion(self) -> Proportion | None:
        """The count, or None where the source gives another form."""
        if self.events is None and self.total is None:
            return None
        if self.events is None or self.total is None:
            raise ValueError("a count needs both events and total")
        try:
            return Proportion(events=self.events, total=self.total)
        except InvalidEstimate as error:
            raise ValueError(str(error)) from None

    def __str__(self) -> str:
        if self.proportion is not None:
            return str(self.proportion)
        if self.percent is not None:
            return f"{self.percent:g}%"
        if self.low is not None:
            return f"{self.low:g} to {self.high:g}%"
        return f'"{self.word}"'


class FindingFrequency(Frequency, frozen=True, kw_only=True):
    """P(finding | condition). `stage` is "onset" where the study counted first symptoms, else "course"."""

    finding: Term
    stage: Literal["onset", "course"] = "course"


class Shares(Sourced, frozen=True, kw_only=True):
    """Patients by exclusive categories; the categories add up to the total. `other` is what the knowledge base
    lacks.
    """

    total: int
    counts: dict[str, int]

    def __post_init__(self) -> None:
        if sum(self.counts.values()) != self.total or min(self.counts.values(), default=-1) < 0:
            raise ValueError(f"the categories add up to {sum(self.counts.values())}, not to the total of {self.total}")

    def __str__(self) -> str:
        ordered = sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return ", ".join(f"{name} {count}" for name, count in ordered) + f" of {self.total}"


class AgeEstimate(Sourced, frozen=True, kw_only=True):
    """Age at onset in years. `middle` is the median or mean; `low` to `high` the spread named by `spread`."""

    total: int
    middle: float
    low: float | None = None
    high: float | None = None
    spread: Spread = "none"

    def __post_init__(self) -> None:
        _check_spread(self)
        if self.low is not None and not 0 <= self.low <= (self.high or 0) <= OLDEST:
            raise ValueError(f"ages {self.low} to {self.high} are no ages")

    def __str__(self) -> str:
        return f"{_middle(self.middle, self.low, self.high, self.spread)} years, {self.total} patients"


OLDEST = 120  # years
DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}


class TempoFrequency(Frequency, frozen=True, kw_only=True):
    """How many of the patients had one class of tempo, where the source does not count all three."""

    tempo: Tempo


class Duration(Sourced, frozen=True, kw_only=True):
    """The time from the first symptom to the worst, or to the diagnosis where the source gives only that.

    Attributes:
        total: patients. `middle` is the median or mean, `low` to `high` the spread named by `spread`, in `unit`.
        until: "worst" or "diagnosis".
    """

    total: int
    middle: float
    unit: Literal["days", "weeks", "months", "years"]
    until: Literal["worst", "diagnosis"]
    low: float | None = None
    high: float | None = None
    spread: Spread = "none"

    def __post_init__(self) -> None:
        _check_spread(self)
        if self.middle <= 0:
            raise ValueError(f"a time of {self.middle:g} {self.unit} is none")

    def __str__(self) -> str:
        time = f"{_middle(self.middle, self.low, self.high, self.spread)} {self.unit}"
        return f"{time} until {'the worst' if self.until == 'worst' else 'diagnosis'}, {self.total} patients"


def _check_spread(estimate: AgeEstimate | Duration) -> None:
    low, middle, high = estimate.low, estimate.middle, estimate.high
    if (estimate.spread == "none") != (low is None and high is None):
        raise ValueError("low and high go with a spread of range, iqr or sd (sd: middle - sd, middle + sd)")
    if low is not None and not low <= middle <= (high or 0):
        raise ValueError(f"{low}, {middle}, {high} are out of order")


def _middle(middle: float, low: float | None, high: float | None, spread: str) -> str:
    return f"{middle:g}" if low is None else f"{middle:g} ({low:g} to {high:g}, {spread})"
