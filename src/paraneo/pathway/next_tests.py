"""What to ask or test next: the tests not done, by what their result would tell, weighted by the harm of delay.

The list is short, and empty where no result would change much: that is the rule to stop.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from paraneo.inference.evidence import Evidence, Matcher
from paraneo.inference.exact import Exact
from paraneo.inference.information import Expectation, Information, Result
from paraneo.knowledge.model import Burden
from paraneo.pathway.situation import Situation
from paraneo.quantities import Indices

Kind = Literal["question", "routine", "antibodies", "tumour-search"]

MOST = 6
QUESTIONS, ROUTINE, PANELS, SEARCHES = 2, 3, 2, 2  # looked at closely, of each kind
TOGETHER = 3  # findings of one test that are looked at together
LEAST_BITS = 0.01  # of the most telling finding of a test that is looked at
LEAST_CAUSE = 0.02  # P(an antibody of the panel, or a tumour that the test shows, is the cause)
MOST_RESULTS = 3


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test that was not done.

    Attributes:
        worth: bits, weighted by the harm of delay. information: as it is.
        results: the likeliest outcomes.
    """

    id: str
    name: str
    kind: Kind
    burden: Burden
    worth: float
    information: Information
    results: tuple[Result, ...]


class NextTests:
    """Finds the next tests with one knowledge base; made once, used for many cases."""

    def __init__(self, exact: Exact, matcher: Matcher) -> None:
        self.exact = exact
        self.matcher = matcher
        self.knowledge = exact.knowledge
        model, kb = exact.model, exact.knowledge.kb
        self.labels = [matcher.labels[finding] for finding in model.findings]
        self.antibody_names = [kb.antibodies[a].name for a in model.antibodies]
        self._salient = np.array([o > 0.02 for o in model.omission])  # a sign that is usually mentioned
        self._area = {area: i for i, area in enumerate(model.areas)}
        self._antibody = {antibody: i for i, antibody in enumerate(model.antibodies)}
        self._test = {test: i for i, test in enumerate(model.tests)}
        weights = self.knowledge.assumptions.next_tests.urgency
        urgent = {c for emergency in kb.emergencies.values() for c in emergency.conditions}
        self._urgency = np.array(
            [
                getattr(weights, "emergency" if c in urgent else kind)
                for c, kind in zip(model.conditions, model.kinds, strict=True)
            ]
        )
        inside = {area: np.flatnonzero(model.area == i) for i, area in enumerate(model.areas)}
        self._routine_requests = [
            (request, {self._area[a] for a in request.areas}, np.concatenate([inside[a] for a in request.areas]))
            for request in kb.requests.values()
            if request.areas
        ]
        self._panel_requests = [
            (request, [self._antibody[a] for a in request.antibodies])
            for request in kb.requests.values()
            if request.antibodies
        ]

    def find(self, found: Situation, evidence: Evidence) -> list[NextTest]:
        """The tests worth doing next, the most telling first."""
        expected = Expectation(self.exact, evidence, found.posterior)
        tests = [
            *self._questions(expected, evidence),
            *self._routine(expected, evidence),
            *self._panels(expected, found, evidence),
            *self._searches(expected, found),
        ]
        assumed = self.knowledge.assumptions.next_tests
        value = {t.id: t.worth * getattr(assumed.burden, t.burden) for t in tests}
        order = sorted(tests, key=lambda t: (-value[t.id], t.id))
        return [t for t in order if value[t.id] >= assumed.least.value][:MOST]

    def _questions(self, expected: Expectation, evidence: Evidence) -> Iterator[NextTest]:
        """Signs that are not mentioned."""
        model = self.exact.model
        said = [f for sign in evidence.signs for part in sign.parts for f in part.findings]
        open_ = self._salient.copy()
        open_[said] = False
        bits = np.where(open_, expected.single, 0.0)
        for f in np.argsort(-bits, kind="stable")[:QUESTIONS]:
            if bits[f] >= LEAST_BITS:
                information = expected.findings([int(f)], self.labels)
                yield self._test_of(model.findings[f], self.labels[f], "question", "bedside", information)

    def _routine(self, expected: Expectation, evidence: Evidence) -> Iterator[NextTest]:
        """Requests of which no result is known."""
        done = {part.area for sign in evidence.signs for part in sign.parts}
        left = [
            (float(expected.single[findings].max()), i)
            for i, (_, areas, findings) in enumerate(self._routine_requests)
            if done.isdisjoint(areas)
        ]
        for bits, i in sorted(left, reverse=True)[:ROUTINE]:
            request, _, findings = self._routine_requests[i]
            if bits >= LEAST_BITS:
                information = expected.findings(self._most_telling(findings, expected), self.labels)
                yield self._test_of(request.id, request.name, "routine", request.burden, information)

    def _most_telling(self, findings: Indices, expected: Expectation) -> list[int]:
        """Those of some findings that tell most, none a form of another."""
        chosen: list[int] = []
        for f in findings[np.argsort(-expected.single[findings], kind="stable")].tolist():
            if len(chosen) == TOGETHER:
                break
            if not any(self._related(f, other) for other in chosen):
                chosen.append(f)
        return chosen

    def _related(self, one: int, other: int) -> bool:
        first, second = self.exact.model.findings[one], self.exact.model.findings[other]
        return first in self.matcher.up(second) or second in self.matcher.up(first)

    def _panels(self, expected: Expectation, found: Situation, evidence: Evidence) -> Iterator[NextTest]:
        """Panels of antibodies that were not tested."""
        done = {a for a, _ in evidence.antibody_results}
        left = []
        for i, (_, antibodies) in enumerate(self._panel_requests):
            untested = [a for a in antibodies if a not in done]
            if untested:
                left.append((float(found.posterior.antibodies[untested].sum()), i, untested))
        for cause, i, untested in sorted(left, reverse=True)[:PANELS]:
            request = self._panel_requests[i][0]
            if cause >= LEAST_CAUSE:
                information = expected.panel(untested, 0, self.antibody_names)
                yield self._test_of(request.id, request.name, "antibodies", request.burden, information)

    def _searches(self, expected: Expectation, found: Situation) -> Iterator[NextTest]:
        """Tests for a tumour that were not done and that this patient can have."""
        kb, model = self.knowledge.kb, self.exact.model
        done = {result.test for result in found.case.tests}
        known = {c.tumour for c in found.case.cancers if c.status != "excluded"}
        cause = np.array(
            [0.0 if t in known else p for t, p in zip(model.tumours, found.posterior.tumours[:-1], strict=True)]
        )
        chances = model.test_sensitivity @ cause
        for k in np.argsort(-chances, kind="stable")[: SEARCHES + len(done)]:
            test = kb.tests[model.tests[k]]
            if chances[k] >= LEAST_CAUSE and test.id not in done and found.suits(sex=test.sex, age_from=test.age_from):
                yield self._test_of(test.id, test.name, "tumour-search", test.burden, expected.tumour_test(int(k)))

    def _test_of(self, identifier: str, name: str, kind: Kind, burden: Burden, information: Information) -> NextTest:
        assumed = self.knowledge.assumptions.next_tests
        worth = float(self._urgency @ information.by_condition)
        worth += assumed.paraneoplastic.value * information.paraneoplastic + assumed.tumour.value * information.tumour
        results = sorted(information.results, key=lambda r: (-r.probability, r.label))[:MOST_RESULTS]
        return NextTest(identifier, name, kind, burden, worth, information, tuple(results))
