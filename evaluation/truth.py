"""What each published patient had, as the report concluded."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

Stage = Literal["presentation", "workup"]
STAGES: tuple[Stage, ...] = ("presentation", "workup")
CASES = Path(__file__).parent / "cases"
OUTSIDE_THE_NERVOUS_SYSTEM = "c4-"


class Citation(msgspec.Struct, frozen=True):
    """The report."""

    title: str | None = None
    journal: str | None = None
    year: int | None = None
    pmid: str | int | None = None
    doi: str | None = None
    url: str | None = None


class Truth(msgspec.Struct, frozen=True):
    """What a report concluded; ids are those of the knowledge base.

    Attributes:
        syndrome: "mimic" where the illness was not paraneoplastic. also_accepted: conditions that fit as well.
        mimic: which one, where the knowledge base has it.
        cancer_known_at_presentation: the tumour is then given in the case, and finding it is no achievement.
    """

    syndrome: str
    paraneoplastic: bool
    citation: Citation
    antibody_id: str | None = None
    tumour_id: str | None = None
    also_accepted: list[str] = []
    cancer_known_at_presentation: bool = False
    mimic: str | None = None


def load_truth(folder: Path = CASES) -> dict[str, Truth]:
    """The truth of each case by its id."""
    return msgspec.json.decode((folder / "truth.json").read_bytes(), type=dict[str, Truth])


def stage_folder(stage: Stage, folder: Path = CASES) -> Path:
    """Where the phenopackets of a stage are."""
    return folder / stage
