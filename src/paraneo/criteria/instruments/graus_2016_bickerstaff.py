"""Bickerstaff brainstem encephalitis, probable and definite, 2016: the position paper on autoimmune encephalitis.

Graus F, Titulaer MJ, Balu R, et al. Lancet Neurol 2016;15:391-404. PMID 26906964.

Scope: illnesses of less than four weeks that may be Bickerstaff encephalitis. Misuse: the paper makes it definite with
IgG antibodies to GQ1b even where some of the signs are incomplete; which ones was not seen, so an incomplete illness
with these antibodies is "not met" here and must be judged by the paper.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, any_of, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.instruments.graus_2016_possible import reduced_consciousness
from paraneo.criteria.rules import all_of as every

PANEL = "panel on Bickerstaff brainstem encephalitis"
WITHIN_DAYS = 27  # less than four weeks
SIGNS = ("onset", "consciousness", "ophthalmoplegia", "ataxia", "exclusion")


def _ophthalmoplegia(facts: Facts) -> Reading:
    """Not met without external ophthalmoplegia; HPO does not say whether it is of both eyes, so that is asked."""
    found = facts.finding("HP:0000544")
    return found if found.not_met else unknown("whether there is an external ophthalmoplegia of both eyes")


def _gq1b(facts: Facts) -> Reading:
    """Positive by any report; negative in serum, where they are looked for."""
    found = any_of(facts.antibody("gq1b"), facts.finding("anti-gq1b-positive"))
    if not found.met and facts.antibody("gq1b", specimen="serum").not_met:
        return not_met("GQ1b antibodies negative in serum")
    return found


INSTRUMENT = Instrument(
    id="graus-2016-bickerstaff",
    name="Bickerstaff brainstem encephalitis",
    year=2016,
    sources=("graus-2016", "odaka-2003", "ito-2008"),
    scope="Illnesses of less than four weeks that may be Bickerstaff brainstem encephalitis.",
    misuse="An incomplete illness with antibodies to GQ1b may be definite by the paper, and is not here.",
    seen="The panel as given in one copy (medicalalgorithms.com). The signs, the four weeks and the exclusion agree "
    "with the criteria of Odaka 2003 and Ito 2008; that GQ1b antibodies make it definite, with a study of EEG "
    "(PMC7809243).",
    off=(
        "with antibodies to GQ1b definite although some signs are incomplete: seen in one copy only, which does not "
        "say which signs",
    ),
    subjects=frozenset({"miller-fisher-bickerstaff", "brainstem-encephalitis"}),
    questions=(
        Question(
            "onset",
            "The three signs came within less than four weeks",
            f"{PANEL}, probable, criterion 1",
            read=lambda facts: facts.worst_within(WITHIN_DAYS),
        ),
        Question(
            "consciousness",
            "Decreased level of consciousness",
            f"{PANEL}, probable, criterion 1",
            read=reduced_consciousness,
        ),
        Question(
            "ophthalmoplegia",
            "External ophthalmoplegia of both eyes",
            f"{PANEL}, probable, criterion 1",
            read=_ophthalmoplegia,
        ),
        Question(
            "ataxia", "Ataxia", f"{PANEL}, probable, criterion 1", read=lambda facts: facts.finding("HP:0001251")
        ),
        Question("gq1b", "IgG antibodies to GQ1b", f"{PANEL}, definite", read=_gq1b),
        Question("exclusion", "Other causes reasonably excluded", f"{PANEL}, probable, criterion 2"),
    ),
    levels=(
        Level("probable", every(*SIGNS), f"{PANEL}, probable"),
        Level("definite", every(*SIGNS, "gq1b"), f"{PANEL}, definite"),
    ),
)  # fmt: skip
