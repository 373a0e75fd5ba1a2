"""Who the patients are before anything is known of one: the pre-test probabilities of another setting."""

from __future__ import annotations

import msgspec
import numpy as np

from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.model import SUSPECTED
from paraneo.quantities import Array

MOST_KNOWN = 0.95  # of all patients, with a cancer that is known and a coincidence


def in_setting(knowledge: Compiled, setting: str = SUSPECTED) -> Compiled:
    """The knowledge with the pre-test probabilities of a setting; within syndromes, mimics and `other` the proportions
    stay.

    Raises:
        KeyError: if the knowledge base has no such setting.
    """
    chosen = knowledge.assumptions.settings[setting]
    other = chosen.other.value
    syndromes = (1.0 - other) * chosen.syndromes.value
    shares = {"syndrome": syndromes, "mimic": 1.0 - other - syndromes, "other": other}
    model = knowledge.model
    known = model.known * chosen.known_cancer.value
    known *= min(1.0, MOST_KNOWN / known.sum())
    return _with(knowledge, shares, known)


def with_prior(knowledge: Compiled, paraneoplastic: float) -> Compiled:
    """The knowledge with syndromes as common as makes the pre-test probability of paraneoplastic disease the one given.

    Raises:
        ValueError: if even syndromes alone would not make it so likely.
    """
    model = knowledge.model
    now = prior_of(knowledge)
    share = {kind: float(model.prior[_kinds(knowledge) == kind].sum()) for kind in ("syndrome", "mimic", "other")}
    syndromes = share["syndrome"] * paraneoplastic / now
    if not 0.0 < syndromes < 1.0:
        raise ValueError(f"a pre-test probability of {paraneoplastic:g} cannot be: syndromes alone give at most "
                         f"{now / share['syndrome']:.2f}")  # fmt: skip
    rest = (1.0 - syndromes) / (share["mimic"] + share["other"])
    shares = {"syndrome": syndromes, "mimic": share["mimic"] * rest, "other": share["other"] * rest}
    return _with(knowledge, shares, model.known)


def prior_of(knowledge: Compiled) -> float:
    """The pre-test probability of paraneoplastic disease: a syndrome, and its causal tumour is not none."""
    model = knowledge.model
    syndrome = _kinds(knowledge) == "syndrome"
    return float((model.prior[:, None] * model.tumour)[syndrome, :-1].sum())


def _kinds(knowledge: Compiled) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """(H,) the kind of each hypothesis' condition."""
    return np.asarray(np.array(knowledge.model.kinds)[knowledge.model.condition], dtype=np.str_)


def _with(knowledge: Compiled, shares: dict[str, float], known: Array) -> Compiled:
    model, kinds = knowledge.model, _kinds(knowledge)
    prior = model.prior.copy()
    for kind, share in shares.items():
        prior[kinds == kind] *= share / prior[kinds == kind].sum()
    return msgspec.structs.replace(knowledge, model=msgspec.structs.replace(model, prior=prior, known=known))
