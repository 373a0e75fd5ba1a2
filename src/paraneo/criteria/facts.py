"""What a case says about the items of an instrument, in three values, with the evidence used and what is missing.

Every reading keeps the first law of the criteria: what the case does not mention is undetermined. A finding is absent
only where the case says so, an antibody negative only where serum and CSF were (or a report that names no specimen
says so), a cancer absent only after a search that found none.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from paraneo.case import (
    ACUTE_DAYS,
    DAYS_PER_YEAR,
    SUBACUTE_DAYS,
    AntibodyResult,
    Cancer,
    Case,
    PhenotypicFeature,
    Status,
)
from paraneo.knowledge.model import KnowledgeBase
from paraneo.measured import BY_ID
from paraneo.ontology import Ontology

# Days from the onset to the worst: more than the first, at most the second.
_TEMPO_DAYS = {
    "acute": (0.0, ACUTE_DAYS),
    "subacute": (ACUTE_DAYS, SUBACUTE_DAYS),
    "chronic": (SUBACUTE_DAYS, float("inf")),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The grades that an item may have (0 not met, 1 met; more where the item is graded), why, and what is missing."""

    possible: tuple[int, ...]
    because: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether it is met for certain."""
        return 0 not in self.possible

    @property
    def not_met(self) -> bool:
        """Whether it is not met for certain."""
        return self.possible == (0,)


Read = Callable[["Facts"], Reading]


def met(*because: str) -> Reading:
    """A yes-or-no reading that is met."""
    return Reading((1,), because)


def not_met(*because: str) -> Reading:
    """A yes-or-no reading that is not met."""
    return Reading((0,), because)


def unknown(*missing: str) -> Reading:
    """A yes-or-no reading that the case leaves open."""
    return Reading((0, 1), (), missing)


def any_of(*readings: Reading) -> Reading:
    """Met where one is, not met where all are not."""
    yes = [r for r in readings if r.met]
    if yes:
        return met(*_joined(r.because for r in yes))
    if all(r.not_met for r in readings):
        return not_met(*_joined(r.because for r in readings))
    return Reading((0, 1), (), _joined(r.missing for r in readings))


def all_of(*readings: Reading) -> Reading:
    """Met where all are, not met where one is not."""
    no = [r for r in readings if r.not_met]
    if no:
        return not_met(*_joined(r.because for r in no))
    if all(r.met for r in readings):
        return met(*_joined(r.because for r in readings))
    return Reading((0, 1), (), _joined(r.missing for r in readings))


def none_of(*readings: Reading) -> Reading:
    """Met where none is, not met where one is."""
    one = any_of(*readings)
    return Reading(tuple(sorted(1 - g for g in one.possible)), one.because, one.missing)


def _joined(lines: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for part in lines for line in part))


class Facts:
    """Questions to one case. `subject` is the condition that an instrument is applied to, or empty."""

    def __init__(self, case: Case, kb: KnowledgeBase, ontology: Ontology, subject: str = "") -> None:
        self.case = case
        self.kb = kb
        self.ontology = ontology
        self.subject = subject
        self._present: dict[str, list[PhenotypicFeature]] = {}  # by the term itself and every broader one
        self._excluded: dict[str, str] = {}
        for feature in case.features:
            if feature.status is Status.PRESENT:
                for term in (feature.term, *self._broader(feature.term)):
                    self._present.setdefault(term, []).append(feature)
            elif feature.status is Status.EXCLUDED:
                self._excluded.setdefault(feature.term, feature.label)
        today = case.known_on or case.latest_date()
        onset = case.course.onset.date if case.course.onset else None
        dated = onset is not None and today is not None
        self._lasted = float((today - onset).days) if dated else case.course.duration_days  # type: ignore[operator]

    def about(self, condition: str) -> Facts:
        """The same facts of a case that is taken to have a condition, as if the clinician had named it."""
        other = copy.copy(self)
        other.case, other.subject = replace(self.case, stated=(condition,)), condition
        return other

    def answer(self, instrument: str, item: str) -> int | None:
        """The grade that a person gave to an item of an instrument, or None."""
        return next((a.grade for a in self.case.answers if (a.instrument, a.item) == (instrument, item)), None)

    # Findings

    def finding(self, *terms: str, within_days: float | None = None) -> Reading:
        """Whether one of the terms (or something below one of them) is there.

        Args:
            within_days: the finding counts if it began within so many days of the onset of the illness.
        """
        found: list[str] = []
        late: list[str] = []
        undated: list[str] = []
        early = within_days is None or (self._lasted is not None and self._lasted <= within_days)
        for feature in (feature for term in terms for feature in self._present.get(term, ())):
            delay = 0.0 if early else self._delay(feature.onset.date if feature.onset else None)
            if delay is None:
                undated.append(f"when {feature.label} began")
            elif within_days is not None and delay > within_days:
                late.append(f"{feature.label} began {delay:.0f} days after the onset")
            else:
                found.append(feature.label)
        if found:
            return met(*sorted(set(found)))
        if undated:
            return unknown(*sorted(set(undated)))
        if late:
            return not_met(*sorted(set(late)))
        if self._excluded:
            absent = [self._absent(term) for term in terms]
            if all(absent):
                return not_met(*(f"{label} absent" for label in sorted({one for labels in absent for one in labels})))
        return unknown("whether there is " + " or ".join(self.label(t).lower() for t in terms[:4]))

    def label(self, term: str) -> str:
        """The label of a finding, HPO's or ours."""
        if term in self.ontology:
            return self.ontology.label(term)
        return next((f.label for a in self.kb.areas.values() for f in a.findings if f.id == term), term)

    def _broader(self, term: str) -> frozenset[str]:
        return self.ontology.ancestors(term) if term in self.ontology else frozenset()

    def _absent(self, term: str) -> list[str]:
        """What the case says is absent that the term is, or lies below."""
        return [self._excluded[up] for up in (term, *self._broader(term)) if up in self._excluded]

    def _delay(self, began: datetime.date | None) -> float | None:
        """Days from the onset of the illness to a date; without one, how long the illness has lasted at most."""
        onset = self.case.course.onset.date if self.case.course.onset else None
        if began is not None and onset is not None:
            return float(max(0, (began - onset).days))
        return None

    # Subject and course

    def age(self, least: float | None = None, below: float | None = None) -> Reading:
        """Whether the age is at least so many years, and below so many."""
        age = self.case.subject.age
        if age is None:
            return unknown("the age")
        fits = (least is None or age >= least) and (below is None or age < below)
        return (met if fits else not_met)(f"age {age:.4g}")

    def sex(self, sex: str) -> Reading:
        """Whether the patient is female, or male."""
        if self.case.subject.sex is None:
            return unknown("the sex")
        return (met if self.case.subject.sex == sex else not_met)(self.case.subject.sex)

    def smoking(self, *statuses: str) -> Reading:
        """Whether the smoking status is one of these: current, former, never."""
        if self.case.subject.smoking is None:
            return unknown("whether the patient smokes")
        return (met if self.case.subject.smoking in statuses else not_met)(f"smoking: {self.case.subject.smoking}")

    def duration_days(self) -> float | None:
        """How long the illness has lasted: as stated, else from its onset to the day of the case."""
        return self._lasted

    def worst_within(self, days: float) -> Reading:
        """Whether the illness took at most so many days from its onset to its worst, by its tempo or its duration."""
        tempo = self.case.course.tempo
        if tempo is not None:
            more_than, at_most = _TEMPO_DAYS[tempo]
            if at_most <= days:
                return met(f"{tempo} course")
            if more_than >= days:
                return not_met(f"{tempo} course")
        lasted = self.duration_days()
        if lasted is not None and lasted <= days:
            return met(f"{lasted:.0f} days since the onset")
        return unknown("how fast the illness came (tempo, or dates)")

    # Tests

    def antibody(self, *antibodies: str, specimen: str | None = None, methods: tuple[str, ...] = ()) -> Reading:
        """Whether one of the antibodies was found; not met where each is negative in serum and CSF, or in `specimen`.

        Args:
            methods: only results by one of these methods count; those without a method do not.
        """
        counted = [
            r
            for r in self.case.antibodies
            if r.antibody in antibodies
            and (specimen is None or r.specimen == specimen)
            and (not methods or r.method in methods)
        ]
        found = [r for r in counted if r.result == "positive"]
        if found:
            return met(*dict.fromkeys(self._told(r) for r in found))
        open_ = [a for a in antibodies if not self._negative([r for r in counted if r.antibody == a], specimen)]
        if not open_:
            return not_met(*(f"{self.kb.antibodies[a].name} negative" for a in antibodies))
        where = {"serum": " in serum", "csf": " in CSF"}.get(specimen or "", " in serum and CSF")
        return unknown(", ".join(self.kb.antibodies[a].name for a in open_[:8]) + " antibodies" + where)

    @staticmethod
    def _negative(results: list[AntibodyResult], specimen: str | None) -> bool:
        where = {r.specimen for r in results if r.result == "negative"}
        return not any(r.result == "equivocal" for r in results) and (
            specimen in where if specimen else None in where or {"serum", "csf"} <= where
        )

    def _told(self, result: AntibodyResult) -> str:
        where = {"serum": " in serum", "csf": " in CSF"}.get(result.specimen or "", "")
        return f"{self.kb.antibodies[result.antibody].name} positive{where}"

    def measured(
        self, quantity: str, *, least: float | None = None, above: float | None = None, below: float | None = None,
        most: float | None = None,
    ) -> Reading:  # fmt: skip
        """Whether one of the values measured is at least, above, below or at most a number in the quantity's unit."""
        asked, values = BY_ID[quantity], self.values(quantity)
        if not values:
            return unknown(f"{asked.names[0]} ({asked.unit})")
        fit = [
            v
            for v in values
            if (least is None or v >= least)
            and (above is None or v > above)
            and (below is None or v < below)
            and (most is None or v <= most)
        ]
        return (met if fit else not_met)(f"{asked.names[0]} {(fit or values)[0]:.4g} {asked.unit}")

    def values(self, quantity: str) -> list[float]:
        """Every value measured of a quantity, in its unit."""
        return [m.value for m in self.case.measured if m.quantity == quantity]

    def score(self, *names: str) -> float | None:
        """The last value recorded of a published scale, by any of its names, or None."""
        wanted = {"".join(filter(str.isalnum, name)).casefold() for name in names}
        found = [s.value for s in self.case.scores if "".join(filter(str.isalnum, s.name)).casefold() in wanted]
        return found[-1] if found else None

    # Cancer and exposures

    def cancer(self, *tumours: str, within_years: float | None = None) -> Reading:
        """Whether there is, or was, a cancer; one of these tumours where any are named.

        Args:
            within_years: of the onset of the illness, before or after; or of today, where no onset is known.
        """
        undated: list[str] = []
        far: list[str] = []
        for cancer in self.case.cancers:
            if cancer.status == "excluded":
                continue
            if tumours and cancer.tumour not in tumours:
                if cancer.tumour is None and (not cancer.among or set(cancer.among) & set(tumours)):
                    undated.append(f"which cancer it is ({cancer.label})")
                continue
            years = self._years_apart(cancer)
            if within_years is None or (years is not None and years <= within_years):
                return met(cancer.label)
            if years is None:
                undated.append(f"when {cancer.label} was found")
            else:
                far.append(f"{cancer.label} was found {years:.0f} years apart")
        if undated:
            return unknown(*undated)
        denied = {c.tumour for c in self.case.cancers if c.status == "excluded"}
        if tumours and set(tumours) <= denied:
            return not_met("looked for and not there")
        if self.case.follow_up.searches and all(t.result == "negative" for t in self.case.tests):
            return not_met(*far, "a search for cancer found none")
        return unknown("whether there is such a cancer" if tumours else "whether there is a cancer")

    def _years_apart(self, cancer: Cancer) -> float | None:
        """Years between the onset of the illness and the day when a cancer was found."""
        onset = self.case.course.onset.date if self.case.course.onset else self.case.known_on or self.case.latest_date()
        if cancer.diagnosed is None:
            return None
        if cancer.diagnosed.date is not None and onset is not None:
            return abs((cancer.diagnosed.date - onset).days) / DAYS_PER_YEAR
        age, then = self.case.subject.age, cancer.diagnosed.age_years
        return abs(age - then) if age is not None and then is not None else None

    def exposure(self, *exposures: str) -> Reading:
        """Whether one of the exposures is there; absent only where the case says so."""
        given = [e for e in self.case.exposures if e.id in exposures]
        present = [e.label for e in given if e.status is Status.PRESENT]
        if present:
            return met(*present)
        if {e.id for e in given} >= set(exposures):
            return not_met(*(f"no {e.label}" for e in given))
        return unknown("whether there was " + " or ".join(self.label(e).lower() for e in exposures))
