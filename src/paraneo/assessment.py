"""The one use case: a case in, an assessment out. Command line, service and benchmark all call :func:`assess`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np

from paraneo.case import Case
from paraneo.contract import (
    AdviceStep,
    AntibodyReading,
    AntibodyRequest,
    Assessment,
    Candidate,
    Contribution,
    Criteria,
    CriteriaItem,
    CriteriaNotApplied,
    CriteriaWay,
    NextTest,
    NotUsed,
    OutsideKnown,
    Probability,
    SecondCandidate,
    SettingUsed,
    Share,
    TestResultExpected,
)
from paraneo.criteria.application import Applied, apply
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.criteria.logic import Outcome
from paraneo.inference import overlap
from paraneo.inference.evidence import Evidence, Matcher
from paraneo.inference.exact import Exact, Posterior
from paraneo.inference.explanation import Citations, explain
from paraneo.inference.information import Result
from paraneo.inference.outside import Outside
from paraneo.inference.uncertainty import Intervals, intervals
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.model import SUSPECTED
from paraneo.knowledge.settings import prior_of
from paraneo.ontology import Ontology, load_ontology
from paraneo.pathway import advice, antibodies, emergencies, next_tests, tumour_search
from paraneo.pathway.situation import Situation, situation
from paraneo.pathway.steps import Step
from paraneo.quantities import percent
from paraneo.version import __version__

DIGITS = 6  # of probabilities, so that the same case gives the same bytes on any machine
CRITERIA_CANDIDATES = 3  # leading candidates to which criteria are applied where no condition is stated
MET, EVEN = {"definite", "probable"}, 0.5  # levels that call for a search; a probability that does
UNKNOWN = "None of the conditions that the knowledge base knows"
INTENDED_USE = (
    "Supports a clinician's judgement; not a medical device; not clinically validated. It never excludes a disease, "
    "and unknown is not negative."
)


class Assessor:
    """Assesses cases with one knowledge base, in one setting; made once, used for many.

    Args:
        knowledge: with the pre-test probabilities of the setting; see :func:`paraneo.knowledge.settings.in_setting`.
        setting: its id, which is shown.
    """

    def __init__(self, knowledge: Compiled, ontology: Ontology | None = None, setting: str = SUSPECTED) -> None:
        self.knowledge = knowledge
        self.setting = SettingUsed(
            setting, knowledge.assumptions.settings[setting].name, round(prior_of(knowledge), DIGITS)
        )
        self.ontology = ontology or load_ontology()
        self.matcher = Matcher(knowledge, self.ontology)
        self.exact = Exact(knowledge)
        self.citations = Citations(knowledge)
        self.outside = Outside(self.exact)
        self.next_tests = next_tests.NextTests(self.exact, self.matcher)

    def assess(self, case: Case, as_of: datetime.date | None = None) -> Assessment:
        """Assess a case as it was known on a date: the one given, else the case's own, else its latest.

        Raises:
            ImpossibleEvidence: if no patient of the model has what the case says.
        """
        date = as_of or case.known_on or case.latest_date()
        if date is not None:
            case = case.as_of(date)
        evidence = self.matcher.evidence(case)
        posterior = self.exact.posterior(evidence)
        sure = intervals(self.exact, evidence, posterior)
        found = situation(case, posterior, self.knowledge)
        kb = self.knowledge.kb
        plan = tumour_search.search(found)
        applied = self._apply(case, found)
        criteria = [_criteria(outcome, case, found) for outcome in applied.outcomes]
        return Assessment(
            case=case.id,
            as_of=date.isoformat() if date else None,
            version=__version__,
            knowledge=f"sha256:{self.knowledge.digest}",
            kb_version=kb.version,
            hpo=self.ontology.release,
            intended_use=INTENDED_USE,
            setting=self.setting,
            paraneoplastic=Probability(
                round(posterior.paraneoplastic, DIGITS), _rounded(*sure.paraneoplastic)
            ),
            conditions=self._candidates(evidence, posterior, sure),
            outside=self._outside(evidence, posterior),
            beside_the_first=self._beside(evidence, posterior),
            antibodies=_shares(
                self.knowledge.model.antibodies, posterior.antibodies, posterior.antibody_present,
                {a.id: a.name for a in kb.antibodies.values()},
            ),
            tumours=_shares(
                self.knowledge.model.tumours, posterior.tumours, posterior.tumour_present,
                {t.id: t.name for t in kb.tumours.values()},
            ),
            criteria=criteria,
            criteria_not_applied=[CriteriaNotApplied(*why) for why in applied.passed_over],
            disagreements=disagreements(criteria, posterior.paraneoplastic),
            alerts=[_step(s) for s in emergencies.alerts(found, self.ontology)],
            antibody_results=[_reading(r) for r in antibodies.readings(found)],
            antibodies_to_request=[
                AntibodyRequest(r.id, r.name, round(r.probability, DIGITS), r.specimen, list(r.sources))
                for r in antibodies.requests(found)
            ],
            work_up=[_step(s) for s in advice.steps(found, "work-up", start=date)],
            tumour_search=[
                *(_step(s) for s in advice.steps(found, "tumour-search", start=date)),
                *(_step(s) for s in plan),
            ],
            after_negative_search=_optional(tumour_search.remaining(plan, found)),
            treatment=[_step(s) for s in advice.steps(found, "treatment", "caution", start=date)],
            follow_up=[_step(s) for s in advice.steps(found, "follow-up", start=date)],
            next_tests=[self._next_test(t) for t in self.next_tests.find(found, evidence)],
            unrecognised=_not_used(case, evidence),
        )  # fmt: skip

    def _outside(self, evidence: Evidence, posterior: Posterior) -> OutsideKnown:
        check = self.outside.check(evidence, posterior)
        flag = check.chance >= self.knowledge.assumptions.thresholds.outside.value
        return OutsideKnown(flag, round(check.chance, DIGITS), list(check.findings) if flag else [])

    def _next_test(self, test: next_tests.NextTest) -> NextTest:
        about = test.information
        return NextTest(
            test.id, test.name, test.kind, test.burden, _bits(test.worth), _bits(about.condition),
            _bits(about.paraneoplastic), _bits(about.tumour), [self._expected(result) for result in test.results],
        )  # fmt: skip

    def _expected(self, result: Result) -> TestResultExpected:
        first = int(result.conditions.argmax())
        return TestResultExpected(
            result.label, round(result.probability, DIGITS), round(result.paraneoplastic, DIGITS),
            self.knowledge.model.conditions[first], round(float(result.conditions[first]), DIGITS),
        )  # fmt: skip

    def _beside(self, evidence: Evidence, posterior: Posterior) -> list[SecondCandidate]:
        """What may be there as well, above the threshold of a leading candidate."""
        model, kb = self.knowledge.model, self.knowledge.kb
        least = self.knowledge.assumptions.thresholds.leading.value
        return [
            SecondCandidate(
                model.conditions[s.condition],
                kb.conditions[model.conditions[s.condition]].name,
                round(s.probability, DIGITS),
                [sign.label for sign in s.explains],
            )
            for s in overlap.seconds(self.exact, evidence, posterior, least=least)
        ]

    def _candidates(self, evidence: Evidence, posterior: Posterior, sure: Intervals) -> list[Candidate]:
        explanation = explain(self.exact, evidence)
        items = explanation.items
        labels, kinds, statuses = [i.label for i in items], [i.kind for i in items], [i.status for i in items]
        matches, cited = [i.match for i in items], [self.citations.of(i) for i in items]
        estimates = list(zip(*(c.estimates for c in cited), strict=True))  # (C, items), as the steps
        sources = list(zip(*(c.sources for c in cited), strict=True))
        steps = explanation.steps.T.tolist()
        priors, totals = explanation.prior.tolist(), (explanation.prior + explanation.steps.sum(axis=0)).tolist()
        probabilities, ranges = posterior.conditions.tolist(), sure.conditions.tolist()
        order = np.argsort(-posterior.conditions, kind="stable").tolist()
        model, known = self.knowledge.model, self.knowledge.kb.conditions
        found = []
        for i in order:
            identifier = model.conditions[i]
            found.append(
                Candidate(
                    id=identifier,
                    name=known[identifier].name if identifier in known else UNKNOWN,
                    kind=model.kinds[i],
                    probability=round(probabilities[i], DIGITS),
                    interval=_rounded(*ranges[i]),
                    prior_decibans=priors[i],
                    decibans=round(totals[i], 1),
                    evidence=list(
                        map(Contribution, labels, kinds, statuses, steps[i], matches, estimates[i], sources[i])
                    ),
                )
            )
        return found

    def _apply(self, case: Case, found: Situation) -> Applied:
        """The instruments for the stated conditions, else for the leading candidates."""
        kb = self.knowledge.kb
        leading = [condition for condition in found.leading if condition in kb.conditions][:CRITERIA_CANDIDATES]
        return apply(case, case.stated or leading, kb, self.ontology)


def disagreements(criteria: list[Criteria], paraneoplastic: float) -> list[str]:
    """Where a level and the probability of paraneoplastic disease point different ways; the more cautious one leads."""
    out = []
    for c in criteria:
        if not INSTRUMENTS[c.id].grades_cancer or (c.inferred is not None and c.inferred < EVEN):
            continue
        name, chance = f"{c.id} for {c.subject}", percent(paraneoplastic)
        if c.level in MET and paraneoplastic < EVEN:
            out.append(
                f"{name} is {c.level}, while the probabilities make paraneoplastic disease {chance} likely: the "
                "criteria are the more cautious here, and a search for a tumour is worth considering all the same."
            )
        elif not MET & set(c.reachable) and paraneoplastic >= EVEN:
            out.append(
                f"{name} cannot become probable by what is known, while the probabilities make paraneoplastic disease "
                f"{chance} likely: they are the more cautious here, and the search is worth going on with."
            )
    return out


def _optional(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _bits(value: float) -> float:
    return round(max(value, 0.0), DIGITS)


def _rounded(low: float, high: float) -> tuple[float, float]:
    return round(float(low), DIGITS), round(float(high), DIGITS)


def _shares(ids: Sequence[str], causal: np.ndarray, present: np.ndarray, names: dict[str, str]) -> list[Share]:
    shares = [
        Share(identifier, names[identifier], round(float(p), DIGITS), round(float(there), DIGITS))
        for identifier, p, there in zip(ids, causal[:-1], present, strict=True)
    ]
    shares.append(Share("none", "None", round(float(causal[-1]), DIGITS), None))
    return sorted(shares, key=lambda share: -share.probability)


def _step(step: Step) -> AdviceStep:
    chance = None if step.chance is None else round(step.chance, DIGITS)
    dates = [date.isoformat() for date in step.dates]
    return AdviceStep(step.id, step.text, step.because, list(step.sources), step.when, dates, chance)


def _reading(reading: antibodies.Reading) -> AntibodyReading:
    return AntibodyReading(
        reading.id, reading.name, list(reading.results), reading.kind, round(reading.relevant, DIGITS),
        round(reading.present, DIGITS), round(reading.tumour, DIGITS), list(reading.cautions), list(reading.sources),
    )  # fmt: skip


def _criteria(outcome: Outcome, case: Case, found: Situation) -> Criteria:
    items = [
        CriteriaItem(
            i.id, i.verdict.value, i.points, list(i.possible), list(i.because), list(i.missing), i.locator, i.text
        )
        for i in outcome.items
    ]  # fmt: skip
    card = INSTRUMENTS[outcome.id]
    inferred = None if case.stated or not outcome.subject else round(found.probability(outcome.subject), DIGITS)
    return Criteria(
        outcome.id, card.name, card.year, outcome.subject, outcome.level, outcome.score, outcome.most,
        list(outcome.reachable), items, [CriteriaWay(way.level, list(way.needs)) for way in outcome.ways],
        list(outcome.readings), list(outcome.notes), list(outcome.sources), inferred,
    )  # fmt: skip


def _not_used(case: Case, evidence: Evidence) -> list[NotUsed]:
    read = [NotUsed(u.input, u.reason, list(u.suggestions)) for u in case.unrecognised]
    return read + [NotUsed(u.label, u.reason, []) for u in evidence.unused]
