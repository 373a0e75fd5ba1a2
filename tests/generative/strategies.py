"""Small models cut out of the knowledge base, and random evidence for them.

The plain enumeration walks through every state of the world, so it needs a model with few of everything. A cut keeps
the real numbers: some hypotheses (of few conditions), tumours, antibodies and areas.
"""

from __future__ import annotations

import msgspec
import numpy as np
from hypothesis import strategies as st

from paraneo.case import AntibodyResult, TestResult
from paraneo.inference.evidence import Evidence, KnownCancer, Means, Part, Sign, UnsettledCancer
from paraneo.knowledge.compile import NONE, OTHER, SPECIMENS
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.store import load_knowledge

MOST_HYPOTHESES = 6


@st.composite
def cuts(draw: st.DrawFn) -> Compiled:
    """A small model with the numbers of the knowledge base."""
    whole = load_knowledge()
    m = whole.model
    hypotheses = draw(st.lists(st.integers(0, len(m.condition) - 1), min_size=2, max_size=MOST_HYPOTHESES, unique=True))
    carried = {int(m.antibody[h]) for h in hypotheses} - {len(m.antibodies)}
    antibodies = sorted(carried | draw(st.sets(st.integers(0, len(m.antibodies) - 1), max_size=2)))
    tumours = sorted(draw(st.sets(st.integers(0, len(m.tumours) - 1), min_size=1, max_size=3)))
    areas = sorted(draw(st.sets(st.integers(0, len(m.areas) - 1), min_size=1, max_size=4)))
    return cut(whole, sorted(hypotheses), antibodies, tumours, areas)


def cut(
    whole: Compiled, hypotheses: list[int], antibodies: list[int], tumours: list[int], areas: list[int]
) -> Compiled:
    """The part of a model with these indices; shares of what is cut away go to "none" or are rescaled."""
    m = whole.model
    findings = [f for f in range(len(m.findings)) if int(m.area[f]) in areas]
    conditions = sorted({int(m.condition[h]) for h in hypotheses})
    rows = sorted({int(m.row[h]) for h in hypotheses})
    columns = [*tumours, len(m.tumours)]
    place = {a: i for i, a in enumerate(antibodies)} | {len(m.antibodies): len(antibodies)}
    cause = m.tumour[hypotheses][:, columns].copy()
    cause[:, -1] += 1.0 - cause.sum(axis=1)
    prior = m.prior[hypotheses]
    model = msgspec.structs.replace(
        m,
        conditions=[m.conditions[c] for c in conditions],
        kinds=[m.kinds[c] for c in conditions],
        tumours=[m.tumours[t] for t in tumours],
        antibodies=[m.antibodies[a] for a in antibodies],
        findings=[m.findings[f] for f in findings],
        areas=[m.areas[g] for g in areas],
        row_names=[m.row_names[r] for r in rows],
        condition=np.array([conditions.index(int(m.condition[h])) for h in hypotheses]),
        antibody=np.array([place[int(m.antibody[h])] for h in hypotheses]),
        row=np.array([rows.index(int(m.row[h])) for h in hypotheses]),
        area=np.array([areas.index(int(m.area[f])) for f in findings]),
        age_of=m.age_of[hypotheses][:, columns],
        prior=prior / prior.sum(),
        tumour=cause,
        before=m.before[hypotheses],
        male=m.male[hypotheses][:, columns],
        smoker=m.smoker[hypotheses][:, columns],
        tempo=m.tempo[rows],
        involved=m.involved[rows][:, areas],
        share=m.share[rows][:, findings],
        treated=m.treated[areas],
        spread=m.spread[rows][:, findings],
        prior_spread=m.prior_spread[conditions],
        cancer_strength=m.cancer_strength[hypotheses],
        typical=m.typical[findings],
        omission=m.omission[findings],
        base_rate=m.base_rate[antibodies],
        incidental=m.incidental[antibodies][:, tumours],
        known=m.known[tumours],
        occult=m.occult[tumours],
        sensitivity=m.sensitivity[antibodies],
        false_positive=m.false_positive[antibodies],
        unstated=m.unstated[antibodies],
        test_sensitivity=m.test_sensitivity[:, tumours],
        provenance={},
    )
    kb = msgspec.structs.replace(whole.kb, areas={a: whole.kb.areas[a] for a in model.areas})
    return msgspec.structs.replace(whole, kb=kb, model=model)


@st.composite
def evidence(draw: st.DrawFn, knowledge: Compiled) -> Evidence:
    """Random evidence that a model can speak of."""
    m = knowledge.model
    cancers = draw(st.lists(st.integers(0, len(m.tumours) - 1), max_size=1, unique=True))
    factor = st.sampled_from([1.0, knowledge.assumptions.cancer.remission_old.value])
    results = {}
    for a in draw(
        st.lists(st.integers(0, len(m.antibodies) - 1), max_size=2, unique=True) if m.antibodies else st.just([])
    ):
        results[a] = tuple(draw(st.lists(antibody_results(m.antibodies[a], m.methods), min_size=1, max_size=2)))
    tests = {}
    for t in draw(st.lists(st.integers(0, len(m.tests) - 1), max_size=2, unique=True) if m.tests else st.just([])):
        outcomes = draw(st.lists(st.sampled_from(["positive", "negative"]), min_size=1, max_size=2))
        tests[t] = tuple(TestResult(m.tests[t], m.tests[t], outcome) for outcome in sorted(outcomes))
    return Evidence(
        age=draw(st.none() | st.integers(0, 110)),
        male=draw(st.none() | st.booleans()),
        smoker=draw(st.none() | st.booleans()),
        tempo=draw(st.none() | st.integers(0, 2)),
        cancers=tuple(KnownCancer(t, m.tumours[t], draw(factor)) for t in cancers),
        unsettled=tuple(
            UnsettledCancer(tuple(sorted(among)), "some cancer", draw(factor))
            for among in draw(st.lists(st.sets(st.integers(0, len(m.tumours) - 1), min_size=1), max_size=1))
        ),
        ruled_out=tuple(draw(st.lists(st.integers(0, len(m.tumours) - 1), max_size=1))),
        signs=tuple(draw(st.lists(signs(knowledge), max_size=4, unique_by=lambda s: s.parts))),
        antibody_results=tuple(sorted(results.items())),
        tumour_tests=tuple(sorted(tests.items())),
        unused=(),
    )


@st.composite
def antibody_results(draw: st.DrawFn, antibody: str, methods: list[str]) -> AntibodyResult:
    return AntibodyResult(
        antibody,
        draw(st.sampled_from(["positive", "negative"])),
        draw(st.sampled_from(SPECIMENS)),
        draw(st.none() | st.sampled_from(methods)),
        band=draw(st.sampled_from([None, "weak", "strong"])),
        after_treatment=draw(st.booleans()),
    )


@st.composite
def signs(draw: st.DrawFn, knowledge: Compiled) -> Sign:
    """A finding, an area, a narrower or an unlisted sign, or a broad term over several areas."""
    m = knowledge.model
    present = draw(st.booleans())
    kind = draw(st.sampled_from(["finding", "area", "narrower", "unlisted", "broad"]))
    finding = draw(st.integers(0, len(m.findings) - 1))
    area = int(m.area[finding])
    if kind == "area":
        parts: tuple[Part, ...] = (Part(area, Means.AREA),)
    elif kind == "narrower":
        parts = (Part(area, Means.NARROWER, (finding,), draw(st.floats(0.0, 1.0))),)
    elif kind == "unlisted":
        parts = (Part(area, Means.UNLISTED),)
    elif kind == "broad":
        several = sorted(draw(st.sets(st.integers(0, len(m.findings) - 1), min_size=1, max_size=3)))
        by = sorted({int(m.area[f]) for f in several})
        parts = tuple(Part(g, Means.FINDINGS, tuple(f for f in several if int(m.area[f]) == g)) for g in by)
    else:
        parts = (Part(area, Means.FINDINGS, (finding,)),)
    return Sign(m.findings[finding], m.findings[finding], present, parts, kind)


def names_of(knowledge: Compiled) -> list[str]:
    """Names of the hypotheses, for messages."""
    m = knowledge.model
    causes = [*m.antibodies, NONE]
    return [f"{m.conditions[c]}/{causes[a]}" for c, a in zip(m.condition, m.antibody, strict=True)] or [OTHER]
