"""What the level of an antibody is worth: how often it lies above a published limit where the antibody is the cause,
and where it is not.

A level is only compared with limits of its own unit and method: assays must not be converted into one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from paraneo.case import AntibodyResult
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.pooling import pool_frequency
from paraneo.quantities import Beta

_LEVEL = re.compile(r"\s*([<>]?)\s*(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*([^\d\s][^(]*?)\s*(?:\(.*\))?\s*")
_SAME_UNIT = {"u/ml": "iu/ml", "ui/ml": "iu/ml"}
START = Beta(0.5, 0.5)  # Jeffreys' prior of a proportion: no opinion before the counts


@dataclass(frozen=True, slots=True)
class Limit:
    """A published limit of one assay. cause, other: P(above | the positive antibody is, or is not, the cause)."""

    method: str
    unit: str
    above: float
    cause: float
    other: float

    def chances(self, result: AntibodyResult) -> tuple[float, float]:
        """P(this side of the limit | cause), and | not the cause; (1, 1) where the level cannot be compared."""
        found = _LEVEL.fullmatch(result.level or "")
        if found is None or result.result != "positive" or result.method not in (None, self.method):
            return 1.0, 1.0
        unit = found[3].casefold().replace(" ", "")
        value = float(found[2].replace(",", ""))
        if _SAME_UNIT.get(unit, unit) != self.unit or (found[1] and (found[1] == ">") != (value >= self.above)):
            return 1.0, 1.0
        above = value > self.above or (found[1] == ">" and value == self.above)
        return (self.cause, self.other) if above else (1.0 - self.cause, 1.0 - self.other)


def limits(knowledge: Compiled) -> dict[int, Limit]:
    """The limit of each antibody that has counts for both groups, by its index in the model; pooled over studies."""
    out = {}
    assumptions = knowledge.assumptions
    for place, name in enumerate(knowledge.model.antibodies):
        found = knowledge.kb.antibodies[name].levels
        if found:
            between = assumptions.pooling.between_studies.value
            cause, other = (
                pool_frequency(
                    START, [e for e in found if e.group == group], assumptions.words, knowledge.kb.studies, between
                ).mean
                for group in ("cause", "other")
            )
            out[place] = Limit(found[0].method, found[0].unit.casefold(), found[0].above, cause, other)
    return out
