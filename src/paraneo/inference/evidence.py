"""A case as the model sees it: each finding matched to the vocabulary, each result to its antibody or tumour.

Matching goes both ways through the ontology. A term of the vocabulary is itself; a narrower term is a form of the
nearest listed term above it; a broader one is seen when any of the listed terms below it is; a term that only lies
below an area's own term shows that the area is involved, and no more.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from dataclasses import dataclass

from paraneo.case import RECURRENCE_YEARS, AntibodyResult, Case, Status, TestResult
from paraneo.knowledge.compiled import Compiled
from paraneo.ontology import Ontology


class Means(enum.Enum):
    """What a reported term says about an area, once the area is involved."""

    AREA = "the area itself"
    FINDINGS = "one or more listed findings"
    NARROWER = "a form of a listed finding"
    UNLISTED = "a sign that is not listed"


@dataclass(frozen=True, slots=True)
class Part:
    """What a reported term says about one area.

    Attributes:
        area: index of the area. findings: indices of the findings meant (one for NARROWER).
        kept: for NARROWER, the share of the match that survives the difference in specificity.
    """

    area: int
    means: Means
    findings: tuple[int, ...] = ()
    kept: float = 1.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding or exposure of the case as the model sees it. `parts` has several entries only for a broad term."""

    term: str
    label: str
    present: bool
    parts: tuple[Part, ...]
    match: str


@dataclass(frozen=True, slots=True)
class Unused:
    """A finding that does not enter the inference, with the reason."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class KnownCancer:
    """A known cancer: index of its tumour, and the factor for it to be the cause, 1 for an active one."""

    tumour: int
    label: str
    causal_factor: float


@dataclass(frozen=True, slots=True)
class UnsettledCancer:
    """A known cancer that may be any of several tumours."""

    tumours: tuple[int, ...]
    label: str
    causal_factor: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of a case enters the inference, in the order in which the explanation lists it.

    Attributes:
        age: whole years. male, smoker: None where unknown.
        tempo: index into `pooling.TEMPOS`.
        ruled_out: indices of tumours that were looked for and are said not to be there.
        antibody_results: by index of the antibody; tumour_tests: by index of the test, results in order of date.
    """

    age: int | None
    male: bool | None
    smoker: bool | None
    tempo: int | None
    cancers: tuple[KnownCancer, ...]
    unsettled: tuple[UnsettledCancer, ...]
    ruled_out: tuple[int, ...]
    signs: tuple[Sign, ...]
    antibody_results: tuple[tuple[int, tuple[AntibodyResult, ...]], ...]
    tumour_tests: tuple[tuple[int, tuple[TestResult, ...]], ...]
    unused: tuple[Unused, ...]

    @property
    def treated(self) -> bool:
        """Whether a cancer is known, so that its treatment is no surprise."""
        return bool(self.cancers or self.unsettled)

    def settled_or_among(self, tumours: int) -> set[int]:
        """Tumours that are known, or that a known cancer may be, unless it may be any: a negative test says nothing of
        these."""
        among = {t for unsettled in self.unsettled if len(unsettled.tumours) < tumours for t in unsettled.tumours}
        return {cancer.tumour for cancer in self.cancers} | among


TEMPO_INDEX = {"acute": 0, "subacute": 1, "chronic": 2}


class Matcher:
    """Matches cases to one knowledge base; made once, used for many cases."""

    def __init__(self, knowledge: Compiled, ontology: Ontology) -> None:
        self.knowledge = knowledge
        self.ontology = ontology
        model, kb = knowledge.model, knowledge.kb
        self.finding_index = {finding: i for i, finding in enumerate(model.findings)}
        self.area_index = {area: i for i, area in enumerate(model.areas)}
        self.area_of_term = {t.id: self.area_index[a.id] for a in kb.areas.values() for t in a.means}
        entries = [f for area in kb.areas.values() for f in area.findings]
        self.labels = {f.id: f.label for f in entries} | {t.id: t.label for a in kb.areas.values() for t in a.means}
        self.also = {term.id: f.id for f in entries for term in f.also}
        self.parents = {f.id: tuple(p.id for p in f.parents) for f in entries}
        self._up: dict[str, frozenset[str]] = {}
        self._below: dict[str, set[int]] = defaultdict(set)
        self._areas_below: dict[str, set[int]] = defaultdict(set)
        for finding, i in self.finding_index.items():
            for term in self.up(finding):
                self._below[term].add(i)
        for term, area in self.area_of_term.items():
            for above in self.up(term):
                self._areas_below[above].add(area)

    def up(self, term: str) -> frozenset[str]:
        """The terms above a term of the ontology or a finding of ours, itself left out."""
        known = self._up.get(term)
        if known is None:
            if term in self.ontology:
                known = self.ontology.ancestors(term)
            else:
                parents = self.parents.get(term, ())
                known = frozenset(parents).union(*(self.ontology.ancestors(p) for p in parents))
            self._up[term] = known
        return known

    def evidence(self, case: Case) -> Evidence:
        """The case as evidence; nothing in it is dropped without a word in `unused`."""
        signs, unused = self._signs(case)
        unused += self._contradictions(case)
        cancers = tuple(
            KnownCancer(
                self._tumour(cancer.tumour),
                cancer.label,
                self._causal_factor(cancer.status, case.years_in_remission(cancer)),
            )
            for cancer in case.cancers
            if cancer.tumour is not None and cancer.status != "excluded"
        )
        merged = {c.tumour: c for c in sorted(cancers, key=lambda c: c.causal_factor)}
        subject = case.subject
        tempo = case.tempo()
        return Evidence(
            age=None if subject.age is None else int(subject.age),
            male=None if subject.sex is None else subject.sex == "male",
            smoker=None if subject.smoking is None else subject.smoking != "never",
            tempo=None if tempo is None else TEMPO_INDEX[tempo],
            cancers=tuple(merged[t] for t in sorted(merged)),
            unsettled=self._unsettled(case, signs),
            ruled_out=tuple(
                sorted(
                    {self._tumour(c.tumour) for c in case.cancers if c.tumour and c.status == "excluded"} - set(merged)
                )
            ),
            signs=tuple(signs),
            antibody_results=self._antibodies(case),
            tumour_tests=self._tests(case),
            unused=tuple(unused),
        )

    def _contradictions(self, case: Case) -> list[Unused]:
        """Cancers that are said to be there and not to be there."""
        there = {c.tumour for c in case.cancers if c.status != "excluded"}
        return [
            Unused(c.label, "stated both as known and as not there; taken as known")
            for c in case.cancers
            if c.status == "excluded" and c.tumour is not None and c.tumour in there
        ]

    def _unsettled(self, case: Case, signs: list[Sign]) -> tuple[UnsettledCancer, ...]:
        """Known cancers of which it is not said which they are; a treatment of cancers tells of one by itself."""
        every = tuple(range(len(self.knowledge.model.tumours)))
        known = [c for c in case.cancers if c.status != "excluded"]
        found = {
            cancer.label: UnsettledCancer(
                tuple(sorted(self._tumour(tumour) for tumour in cancer.among)) or every,
                cancer.label,
                self._causal_factor(cancer.status, case.years_in_remission(cancer)),
            )
            for cancer in known
            if cancer.tumour is None
        }
        treatments = [s for s in signs if s.present and all(self._is_treatment(part.area) for part in s.parts)]
        if not known and treatments:
            label = f"a cancer treated with {treatments[0].label.lower()}"
            found[label] = UnsettledCancer(every, label, 1.0)
        return tuple(found[label] for label in sorted(found))

    def _is_treatment(self, area: int) -> bool:
        return bool(self.knowledge.model.treated[area] > 0.0)

    def _tumour(self, tumour: str) -> int:
        return self.knowledge.model.tumours.index(tumour)

    def _causal_factor(self, status: str, remission_years: float | None) -> float:
        assumed = self.knowledge.assumptions.cancer
        if status != "remission":
            return 1.0
        if remission_years is not None and remission_years > RECURRENCE_YEARS:
            return assumed.remission_old.value
        return assumed.remission_recent.value

    def _antibodies(self, case: Case) -> tuple[tuple[int, tuple[AntibodyResult, ...]], ...]:
        by: dict[int, list[AntibodyResult]] = defaultdict(list)
        for result in case.antibodies:
            if result.result != "equivocal":
                by[self.knowledge.model.antibodies.index(result.antibody)].append(result)
        # A fixed order: the probability of a repeated result depends on the ones before it, not on the input's order.
        return tuple(
            (a, tuple(sorted(by[a], key=lambda r: (r.specimen or "", r.method or "", r.result)))) for a in sorted(by)
        )

    def _tests(self, case: Case) -> tuple[tuple[int, tuple[TestResult, ...]], ...]:
        by: dict[int, list[TestResult]] = defaultdict(list)
        for result in case.tests:
            if result.result != "equivocal":
                by[self.knowledge.model.tests.index(result.test)].append(result)
        return tuple((t, tuple(sorted(by[t], key=lambda r: r.result))) for t in sorted(by))

    # Findings

    def _signs(self, case: Case) -> tuple[list[Sign], list[Unused]]:
        stated: dict[tuple[str, bool], str] = {}
        for feature in case.features:
            if feature.status is not Status.NOT_ASSESSED:
                term = self.also.get(feature.term, feature.term)
                stated.setdefault((term, feature.status is Status.PRESENT), feature.label)
        for exposure in case.exposures:
            if exposure.id is not None and exposure.status is not Status.NOT_ASSESSED:
                stated.setdefault((exposure.id, exposure.status is Status.PRESENT), exposure.label)
        present = {term for term, status in stated if status}
        excluded = {term for term, status in stated if not status}
        signs: list[Sign] = []
        unused: list[Unused] = []
        taken: dict[tuple[Part, ...], str] = {}
        for (term, status), label in sorted(stated.items()):
            shown = self._label(term, label)
            if term in present and term in excluded:
                if status:
                    unused.append(Unused(shown, "stated both as present and as excluded"))
                continue
            contradicting = None if status else self._narrower(term, present)
            if contradicting is not None:
                said = self._label(contradicting, contradicting)
                unused.append(Unused(shown, f'excluded, although "{said}" is present'))
                continue
            narrower = self._implying(term, present if status else excluded, status)
            if narrower is not None:
                unused.append(Unused(shown, f'already said by "{self._label(narrower, narrower)}"'))
                continue
            parts, match = self._match(term)
            if not parts:
                unused.append(Unused(shown, "known to the ontology, but nothing in the knowledge base tells of it"))
            elif status and parts in taken:
                unused.append(Unused(shown, f'counts as the same finding as "{taken[parts]}"'))
            else:
                taken[parts] = shown
                signs.append(Sign(term, shown, status, parts, match))
        signs.sort(key=lambda sign: (sign.parts[0].area, not sign.present, sign.term))
        return signs, unused

    def _label(self, term: str, given: str) -> str:
        if term in self.labels:
            return self.labels[term]
        return self.ontology.label(term) if term in self.ontology else given

    def _implying(self, term: str, others: set[str], present: bool) -> str | None:
        """A stated term that already says this one: a narrower one that is present, a broader one that is excluded."""
        if present:
            return self._narrower(term, others)
        return min((other for other in others if other in self.up(term)), default=None)

    def _narrower(self, term: str, others: set[str]) -> str | None:
        return min((other for other in others if term in self.up(other)), default=None)

    def _match(self, term: str) -> tuple[tuple[Part, ...], str]:
        """What a term says about which areas, and the words for it."""
        model = self.knowledge.model
        if term in self.finding_index:
            i = self.finding_index[term]
            return (Part(int(model.area[i]), Means.FINDINGS, (i,)),), "same term"
        if term in self.area_of_term:
            area = self.area_of_term[term]
            return (Part(area, Means.AREA),), f"names the area: {self._area_name(area)}"
        above = [a for a in self.up(term) if a in self.finding_index or a in self.area_of_term]
        below = self._below.get(term, set())
        if below or term in self._areas_below:
            return self._broad(term, below)
        if not above:
            return (), ""
        nearest = max(above, key=lambda a: (self._information(a), a))
        if nearest in self.area_of_term:
            area = self.area_of_term[nearest]
            return (Part(area, Means.UNLISTED),), f"a sign of the area: {self._area_name(area)}"
        i = self.finding_index[nearest]
        lost = max(0.0, self._information(term) - self._information(nearest))
        kept = self.knowledge.assumptions.reporting.match.value**lost
        return (Part(int(model.area[i]), Means.NARROWER, (i,), kept),), f"a form of {self.labels[nearest]}"

    def _broad(self, term: str, below: set[int]) -> tuple[tuple[Part, ...], str]:
        model = self.knowledge.model
        whole = self._areas_below.get(term, set())
        by_area: dict[int, list[int]] = defaultdict(list)
        for i in sorted(below):
            by_area[int(model.area[i])].append(i)
        parts = [Part(area, Means.AREA) for area in whole]
        parts += [Part(area, Means.FINDINGS, tuple(inside)) for area, inside in by_area.items() if area not in whole]
        parts.sort(key=lambda part: part.area)
        names = (
            [self._area_name(p.area) for p in parts]
            if len(parts) > 1
            else [self.labels[model.findings[i]] for i in below]
        )
        return tuple(parts), "broader than " + ", ".join(sorted(names)[:4])

    def _area_name(self, area: int) -> str:
        return self.knowledge.kb.areas[self.knowledge.model.areas[area]].name

    def _information(self, term: str) -> float:
        if term in self.ontology:
            return self.ontology.information(term)
        return max((self.ontology.information(p) for p in self.parents.get(term, ())), default=1.0)
