"""MOG antibody-associated disease, 2023: the proposed criteria of the International MOGAD Panel.

Banwell B, Bennett JL, Marignier R, et al. Lancet Neurol 2023;22:268-282. PMID 36706773.

Scope: children and adults with a demyelinating attack. Misuse: not every patient with multiple sclerosis should be
tested for MOG-IgG; a low, unrated or CSF-only result counts only beside a negative AQP4-IgG and a supporting feature;
whether better diagnoses are excluded is a clinician's judgement, and is always asked for.
"""

from __future__ import annotations

from paraneo.case import AntibodyResult
from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Score
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

PANEL = "panel of the criteria"
CLEAR_TITRE = 100  # a serum titre of 1:100 or more is clear, below it low
CELL_BASED = ("cell-based-assay", "live-cell-based-assay")
GRADES = (
    "negative",
    "low positive",
    "positive without a reported titre",
    "negative in serum, positive in CSF",
    "clear positive",
)
NEGATIVE, LOW, NO_TITRE, CSF_ONLY, CLEAR = range(len(GRADES))


def _serum_grades(result: AntibodyResult) -> tuple[int, ...]:
    """What a positive serum can be. How a laboratory rates its live assay the case does not say."""
    if result.titre is None or result.method != "cell-based-assay":
        return (LOW, NO_TITRE, CLEAR)
    return (CLEAR,) if result.titre >= CLEAR_TITRE else (LOW,)


def _mog(facts: Facts) -> Reading:
    """The best result of the cell-based assays; other methods, or none named, leave it open."""
    results = [r for r in facts.case.antibodies if r.antibody == "mog" and r.method in CELL_BASED]
    serum = [r for r in results if r.specimen == "serum"]
    csf = {r.result for r in results if r.specimen == "csf"}
    positive = [_serum_grades(r) for r in serum if r.result == "positive"]
    missing = ("MOG antibodies in serum by a cell-based assay, with the titre",)
    if (CLEAR,) in positive:
        return Reading((CLEAR,), (f"MOG-IgG in serum at 1:{CLEAR_TITRE} or more",))
    if positive:
        grades = max(positive, key=len)
        told = "MOG-IgG low positive in serum" if grades == (LOW,) else "MOG-IgG positive in serum"
        return Reading(grades, (told,), ("how the laboratory rates the MOG antibodies: low or clear, and the titre",))
    if not serum or any(r.result == "equivocal" for r in serum):
        return Reading(
            (LOW, NO_TITRE, CSF_ONLY, CLEAR) if "positive" in csf else tuple(range(len(GRADES))), (), missing
        )
    if "positive" in csf:
        return Reading((CSF_ONLY,), ("MOG-IgG negative in serum, positive in CSF",))
    if csf == {"negative"}:
        return Reading((NEGATIVE,), ("MOG-IgG negative in serum and CSF",))
    return Reading((NEGATIVE, CSF_ONLY), ("MOG-IgG negative in serum",), ("MOG antibodies in CSF",))


def _aqp4_negative(facts: Facts) -> Reading:
    """AQP4-IgG negative in serum, or in a report that names no specimen."""
    results = {r.result for r in facts.case.antibodies if r.antibody == "aqp4" and r.specimen in (None, "serum")}
    if "positive" in results:
        return not_met("AQP4-IgG positive")
    return met("AQP4-IgG negative") if results == {"negative"} else unknown("AQP4 antibodies in serum")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    return (
        "Of 122 patients with MOG-IgG 109 met these criteria, 46 of the 58 with a low or unknown titre among them; "
        "the diagnosis of two reviewers agreed in 90% (Filippatou 2024)",
    )


INSTRUMENT = Instrument(
    id="mogad-2023",
    name="MOG antibody-associated disease",
    year=2023,
    sources=("banwell-2023", "filippatou-2024-mogad"),
    scope="Children and adults with a demyelinating attack of the optic nerve, the spinal cord or the brain.",
    misuse="Not a reason to test everyone with multiple sclerosis. A weak result needs a negative AQP4-IgG and a "
    "supporting feature beside it.",
    seen="The abstract of the original; the panel in one full copy and two summaries that agree with it.",
    off=(
        "the list of supporting features: those of optic neuritis were seen in two copies, those of myelitis and of "
        "the brain in one only (PMC10165591, Table 3); the item asks whether there is one",
        "the lower limit of a low positive result (1:10), seen in one copy only",
        "the titre from which a live cell-based assay is clear (not seen): the laboratory's rating is asked",
    ),
    subjects=frozenset(
        {
            "mogad", "nmosd", "optic-neuropathy", "myelopathy", "encephalomyelitis", "brainstem-encephalitis",
            "autoimmune-encephalitis-other",
        }
    ),
    readings=_readings,
    questions=(
        Question("optic-neuritis", "Optic neuritis", f"{PANEL}, A", read=lambda facts: facts.finding("HP:0100653")),
        Question("myelitis", "Myelitis", f"{PANEL}, A", read=lambda facts: facts.finding("HP:0012486")),
        Question("adem", "Acute disseminated encephalomyelitis", f"{PANEL}, A"),
        Question("cerebral", "Cerebral deficits, in one place or in several", f"{PANEL}, A"),
        Question("brainstem-or-cerebellar", "Brainstem or cerebellar deficits", f"{PANEL}, A"),
        Question("cortical-encephalitis", "Cerebral cortical encephalitis", f"{PANEL}, A"),
        Question(
            "mog", "MOG-IgG by a cell-based assay", f"{PANEL}, B", points=(0, 1, 1, 1, 2), grades=GRADES, read=_mog
        ),
        Question("aqp4-negative", "AQP4-IgG negative in serum", f"{PANEL}, B", read=_aqp4_negative),
        Question(
            "supporting",
            "A supporting clinical or MRI feature of the paper (in optic neuritis: both nerves at once, more than half "
            "of the nerve's length, enhancement of its sheath, swelling of the disc)",
            f"{PANEL}, B and supporting features",
        ),
        Question("exclusion", "Better diagnoses excluded, multiple sclerosis among them", f"{PANEL}, C"),
    ),
    levels=(
        Level(
            "MOGAD",
            every(
                either(
                    "optic-neuritis", "myelitis", "adem", "cerebral", "brainstem-or-cerebellar", "cortical-encephalitis"
                ),
                either(Score(2, ("mog",)), every(Score(1, ("mog",)), "aqp4-negative", "supporting")),
                "exclusion",
            ),
            PANEL,
        ),
    ),
)  # fmt: skip
