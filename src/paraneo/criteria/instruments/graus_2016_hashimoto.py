"""Hashimoto encephalopathy, 2016: the position paper on autoimmune encephalitis.

Graus F, Titulaer MJ, Balu R, et al. Lancet Neurol 2016;15:391-404. PMID 26906964.

Scope: encephalopathies with thyroid antibodies. Misuse: thyroid antibodies are common in healthy people; without a full
search for neuronal antibodies in serum and CSF the criteria cannot be met. The paper has one level, which has no name.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, all_of, none_of, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.graus_2016_limbic import neuronal_antibody
from paraneo.criteria.instruments.graus_2016_possible import SEIZURE, only
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import all_of as every

PANEL = "panel on Hashimoto encephalopathy"


def _encephalopathy(facts: Facts) -> Reading:
    """Encephalopathy (none of a named cause) with seizures, myoclonus, hallucinations or stroke-like episodes."""
    signs = facts.finding(SEIZURE, "HP:0001336", "HP:0000738", "HP:0002401")
    return all_of(only(facts, "HP:0001298", "HP:0006846", "HP:0002448"), signs)


def _thyroid(facts: Facts) -> Reading:
    """Subclinical hypothyroidism; how severe an overt disease is, is asked."""
    found = facts.finding("HP:0008223")
    return found if found.met else unknown("whether there is a subclinical or mild thyroid disease")


def _readings(_outcome: Outcome, _facts: Facts) -> tuple[str, ...]:
    return (
        "39 of 144 (27%) with thyroid antibodies who were referred as Hashimoto encephalopathy had an autoimmune "
        "disorder of the brain (Valencia-Sanchez 2021)",
    )


INSTRUMENT = Instrument(
    id="graus-2016-hashimoto",
    name="Hashimoto encephalopathy",
    year=2016,
    sources=("graus-2016", "valencia-sanchez-2021"),
    scope="Encephalopathies with antibodies to the thyroid.",
    misuse="A diagnosis of exclusion: thyroid antibodies are common in healthy people, and neuronal antibodies must "
    "have been looked for in serum and CSF.",
    seen="The panel as given in two independent copies: medicalalgorithms.com and a review of Hashimoto encephalopathy "
    "on GitHub that cites the pages of the paper (made with a machine's help).",
    off=("how mild the thyroid disease must be: the copies differ in the word for overt disease, so it is asked",),
    subjects=frozenset({"hashimoto-encephalopathy", "autoimmune-encephalitis-other"}),
    questions=(
        Question(
            "encephalopathy",
            "Encephalopathy with seizures, myoclonus, hallucinations or stroke-like episodes",
            f"{PANEL}, criterion 1",
            read=_encephalopathy,
        ),
        Question(
            "thyroid",
            "Subclinical or mild thyroid disease (mostly hypothyroidism)",
            f"{PANEL}, criterion 2",
            read=_thyroid,
        ),
        Question("mri", "Brain MRI normal or with non-specific changes", f"{PANEL}, criterion 3"),
        Question(
            "thyroid-antibodies",
            "Antibodies to thyroid peroxidase or thyroglobulin in serum",
            f"{PANEL}, criterion 4",
            read=lambda facts: facts.finding("HP:0025379", "HP:0032069"),
        ),
        Question(
            "no-neuronal-antibody",
            "No well-characterised neuronal antibody in serum and CSF",
            f"{PANEL}, criterion 5",
            read=lambda facts: none_of(neuronal_antibody(facts)),
        ),
        Question("exclusion", "Other causes reasonably excluded", f"{PANEL}, criterion 6"),
    ),
    levels=(
        Level(
            "met",
            every("encephalopathy", "thyroid", "mri", "thyroid-antibodies", "no-neuronal-antibody", "exclusion"),
            PANEL,
        ),
    ),
    readings=_readings,
)  # fmt: skip
