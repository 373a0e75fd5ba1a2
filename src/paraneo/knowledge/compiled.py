"""The compiled knowledge base: arrays for inference, and beside them everything that views need to cite it."""

from __future__ import annotations

import gc
from typing import Any

import msgspec
import numpy as np

from paraneo.knowledge.assumptions import Assumptions
from paraneo.knowledge.model import KnowledgeBase
from paraneo.quantities import Array


class Provenance(msgspec.Struct, frozen=True, gc=False):
    """Where one number of the model comes from: estimates in words, and the ids of their studies or assumptions."""

    estimates: list[str]
    sources: list[str]


class Model(msgspec.Struct, frozen=True):
    """The joint distribution as arrays. Shapes use C conditions, H hypotheses, R rows, T tumours, A antibodies,
    F findings, G areas; where tumours or antibodies have one more column, the last stands for "none".

    A hypothesis is a condition with one causal antibody or none. A row is a set of finding frequencies: each condition
    has one, and one more for each antibody whose patients differ. `other` is a condition whose hypotheses are classes
    of presentation, one for each group.

    Attributes:
        conditions, kinds: C ids, and "syndrome", "mimic" or "other".
        tumours, antibodies, findings, areas: ids.
        condition: (H,) index of the hypothesis' condition. antibody: (H,) index of its causal antibody, A for none.
        row: (H,) index of its row. row_names: R names, "condition" or "condition/antibody".
        prior: (H,) P(condition, causal antibody); adds up to one.
        tumour: (H, T + 1) P(causal tumour | hypothesis).
        before: (H,) P(the illness comes before the tumour is known | there is a causal tumour).
        age: (D, 111) densities; age_of: (H, T + 1) which one. male, smoker: (H, T + 1).
        tempo: (R, 3) P(acute, subacute, chronic).
        involved: (R, G) P(area involved). share: (R, F) P(finding | its area is involved).
        spread: (R, F) standard deviation of the logarithm of P(finding), from counts, or the range of an assumption.
        prior_spread: (C,) standard deviation of the logarithm of P(condition), from the range of its assumption.
        cancer_strength: (H,) how many patients' worth of evidence the share with a causal tumour rests on.
        treated: (G,) P(area involved | a cancer is known) for that reason alone; 0 but for treatments of cancers.
        typical: (F,) the same for a patient at large. area: (F,) index of each finding's area.
        omission: (F,) how far not mentioning it speaks against it.
        base_rate: (A,) P(antibody found without its syndrome | no tumour). incidental: (A, T) the same given a tumour.
        known, occult: (T,) share of patients in whom the tumour is a coincidence, known or not.
        methods: M ids. sensitivity, false_positive: (A, M, 3) of antibody tests, by specimen serum, CSF, not stated.
        unstated: (A, M) mixture over methods for a method that is not stated.
        test_sensitivity: (tests, T) P(test shows it | it is there), 0 where no sourced value is known.
    """

    conditions: list[str]
    kinds: list[str]
    tumours: list[str]
    antibodies: list[str]
    findings: list[str]
    areas: list[str]
    tests: list[str]
    methods: list[str]
    row_names: list[str]
    condition: np.ndarray[Any, np.dtype[np.int64]]
    antibody: np.ndarray[Any, np.dtype[np.int64]]
    row: np.ndarray[Any, np.dtype[np.int64]]
    area: np.ndarray[Any, np.dtype[np.int64]]
    age_of: np.ndarray[Any, np.dtype[np.int64]]
    prior: Array
    tumour: Array
    before: Array
    age: Array
    male: Array
    smoker: Array
    tempo: Array
    involved: Array
    share: Array
    spread: Array
    prior_spread: Array
    cancer_strength: Array
    treated: Array
    typical: Array
    omission: Array
    base_rate: Array
    incidental: Array
    known: Array
    occult: Array
    sensitivity: Array
    false_positive: Array
    unstated: Array
    test_sensitivity: Array
    provenance: dict[str, Provenance]


class Compiled(msgspec.Struct, frozen=True):
    """A knowledge base ready for use: what was read, its digest, and the model made of it."""

    digest: str
    kb: KnowledgeBase
    assumptions: Assumptions
    model: Model


def to_bytes(compiled: Compiled) -> bytes:
    """MessagePack; the same knowledge gives the same bytes."""
    return msgspec.msgpack.encode(compiled, enc_hook=_encode_array)


def from_bytes(data: bytes) -> Compiled:
    """Raises msgspec.DecodeError (or its subclass ValidationError) where the bytes are not a compiled knowledge
    base.
    """
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand objects, none of them garbage: collecting would take as long as decoding
    try:
        return msgspec.msgpack.decode(data, type=Compiled, dec_hook=_decode_array)
    finally:
        if collecting:
            gc.enable()


def _encode_array(value: Any) -> Any:
    if not isinstance(value, np.ndarray):
        raise NotImplementedError(f"cannot encode {type(value)}")
    kind = "i" if value.dtype.kind == "i" else "f"
    return [kind, list(value.shape), value.astype("<i8" if kind == "i" else "<f8").tobytes()]


def _decode_array(_: type[Any], value: Any) -> Any:
    code, shape, data = value
    return np.frombuffer(data, dtype="<i8" if code == "i" else "<f8").reshape(shape)
