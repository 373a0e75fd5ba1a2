"""The text of docs/evaluation.md and its figure; `python scripts/generate.py` writes them.

Everything that is said of the program on the published patients: by stage, system, age and syndrome with bootstrap
intervals; calibration; net benefit; what each part of the program earns (ablations); every miss with its reason.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from evaluation.bars import bars, would_take
from evaluation.calibration import calibration_slope, net_benefit, reliability_svg
from evaluation.run import answers, patients
from evaluation.scoring import Row, Score, auroc, brier, score
from evaluation.truth import OUTSIDE_THE_NERVOUS_SYSTEM, STAGES, Stage, Truth, load_truth
from paraneo.assessment import Assessor
from paraneo.case import Case
from paraneo.inference.evidence import Evidence
from paraneo.knowledge.assumptions import Number
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.settings import with_prior
from paraneo.knowledge.store import load_knowledge

RESAMPLES, SEED = 1000, 1
PRIORS, ACT_AT = (0.05, 0.15, 0.40), (0.1, 0.2, 0.4)
AGES = ((0, 40), (40, 60), (60, 200))
MOST_REASONS = 3
PRIOR_RESULTS = Path(__file__).parent / "results" / "priors.txt"  # written by `python -m evaluation.priors`
Answers = dict[str, dict[str, Any]]


def exact_terms(knowledge: Compiled, published: dict[str, Case]) -> Answers:
    """The assessments where only terms of the vocabulary itself are understood."""
    assessor = Assessor(knowledge)
    match = assessor.matcher.evidence

    def same_terms(case: Case) -> Evidence:
        evidence = match(case)
        return replace(evidence, signs=tuple(sign for sign in evidence.signs if sign.match == "same term"))

    assessor.matcher.evidence = same_terms  # type: ignore[method-assign]
    return answers(assessor, published)


def independent_findings(knowledge: Compiled) -> Compiled:
    """Without areas: every finding is independent of every other."""
    model = knowledge.model
    seen = np.clip(model.involved[:, model.area] * model.share, 1e-6, 1 - 1e-6)
    return _model(knowledge, involved=np.full_like(model.involved, 1.0 - 1e-9), share=seen)


def without_mimics(knowledge: Compiled) -> Compiled:
    """Syndromes and `other` only."""
    kinds = np.array(knowledge.model.kinds)[knowledge.model.condition]
    prior = np.where(kinds == "mimic", 0.0, knowledge.model.prior)
    return _model(knowledge, prior=prior / prior.sum())


def without_reporting(knowledge: Compiled) -> Compiled:
    """What is not mentioned says nothing, and what is said to be absent is all but surely absent."""
    hardly = Number(value=0.01, low=0.0, high=0.02)
    reporting = msgspec.structs.replace(knowledge.assumptions.reporting, missed=hardly)
    assumptions = msgspec.structs.replace(knowledge.assumptions, reporting=reporting)
    return _model(
        msgspec.structs.replace(knowledge, assumptions=assumptions), omission=np.zeros_like(knowledge.model.omission)
    )


def equally_common(knowledge: Compiled) -> Compiled:
    """Each condition as common as every other of its kind."""
    model = knowledge.model
    of = np.bincount(model.condition, weights=model.prior, minlength=len(model.conditions))
    kinds = np.array(model.kinds)
    even = {kind: of[kinds == kind].sum() / (kinds == kind).sum() for kind in set(model.kinds)}
    factor = np.array([even[kind] for kind in model.kinds]) / of
    return _model(knowledge, prior=model.prior * factor[model.condition])


def _model(knowledge: Compiled, **arrays: Any) -> Compiled:
    return msgspec.structs.replace(knowledge, model=msgspec.structs.replace(knowledge.model, **arrays))


ABLATIONS: dict[str, Callable[[Compiled], Compiled]] = {
    "the program": lambda knowledge: knowledge,
    "findings independent (no areas)": independent_findings,
    "no mimics": without_mimics,
    "no model of reporting": without_reporting,
    "every condition of a kind as common": equally_common,
}


def hits(rows: list[Row]) -> tuple[int, int, int]:
    """Cases with a syndrome to name, how many have it first, how many among three."""
    ranks = [row.syndrome for row in rows if row.syndrome is not None]
    return len(ranks), sum(r == 1 for r in ranks), sum(r <= 3 for r in ranks)


def bootstrap(found: Score, measure: Callable[[list[Row]], float]) -> str:
    """A measure with its 95% interval over patients drawn again and again with replacement."""
    rng, rows = np.random.default_rng(SEED), list(found.rows)
    drawn = [measure([rows[i] for i in rng.integers(len(rows), size=len(rows))]) for _ in range(RESAMPLES)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return f"{measure(rows):.2f} ({low:.2f} to {high:.2f})"


def _share(k: int) -> Callable[[list[Row]], float]:
    def measure(rows: list[Row]) -> float:
        of, first, three = hits(rows)
        return (first if k == 1 else three) / of if of else float("nan")

    return measure


def _of(rows: list[Row], measure: Callable[[Any, Any], float]) -> float:
    return measure(np.array([r.probability for r in rows]), np.array([float(r.truth.paraneoplastic) for r in rows]))


MEASURES: dict[str, Callable[[list[Row]], float]] = {
    "syndrome first": _share(1),
    "syndrome among three": _share(3),
    "AUROC, paraneoplastic": lambda rows: _of(rows, auroc),
    "Brier score": lambda rows: _of(rows, brier),
    "calibration slope": lambda rows: _of(rows, lambda f, o: calibration_slope(f, o)[1]),
}


def table(head: list[str], rows: list[list[object]]) -> Iterator[str]:
    """A Markdown table."""
    yield "| " + " | ".join(head) + " |"
    yield "|" + "|".join("---" for _ in head) + "|"
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"
    yield ""


def by(found: Score, key: Callable[[Row], str]) -> list[list[object]]:
    """Hits by a property of the row."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in found.rows:
        if row.syndrome is not None:
            parts[key(row)].append(row)
    return [[name, *hits(rows)] for name, rows in sorted(parts.items())]


def reason(row: Row, answer: dict[str, Any]) -> str:
    """What spoke most for the condition that came first, against the right one."""
    right = {row.truth.mimic or "", row.truth.syndrome, *row.truth.also_accepted}
    by_id = {c["id"]: c for c in answer["conditions"]}
    best = next((by_id[c["id"]] for c in answer["conditions"] if c["id"] in right), None)
    first = answer["conditions"][0]
    if best is None or best is first:
        return "the tumour: another one is likelier with this syndrome"
    gaps = [("pre-test probability", first["prior_decibans"] - best["prior_decibans"])]
    gaps += [
        (f"{a['item']} {a['status']}".strip(), a["decibans"] - b["decibans"])
        for a, b in zip(first["evidence"], best["evidence"], strict=True)
    ]
    most = sorted(gaps, key=lambda g: -g[1])[:MOST_REASONS]
    return "; ".join(f"{name} {gap:+.1f}" for name, gap in most if gap > 0.0)


def misses(found: Score, given: Answers, later: Score) -> list[list[object]]:
    """Every case whose syndrome or mimic is not first; `later` is what the work-up's results make of it."""
    at_work_up = {row.case: row for row in later.rows} if later is not found else {}
    return [
        [
            row.case,
            row.truth.mimic or row.truth.syndrome,
            row.syndrome or row.mimic,
            row.first,
            reason(row, given[row.case]),
            would_take(row, given[row.case], at_work_up.get(row.case)),
        ]
        for row in found.rows
        if (row.syndrome or row.mimic or 1) > 1
    ]


def bar_part(found: dict[Stage, Score]) -> Iterator[str]:
    """The bars that were set, and what is reached."""
    yield "## The bars"
    yield ""
    yield "What was asked of the program before it was built. Where a bar is missed, the tables of misses say patient"
    yield "by patient what tipped the balance and what it would take; nothing was moved to reach one."
    yield ""
    yield from table(["stage", "measure", "asked", "reached", "met"], list(bars(found)))


def stage_part(stage: Stage, found: Score, given: Answers, published: dict[str, Case], later: Score) -> Iterator[str]:
    """The chapter of one stage."""

    def age(row: Row) -> str:
        years = published[row.case].subject.age
        return next(
            (f"{low} to {high - 1}" for low, high in AGES if years is not None and low <= years < high), "not known"
        )

    yield f"## {stage.capitalize()}"
    yield ""
    yield from table(["measure", "value (95% interval)"], [[k, bootstrap(found, m)] for k, m in MEASURES.items()])
    of = ["", "patients", "first", "among three"]
    outside = OUTSIDE_THE_NERVOUS_SYSTEM
    yield from table(of, by(found, lambda r: "other systems" if r.case.startswith(outside) else "nervous system"))
    yield from table(["age", *of[1:]], by(found, age))
    yield from table(["syndrome", *of[1:]], by(found, lambda r: r.truth.syndrome))
    yield "Misses, with the items (decibans) that most favoured the condition that came first over the right one, and"
    yield "what it would take:"
    yield ""
    yield from table(["case", "right", "rank", "first", "why", "what it would take"], misses(found, given, later))


def benefit_part(truth: dict[str, Truth], published: dict[str, Case]) -> Iterator[str]:
    """Net benefit of searching for a tumour above a threshold."""
    rows: list[list[object]] = []
    for prior in PRIORS:
        found = score(truth, answers(Assessor(with_prior(load_knowledge(), prior)), published))
        for threshold in ACT_AT:
            ours, everyone = net_benefit(found.forecasts, found.outcomes, prior, threshold)
            rows.append([f"{prior:.0%}", f"{threshold:.0%}", f"{ours:+.3f}", f"{everyone:+.3f}"])
    yield "## Net benefit"
    yield ""
    yield "Of acting (a search for a tumour) where the probability reaches a threshold, at presentation, the patients"
    yield "weighted so that as many are paraneoplastic as the pre-test probability says; beside it, of acting in"
    yield "everyone (in nobody: 0)."
    yield ""
    yield from table(["pre-test", "threshold", "paraneo", "everyone"], rows)


def ablation_part(truth: dict[str, Truth], published: dict[str, Case]) -> Iterator[str]:
    """What each part earns."""
    rows: list[list[object]] = []
    for name, change in ABLATIONS.items():
        rows.append(_ablated(name, score(truth, answers(Assessor(change(load_knowledge())), published))))
    rows.append(_ablated("no ontology: the same term only", score(truth, exact_terms(load_knowledge(), published))))
    yield "## What each part earns (presentation)"
    yield ""
    yield from table(["", "syndrome first", "among three", "right mimic among three", "AUROC", "Brier"], rows)


def _ablated(name: str, found: Score) -> list[object]:
    _, first, three = hits(list(found.rows))
    return [
        name, first, three, found.mimic.within(3), f"{auroc(found.forecasts, found.outcomes):.3f}",
        f"{brier(found.forecasts, found.outcomes):.3f}",
    ]  # fmt: skip


@functools.cache
def page() -> tuple[str, str]:
    """The document and the figure."""
    truth, knowledge = load_truth(), load_knowledge()
    lines = [
        "# Evaluation",
        "",
        "Generated by `scripts/generate.py`. Ninety published patients, kept out of the knowledge base: 67 whose",
        "syndrome is to be named, 18 with another illness, 5 where the sign is the syndrome's name. **The figures are",
        "optimistic**: curators and builders saw these patients' misses. Published patients are remarkable; this says",
        "nothing of a clinic. The peer, a general phenotype tool, is in `evaluation/results/table.txt`.",
        "",
        "![Reliability: forecast and observed share of paraneoplastic disease](figures/reliability.svg)",
        "",
    ]  # fmt: skip
    published = {stage: patients(stage) for stage in STAGES}
    given = {stage: answers(Assessor(knowledge), published[stage]) for stage in STAGES}
    found = {stage: score(truth, given[stage]) for stage in STAGES}
    forecasts = {stage: (found[stage].forecasts, found[stage].outcomes) for stage in STAGES}
    lines += bar_part(found)
    for stage in STAGES:
        lines += stage_part(stage, found[stage], given[stage], published[stage], found["workup"])
    lines += ["## Settings", "", "```text", PRIOR_RESULTS.read_text().rstrip(), "```", ""]
    presentation = patients("presentation")
    lines += ablation_part(truth, presentation)
    lines += benefit_part(truth, presentation)
    return "\n".join(lines).rstrip() + "\n", reliability_svg(forecasts)
