"""One patient as dated observations: the domain model that every reader fills and every part of the program reads.

"Not mentioned" is never read as "absent": a finding that is not in the case is unknown. Identifiers of antibodies,
tumours, conditions, tests and exposures are those of the knowledge base; a part of the case whose meaning a reader
could not settle keeps its label and has no identifier.
"""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

Sex = Literal["female", "male"]
Smoking = Literal["current", "former", "never"]
Tempo = Literal["acute", "subacute", "chronic"]

DAYS_PER_YEAR = 365.25
RECURRENCE_YEARS = 5.0  # of remission, within which the cancer is the first suspect: founding claims n30 and c05
ACUTE_DAYS, SUBACUTE_DAYS = 14, 92  # acute: up to two weeks; subacute: up to three months; chronic: beyond


class Status(enum.Enum):
    """What was observed of a finding."""

    PRESENT = "present"
    EXCLUDED = "excluded"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class When:
    """A point in the patient's life: a date, or an age in days where only the age is known.

    >>> When(date=datetime.date(2024, 5, 1)) == When(date=datetime.date(2024, 5, 1))
    True
    """

    date: datetime.date | None = None
    age_days: float | None = None

    @property
    def age_years(self) -> float | None:
        """The age in years, where it is known."""
        return None if self.age_days is None else self.age_days / DAYS_PER_YEAR


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the patient is. Age in years, fractions allowed; None where it is not known."""

    id: str
    age: float | None = None
    sex: Sex | None = None
    smoking: Smoking | None = None
    born: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class PhenotypicFeature:
    """A finding of the vocabulary: `term` is an HPO id, or an id of kb/findings where HPO has none."""

    term: str
    label: str
    status: Status
    onset: When | None = None
    resolution: When | None = None
    modifiers: tuple[str, ...] = ()
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class AntibodyResult:
    """One antibody in one sample by one method.

    Attributes:
        method, specimen: None where the report does not say.
        titre: the reciprocal of the dilution, 640 for 1:640. `level`: another quantity as written, with its unit.
        band: "weak" or "strong" for a blot.
        after_treatment: the sample was taken after immunoglobulin, plasma exchange or rituximab.
    """

    antibody: str
    result: Literal["positive", "negative", "equivocal"]
    specimen: Literal["serum", "csf"] | None = None
    method: str | None = None
    titre: int | None = None
    level: str | None = None
    band: Literal["weak", "strong"] | None = None
    when: When | None = None
    after_treatment: bool = False


@dataclass(frozen=True, slots=True)
class TestResult:
    """A test that looks for a tumour (`test` is an id of kb/tests). `positive`: it shows something suspicious."""

    __test__ = False  # not a test case, whatever pytest thinks of the name
    test: str
    label: str
    result: Literal["positive", "negative", "equivocal"]
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Cancer:
    """A cancer of the history or the present.

    Attributes:
        tumour: None where the label does not say which it is. `among`: those that it may be, empty where any.
        status: "excluded" means that this cancer was looked for and is not there.
        remission: when remission began. `remission_years`: how long it has lasted, where that is what is known.
        antigen_expressed: whether the antibody's antigen was shown in the tumour; None where nobody looked.
    """

    label: str
    tumour: str | None
    status: Literal["active", "remission", "excluded"] = "active"
    diagnosed: When | None = None
    remission: When | None = None
    remission_years: float | None = None
    antigen_expressed: bool | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposure:
    """A drug, radiation, food or habit. `id` is an exposure of kb/findings, or None; `status` as for a finding."""

    label: str
    id: str | None
    status: Status = Status.PRESENT
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How the illness runs.

    Attributes:
        tempo: from its onset to its worst, in three classes.
        onset: when it began. `duration_days`: since when, where that is what is known.
        relapse: the patient was known to have the syndrome, and it returned or suddenly worsened.
    """

    tempo: Tempo | None = None
    onset: When | None = None
    duration_days: float | None = None
    relapse: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is known after the first assessment.

    Attributes:
        years: since the onset of the illness. `searches`: searches for cancer that found none.
    """

    years: float | None = None
    searches: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """A published scale as recorded, for example the modified Rankin Scale."""

    name: str
    value: float
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A number that was measured: `quantity` is an id of :mod:`paraneo.measured`, `value` in the unit given there."""

    quantity: str
    value: float
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered to one item of an instrument: 0 not met, 1 met, or its grade. `item` is its name there."""

    instrument: str
    item: str
    grade: int


@dataclass(frozen=True, slots=True)
class Case:
    """One patient. `stated` are the conditions that the clinician has already named."""

    id: str
    subject: Subject
    course: Course = Course()
    features: tuple[PhenotypicFeature, ...] = ()
    antibodies: tuple[AntibodyResult, ...] = ()
    tests: tuple[TestResult, ...] = ()
    cancers: tuple[Cancer, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    scores: tuple[Score, ...] = ()
    measured: tuple[Measured, ...] = ()
    answers: tuple[Answer, ...] = ()
    stated: tuple[str, ...] = ()
    follow_up: FollowUp = FollowUp()
    unrecognised: tuple[Unrecognised, ...] = ()
    known_on: datetime.date | None = None

    def dates(self) -> list[tuple[str, datetime.date]]:
        """Every date in the case, with the name of the part that has it."""
        moments: list[tuple[str, When | None]] = [("onset", self.course.onset)]
        for feature in self.features:
            moments += [(feature.label, feature.onset), (feature.label, feature.resolution)]
        for cancer in self.cancers:
            moments += [(cancer.label, cancer.diagnosed), (cancer.label, cancer.remission)]
        moments += [(result.antibody, result.when) for result in self.antibodies]
        moments += [(test.label, test.when) for test in self.tests]
        moments += [(exposure.label, exposure.when) for exposure in self.exposures]
        moments += [(score.name, score.when) for score in self.scores]
        moments += [(measured.quantity, measured.when) for measured in self.measured]
        return [(what, when.date) for what, when in moments if when is not None and when.date is not None]

    def latest_date(self) -> datetime.date | None:
        """The latest date in the case, that of its onset left out, or None where it has none."""
        observed = replace(self, course=replace(self.course, onset=None))
        return max((date for _, date in observed.dates()), default=None)

    def as_of(self, date: datetime.date) -> Case:
        """The case as it was known on a date: what is dated later is left out; what has no date stays.

        A finding that resolved later is still there; a cancer diagnosed later is unknown, and one whose remission
        began later is active.
        """

        def known(when: When | None) -> bool:
            return when is None or when.date is None or when.date <= date

        def keep(items: tuple[_D, ...]) -> tuple[_D, ...]:
            return tuple(item for item in items if known(item.when))

        cancers = tuple(
            cancer if known(cancer.remission) else replace(cancer, status="active", remission=None)
            for cancer in self.cancers
            if known(cancer.diagnosed)
        )
        subject = self.subject
        if subject.born is not None:
            subject = replace(subject, age=(date - subject.born).days / DAYS_PER_YEAR)
        return replace(
            self,
            subject=subject,
            course=self.course if known(self.course.onset) else replace(self.course, onset=None),
            features=tuple(feature for feature in self.features if known(feature.onset)),
            antibodies=keep(self.antibodies),
            tests=keep(self.tests),
            cancers=cancers,
            exposures=keep(self.exposures),
            scores=keep(self.scores),
            measured=keep(self.measured),
            known_on=date,
        )

    def years_in_remission(self, cancer: Cancer) -> float | None:
        """How long a cancer has been in remission, from what is given: the years, the ages, or the dates."""
        if cancer.remission_years is not None or cancer.remission is None:
            return cancer.remission_years
        if cancer.remission.age_years is not None and self.subject.age is not None:
            return max(0.0, self.subject.age - cancer.remission.age_years)
        today = self.known_on or self.latest_date()
        if cancer.remission.date is not None and today is not None:
            return max(0.0, (today - cancer.remission.date).days / DAYS_PER_YEAR)
        return None

    def tempo(self) -> Tempo | None:
        """The course's class: as stated, else from its duration while it is early. How long ago an illness began says
        nothing of how fast it came."""
        if self.course.tempo is not None:
            return self.course.tempo
        days = self.course.duration_days
        onset = self.course.onset.date if self.course.onset else None
        if days is None and onset is not None and self.known_on is not None:
            days = float((self.known_on - onset).days)
        if days is None or not 0 <= days <= SUBACUTE_DAYS:
            return None
        return tempo_of_days(days)


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """Something in the input that the program does not use, with the reason and up to three suggestions."""

    input: str
    reason: str
    suggestions: tuple[str, ...] = field(default=())


_D = TypeVar("_D", AntibodyResult, TestResult, Exposure, Score, Measured)


def tempo_of_days(days: float) -> Tempo:
    """The class of a course that took so many days.

    >>> tempo_of_days(42)
    'subacute'
    """
    if days <= ACUTE_DAYS:
        return "acute"
    return "subacute" if days <= SUBACUTE_DAYS else "chronic"
