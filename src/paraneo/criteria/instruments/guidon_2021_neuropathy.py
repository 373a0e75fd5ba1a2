"""Definite large-fibre neuropathy of immune checkpoint inhibitors (irNeuropathy), 2021: consensus disease definitions.

Guidon AC, Burton LB, Chwalisz BK, et al. J Immunother Cancer 2021;9:e002890. PMID 34281989. Table 5.

Scope: neuropathies after a checkpoint inhibitor, from polyradiculopathy and Guillain-Barre syndrome to sensory
neuronopathy and cranial neuropathy. Misuse: a neuropathy of chemotherapy or of the tumour itself must be excluded
first. Of the table the beginning was read on the page of the journal, up to "definite" of large fibres; the rest is
left out.
"""

from __future__ import annotations

from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.guidon_2021_meningitis import TIMING, exposed
from paraneo.criteria.rules import all_of as every

TABLE = "Table 5"

INSTRUMENT = Instrument(
    id="guidon-2021-neuropathy",
    name="Neuropathy of immune checkpoint inhibitors, definite, large fibres (irNeuropathy)",
    year=2021,
    sources=("guidon-2021",),
    scope="Neuropathy of large fibres after an immune checkpoint inhibitor.",
    misuse="Other causes, chemotherapy among them, must be excluded. Small-fibre neuropathy has rules of its own.",
    seen="The beginning of Table 5 on the page of the journal, up to the level definite for large fibres.",
    off=(
        "levels probable and possible, and the rules for small fibres: not seen",
        TIMING,
    ),
    subjects=frozenset({"checkpoint-inhibitor-toxicity"}),
    questions=(
        *exposed(TABLE),
        Question(
            "electrodiagnosis",
            "Electrodiagnostic studies are abnormal and show a type of neuropathy that goes with the drugs",
            f"{TABLE}, definite, requirement 1",
        ),
        Question(
            "immune-evidence",
            "Laboratory or imaging evidence for an immune cause of this neuropathy, as raised CSF protein without "
            "cells in Guillain-Barre syndrome, or ANCA in mononeuritis multiplex",
            f"{TABLE}, definite, requirement 2",
        ),
        Question(
            "no-alternative",
            "No laboratory, clinical or imaging finding gives another reasonable explanation",
            f"{TABLE}, definite, requirement 3",
        ),
    ),
    levels=(
        Level(
            "definite",
            every("inhibitor", "history", "electrodiagnosis", "immune-evidence", "no-alternative"),
            f"{TABLE}, definite",
        ),
    ),
)
