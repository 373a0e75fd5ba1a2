"""A second illness beside the first: which condition explains what the leading one leaves unexplained.

Paraneoplastic syndromes overlap (cerebellar degeneration with Lambert-Eaton syndrome; encephalomyelitis with a
neuropathy), and a patient with one illness may have another. The ranking compares single conditions; this asks, given
that the leading one is right, whether another is there as well: a sign is then seen if either illness shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from paraneo.inference.evidence import Evidence, Means, Sign
from paraneo.inference.exact import TINY, Exact, Posterior, sum_by
from paraneo.knowledge.compile import OTHER
from paraneo.knowledge.compiled import Model
from paraneo.quantities import Array, Indices

MOST_TRIED = 40  # second illnesses that are looked at closely; only those above a threshold are shown
EXPLAINS = 2.0  # a second illness explains a finding that it makes at least twice as likely


@dataclass(frozen=True, slots=True)
class Second:
    """A condition, P(it is there as well | the leading one is right), and the signs that it explains."""

    condition: int
    probability: float
    explains: tuple[Sign, ...]


def seconds(exact: Exact, evidence: Evidence, posterior: Posterior, *, least: float) -> list[Second]:
    """Conditions that may be there beside the leading one and explain a sign, likeliest first; `least` probability."""
    model = exact.model
    chances = np.where(np.array(model.kinds) == OTHER, 0.0, posterior.conditions)
    leading = int(chances.argmax())
    inside = np.flatnonzero(model.condition == leading)
    row = int(model.row[inside[posterior.joint[inside].sum(axis=1).argmax()]])
    prior = sum_by(model.condition, model.prior, len(model.conditions))
    prior[[leading, model.conditions.index(OTHER)]] = 0.0
    tried = _worth_trying(exact, evidence, row, prior)
    both = Exact(msgspec.structs.replace(exact.knowledge, model=_union(model, row, exact.own_row[tried])))

    gain = np.exp(_fit(both, evidence.signs, evidence, omissions=True))
    gain /= np.exp(_fit(exact, evidence.signs, evidence, omissions=True)[row])
    second = exact.knowledge.assumptions.hypotheses.second.value
    weight = second * prior[tried] / prior.sum() * gain
    chance = weight / (weight.sum() + 1.0 - second)
    likely = [int(k) for k in np.argsort(-chance, kind="stable") if chance[k] >= least]
    if not likely:
        return []
    signs = [s for s in evidence.signs if s.present and s.parts[0].means is not Means.UNLISTED]
    better = {
        sign: _fit(both, (sign,), evidence, omissions=False) - _fit(exact, (sign,), evidence, omissions=False)[row]
        for sign in signs
    }
    found = [
        Second(int(tried[k]), float(chance[k]), tuple(s for s in signs if better[s][k] > np.log(EXPLAINS)))
        for k in likely
    ]
    return [second for second in found if second.explains]


def _worth_trying(exact: Exact, evidence: Evidence, row: int, prior: Array) -> Indices:
    """The conditions that might explain most beside the leading row, by a bound: each sign is at most as likely as in
    both illnesses together."""
    involved, bound = exact.involved(treated=evidence.treated), np.log(np.maximum(prior, TINY))
    for sign in evidence.signs:
        if sign.present:
            none = np.ones(len(exact.model.row_names))
            for part in sign.parts:
                none = none * (1.0 - involved[:, part.area] * exact.chance(part))
            there = 1.0 - none
            bound = bound + np.log(np.minimum(1.0, there[row] + there[exact.own_row]) / there[row])
    return np.sort(np.argsort(-bound, kind="stable")[:MOST_TRIED])


def _fit(engine: Exact, signs: tuple[Sign, ...], evidence: Evidence, *, omissions: bool) -> Array:
    return engine.signs(signs, treated=evidence.treated, omissions=omissions)


def _union(model: Model, row: int, base: Indices) -> Model:
    """A model whose rows are a row together with each condition's: a finding is seen if either shows it."""
    first, second = model.involved[row], model.involved[base]
    involved = 1.0 - (1.0 - first) * (1.0 - second)
    area = model.area
    seen = 1.0 - (1.0 - first[area] * model.share[row]) * (1.0 - second[:, area] * model.share[base])
    share = np.minimum(seen / involved[:, area], 1.0 - 1e-9)
    return msgspec.structs.replace(model, row_names=[model.row_names[r] for r in base], involved=involved, share=share)
