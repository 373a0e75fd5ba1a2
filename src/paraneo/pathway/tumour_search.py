"""The search for a tumour: which test next, and the chance that each step finds something."""

from __future__ import annotations

import numpy as np

from paraneo.case import Case, TestResult
from paraneo.pathway.situation import Situation
from paraneo.pathway.steps import Step
from paraneo.quantities import Array, percent

MOST_STEPS = 8
LEAST_CHANCE = 0.005
REPEAT_AFTER_DAYS = 183  # EFNS 2011: after a negative search again after three to six months


def search(found: Situation) -> list[Step]:
    """Tests in the order of their chance to find a tumour that is not known yet, given that those before found none.

    A cancer in remission counts as likely as it is to be the cause again. A test that was done in the last half
    year is left out here, unless it was equivocal; when to repeat it is a matter of follow-up. Tests without a
    sourced sensitivity for any likely tumour come last, without a chance.
    """
    kb, model = found.knowledge.kb, found.knowledge.model
    known = {c.tumour for c in found.case.cancers if c.status == "active"}
    unknown = np.array([_unknown(tumour, found) for tumour in model.tumours])
    likely = [t for t in found.tumours if t not in known]
    done = {test.test for test in found.case.tests if test.result != "equivocal" and _recent(test, found.case)}
    wanted = [
        test
        for test in dict.fromkeys(test for tumour in likely for test in kb.tumours[tumour].search)
        if test not in done and found.suits(sex=kb.tests[test].sex, age_from=kb.tests[test].age_from)
    ]
    steps: list[Step] = []
    left = wanted.copy()
    while left and len(steps) < MOST_STEPS:
        chances = {test: _chance(test, unknown, found) for test in left}
        best = max(left, key=lambda test: (chances[test], -wanted.index(test)))
        if chances[best] < LEAST_CHANCE:
            break
        steps.append(_step(best, chances[best], likely, found))
        unknown = _after_negative(best, unknown, found)
        left.remove(best)
    without = [test for test in left if not any(s.tumour in likely for s in kb.tests[test].sensitivity)]
    steps += [_step(test, None, likely, found) for test in without[: max(0, MOST_STEPS - len(steps))]]
    return steps


def remaining(steps: list[Step], found: Situation) -> float | None:
    """P(a tumour that is not known causes the illness), if every test of the plan with a known sensitivity is negative.

    A tumour may be too small for all of them, so it is never zero. None where the plan has no such test.
    """
    model = found.knowledge.model
    done = [model.tests.index(step.id) for step in steps if step.chance is not None]
    if not done:
        return None
    known = {c.tumour for c in found.case.cancers if c.status == "active"}
    causal = found.posterior.tumours[:-1]
    hidden = found.knowledge.assumptions.cancer.not_detectable_yet.value
    missed = hidden + (1.0 - hidden) * np.prod(1.0 - model.test_sensitivity[done], axis=0)
    unknown = np.array([tumour not in known for tumour in model.tumours])
    left = causal * np.where(unknown, missed, 1.0)
    return float((left * unknown).sum() / (left.sum() + 1.0 - causal.sum()))


def _recent(test: TestResult, case: Case) -> bool:
    """Whether a test was done within the time after which a search is repeated, or at a time that is not known."""
    date = test.when.date if test.when else None
    return date is None or case.known_on is None or (case.known_on - date).days <= REPEAT_AFTER_DAYS


def _unknown(tumour: str, found: Situation) -> float:
    """P(the tumour is there and not known yet), or of a cancer in remission that it is back and the cause."""
    status = {c.status for c in found.case.cancers if tumour == c.tumour or tumour in c.among}
    if "active" in status:
        return 0.0
    return found.tumour_causal(tumour) if "remission" in status else found.tumour_present(tumour)


def _sensitivity(test: str, found: Situation) -> Array:
    model = found.knowledge.model
    return np.asarray(model.test_sensitivity[model.tests.index(test)], dtype=np.float64)


def _chance(test: str, unknown: Array, found: Situation) -> float:
    visible = 1.0 - found.knowledge.assumptions.cancer.not_detectable_yet.value
    return float(min(1.0, (unknown * _sensitivity(test, found)).sum() * visible))


def _after_negative(test: str, unknown: Array, found: Situation) -> Array:
    """P(each tumour is there) once the test has shown none."""
    visible = 1.0 - found.knowledge.assumptions.cancer.not_detectable_yet.value
    missed = unknown * (1.0 - visible * _sensitivity(test, found))
    return np.asarray(missed / (missed + 1.0 - unknown), dtype=np.float64)


def _step(test: str, chance: float | None, likely: list[str], found: Situation) -> Step:
    kb = found.knowledge.kb
    entry = kb.tests[test]
    named = [t for t in likely if t in entry.finds]
    parts = []
    for tumour in named:
        numbers = [str(s) for s in entry.sensitivity if s.tumour == tumour]
        likelihood = f"{percent(_unknown(tumour, found))} likely"
        detail = f", shown in {'; '.join(numbers)}" if numbers else ", sensitivity not known to us"
        parts.append(f"{kb.tumours[tumour].name}: {likelihood}{detail}")
    sources = {s.study for s in entry.sensitivity if s.tumour in named} | set(entry.summary.sources)
    sources |= {source for tumour in named for source in kb.tumours[tumour].search_sources}
    return Step(test, entry.name, "; ".join(parts), tuple(sorted(sources)), chance=chance)
