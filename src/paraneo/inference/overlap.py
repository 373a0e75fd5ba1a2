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
from paraneo.inference.exact import Exact, Posterior, sum_by
from paraneo.knowledge.compile import OTHER
from paraneo.knowledge.compiled import Model
from paraneo.quantities import Array, Indices

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
    base = np.where(np.array(model.kinds) == OTHER, row, exact.own_row)
    both = Exact(msgspec.structs.replace(exact.knowledge, model=_union(model, row, base)))

    gain = np.exp(_fit(both, evidence.signs, evidence, omissions=True))
    gain /= np.exp(_fit(exact, evidence.signs, evidence, omissions=True)[row])
    second = exact.knowledge.assumptions.hypotheses.second.value
    prior = sum_by(model.condition, model.prior, len(model.conditions))
    prior[[leading, model.conditions.index(OTHER)]] = 0.0
    weight = second * prior / prior.sum() * gain
    chance = weight / (weight.sum() + 1.0 - second)
    likely = [int(c) for c in np.argsort(-chance, kind="stable") if chance[c] >= least]
    if not likely:
        return []
    signs = [s for s in evidence.signs if s.present and s.parts[0].means is not Means.UNLISTED]
    better = {
        sign: _fit(both, (sign,), evidence, omissions=False) - _fit(exact, (sign,), evidence, omissions=False)[row]
        for sign in signs
    }
    found = [Second(c, float(chance[c]), tuple(s for s in signs if better[s][c] > np.log(EXPLAINS))) for c in likely]
    return [second for second in found if second.explains]


def _fit(engine: Exact, signs: tuple[Sign, ...], evidence: Evidence, *, omissions: bool) -> Array:
    return engine.signs(signs, treated=evidence.treated, omissions=omissions)


def _union(model: Model, row: int, base: Indices) -> Model:
    """A model whose rows are a row together with each condition's: a finding is seen if either shows it."""
    first, second = model.involved[row], model.involved[base]
    involved = 1.0 - (1.0 - first) * (1.0 - second)
    area = model.area
    seen = 1.0 - (1.0 - first[area] * model.share[row]) * (1.0 - second[:, area] * model.share[base])
    share = np.minimum(seen / involved[:, area], 1.0 - 1e-9)
    return msgspec.structs.replace(model, row_names=model.conditions, involved=involved, share=share)
