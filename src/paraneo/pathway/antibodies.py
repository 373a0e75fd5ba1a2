"""What an antibody result is worth: for the illness, and apart from that for a tumour; and which ones to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from paraneo.case import AntibodyResult
from paraneo.knowledge.model import Antibody
from paraneo.pathway.situation import Situation

# The three kinds of founding claim n26. The limits are those of the 2021 classes: above 70% high, below 30% lower risk.
Kind = Literal["almost always with cancer", "with or without cancer", "seldom with cancer"]
ALWAYS, SELDOM = 0.7, 0.3
MOST_TO_ASK = 6
CONFIRMING = {"tissue-assay", "cell-based-assay", "live-cell-based-assay"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How far one antibody's results can be trusted.

    Attributes:
        relevant: P(it causes the illness | everything). present: P(it is there at all).
        tumour: P(any tumour is there | everything, and the antibody is there).
        cautions: what weakens the result.
    """

    id: str
    name: str
    results: tuple[str, ...]
    kind: Kind
    relevant: float
    present: float
    tumour: float
    cautions: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """An antibody worth asking for: P(it is the cause), and in which specimen."""

    id: str
    name: str
    probability: float
    specimen: str
    sources: tuple[str, ...]


def kind_of(share: float) -> Kind:
    """Which of three kinds an antibody is, by the share of its patients with cancer: almost always, sometimes,
    seldom.
    """
    if share > ALWAYS:
        return "almost always with cancer"
    return "with or without cancer" if share >= SELDOM else "seldom with cancer"


def readings(found: Situation) -> list[Reading]:
    """A reading of every antibody that has a result, positive ones first."""
    return [_reading(antibody, found) for antibody in (*found.positive, *found.negative)]


def _reading(name: str, found: Situation) -> Reading:
    antibody = found.knowledge.kb.antibodies[name]
    results = [r for r in found.case.antibodies if r.antibody == name]
    positive = [r for r in results if r.result == "positive"]
    sources = {estimate.study for estimate in antibody.cancer} | {e.study for e in antibody.performance}
    if any(r.level for r in positive):
        sources |= {e.study for e in antibody.levels}
    return Reading(
        id=name,
        name=antibody.name,
        results=tuple(_shown(r) for r in results),
        kind=kind_of(cancer_share(antibody, found)),
        relevant=found.antibody_causal(name),
        present=found.antibody_present(name),
        tumour=float(found.posterior.tumour_with[found.knowledge.model.antibodies.index(name)]),
        cautions=tuple(_cautions(antibody, positive, found)) if positive else (),
        sources=tuple(sorted(sources)),
    )


def cancer_share(antibody: Antibody, found: Situation) -> float:
    """Share with cancer among its patients with the leading condition, as the model has it."""
    model = found.knowledge.model
    causal = model.antibody == model.antibodies.index(antibody.id)
    weight = found.posterior.joint.sum(axis=1) * causal
    if not weight.any():
        weight = model.prior * causal
    if not weight.any():
        return found.knowledge.assumptions.antibodies[antibody.id].cancer.value
    return float((weight * (1.0 - model.tumour[:, -1])).sum() / weight.sum())


def _shown(result: AntibodyResult) -> str:
    parts = [result.result, result.specimen, result.method, f"1:{result.titre}" if result.titre else None, result.level]
    return " ".join(part for part in parts if part)


def _cautions(antibody: Antibody, positive: list[AntibodyResult], found: Situation) -> list[str]:
    cautions = []
    methods = {r.method for r in positive}
    if methods == {"line-blot"}:
        confirmed = [str(p) for p in antibody.performance if p.quantity == "confirmed" and p.method == "line-blot"]
        seen = f" (tissue confirmed {', '.join(confirmed)} of such results)" if confirmed else ""
        cautions.append(
            f"positive by line blot alone: ask for confirmation by another method, a neural antibody on tissue{seen}"
        )
    elif methods == {None}:
        cautions.append("the method is not stated")
    elif not methods & CONFIRMING:
        cautions.append("not confirmed on tissue or by a cell-based assay")
    specimens = {r.specimen for r in positive}
    if specimens == {None}:
        cautions.append("the specimen is not stated")
    if any(r.band == "weak" for r in positive):
        cautions.append("a weak band")
    if any(r.level for r in positive) and antibody.levels:
        limit = antibody.levels[0]
        cause, other = (
            " and ".join(str(e) for e in antibody.levels if e.group == group) for group in ("cause", "other")
        )
        cautions.append(
            f"levels above {limit.above:,.0f} {limit.unit} ({limit.method}) in {cause} whose illness it caused, "
            f"in {other} in whom it did not"
        )
    if any(r.after_treatment for r in positive):
        cautions.append("sampled after immunoglobulin, plasma exchange or rituximab")
    if any(r.antibody == antibody.id and r.result == "negative" for r in found.case.antibodies):
        cautions.append("another sample or method was negative")
    if found.antibody_causal(antibody.id) < 0.5:
        cautions.append("it does not fit the leading candidates: a neurologist should examine the patient")
    return cautions


def requests(found: Situation) -> list[Request]:
    """The antibodies that are likeliest to be the cause and have no result yet, at most `MOST_TO_ASK`."""
    model, kb = found.knowledge.model, found.knowledge.kb
    out: list[Request] = []
    for i in np.argsort(-found.posterior.antibodies[:-1], kind="stable"):
        antibody = kb.antibodies[model.antibodies[i]]
        probability = float(found.posterior.antibodies[i])
        if probability < 0.005 or len(out) == MOST_TO_ASK:
            break
        if antibody.id in found.positive or antibody.id in found.negative:
            continue
        specimen = antibody.specimen.text if antibody.specimen else "serum and CSF"
        sources = tuple(antibody.specimen.sources) if antibody.specimen else ()
        out.append(Request(antibody.id, antibody.name, probability, specimen, sources))
    return out
