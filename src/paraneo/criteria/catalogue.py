"""Every instrument of the program: one for each module of the folder `instruments`.

What each is for stands in `index.json` beside this file (written by scripts/generate.py from the modules), so that a
command imports only the instruments that it applies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module, resources

import msgspec

from paraneo.criteria.instrument import Card

FOLDER = "paraneo.criteria.instruments"


class Entry(msgspec.Struct, frozen=True):
    """An instrument, the module that holds it, and the conditions that it is for (none: any illness)."""

    id: str
    module: str
    subjects: frozenset[str]


class Catalogue(Mapping[str, Card]):
    """The instruments by id, in the order of their ids; each is imported when it is asked for."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self._modules = {entry.id: entry.module for entry in entries}

    def __getitem__(self, instrument: str) -> Card:
        card: Card = import_module(f"{FOLDER}.{self._modules[instrument]}").INSTRUMENT
        return card

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


INSTRUMENTS = Catalogue(
    msgspec.json.decode(resources.files("paraneo.criteria").joinpath("index.json").read_bytes(), type=list[Entry])
)


@dataclass(frozen=True, slots=True)
class NotEncoded:
    """An instrument that the field uses and that is off, with the reason."""

    id: str
    name: str
    year: int
    reason: str


NOT_ENCODED = (
    NotEncoded(
        "camdessanche-2009", "Criteria and score for sensory neuronopathy (Camdessanche 2009)", 2009,
        "items and points could be read in one reprint only (PMC8629873, Table 3), found by no second copy",
    ),
    NotEncoded(
        "genoa-2005", "Genoa criteria of opsoclonus-myoclonus in children (Matthay 2005)", 2005,
        "two copies name the same four components but differ in how behaviour and sleep are joined, and neither names "
        "its source; the paper's own text could not be read",
    ),
    NotEncoded(
        "graus-2016-adem", "Definite acute disseminated encephalomyelitis (Graus 2016)", 2016,
        "the panel could be read in one copy only; a table that agrees with four of the five has another source",
    ),
    NotEncoded(
        "graus-2016-bickerstaff", "Bickerstaff brainstem encephalitis (Graus 2016)", 2016,
        "the panel could be read in one copy only, and there not which signs may be incomplete with GQ1b antibodies",
    ),
    NotEncoded(
        "graus-2016-hashimoto", "Hashimoto encephalopathy (Graus 2016)", 2016,
        "the panel could be read in one copy only; a second text that gives it was written by a machine",
    ),
    NotEncoded(
        "graus-2016-seronegative", "Antibody-negative but probable autoimmune encephalitis (Graus 2016)", 2016,
        "no copy of the panel could be read, and the one sentence that was names another number of supporting features "
        "than the project's notes",
    ),
    NotEncoded(
        "cellucci-2020", "Paediatric autoimmune encephalitis (Cellucci 2020)", 2020,
        "the abstract could be read, the table of the criteria could not",
    ),
    NotEncoded(
        "rite2", "RITE2: response to immunotherapy in epilepsy and encephalopathy (Dubey 2018)", 2018,
        "the cut-off could be read (7 or more), the points of the items beyond APE2 could not",
    ),
    NotEncoded(
        "mitchell-pike", "Mitchell-Pike scale of opsoclonus-myoclonus", 2002,
        "neither the items nor their grades could be read in any copy",
    ),
    NotEncoded(
        "guidon-2021 (encephalitis, demyelination, vasculitis, neuromuscular junction)",
        "Neurotoxicity of checkpoint inhibitors (Guidon 2021)", 2021,
        "the tables of these disorders could not be read in full; meningitis, neuropathy and myopathy are encoded",
    ),
)  # fmt: skip
