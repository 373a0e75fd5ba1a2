"""Neuromyelitis optica spectrum disorder, 2015: the criteria of the International Panel for NMO Diagnosis.

Wingerchuk DM, Banwell B, Bennett JL, et al. Neurology 2015;85:177-189. PMID 26092914.

Scope: adults with an attack that may be neuromyelitis optica spectrum disorder. Misuse: without a positive AQP4-IgG a
core characteristic counts only with its MRI requirement, so that two clinical syndromes alone are not enough; whether
other diagnoses are excluded is a clinician's judgement, and is always asked for.

Two readings of the text: the MRI requirements are asked of those core characteristics that are counted ("at least 2
... meeting all of the following"), not of every one that is there; and the myelitis that counts as one of the three
leading characteristics needs the long lesion itself, while long atrophy is enough for the MRI requirement.
"""

from __future__ import annotations

from paraneo.case import ACUTE_DAYS
from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.rules import Not, at_least
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

TABLE = "Table 1"
WITH = f"{TABLE}, NMOSD with AQP4-IgG"
WITHOUT = f"{TABLE}, NMOSD without AQP4-IgG or with unknown status"
CORE = f"{TABLE}, core clinical characteristics"
MRI = f"{TABLE}, additional MRI requirements"
ADULT_YEARS = 18
# The paper asks for the best available method and recommends a cell-based assay; a report may not name its method.
BEST_METHODS = (None, "cell-based-assay", "live-cell-based-assay")
NEGATIVE, POSITIVE = 0, 2


def _absent(found: Reading, question: str) -> Reading:
    """An item of which the case can only say that it is not met."""
    return not_met(*found.because) if found.not_met else unknown(question)


def _aqp4(facts: Facts) -> Reading:
    """Negative where serum is, or a report without a specimen; only a person can say that testing is unavailable."""
    results = [r for r in facts.case.antibodies if r.antibody == "aqp4" and r.method in BEST_METHODS]
    found = {r.result for r in results}
    if "positive" in found:
        return Reading((POSITIVE,), ("AQP4-IgG positive",))
    if "equivocal" not in found and any(r.specimen in (None, "serum") for r in results):
        return Reading((NEGATIVE,), ("AQP4-IgG negative",))
    return Reading((NEGATIVE, 1, POSITIVE), (), ("AQP4 antibodies in serum, by the best method available",))


def _myelitis(facts: Facts) -> Reading:
    """Myelitis whose course was acute; a slower course leaves open whether an attack was."""
    found = facts.finding("HP:0012486")
    if found.met and not facts.worst_within(ACUTE_DAYS).met:
        return unknown("whether the myelitis was acute")
    return found


def _area_postrema(facts: Facts) -> Reading:
    signs = facts.finding("HP:0100247", "HP:0002018", "HP:0002013")
    return _absent(signs, "whether there was an episode of otherwise unexplained hiccups, or nausea and vomiting")


def _brain_mri_normal(facts: Facts) -> Reading:
    imaging = facts.finding("HP:0410263")
    if imaging.not_met:
        return met(*imaging.because)
    return unknown("whether the brain MRI is normal or has only nonspecific white-matter lesions")


def _long_lesion(facts: Facts) -> Reading:
    lesion, cord = facts.finding("longitudinally-extensive-cord-lesion"), facts.finding("HP:0002143")
    return not_met(*cord.because) if cord.not_met and not lesion.met else lesion


def _brain_lesion(name: str, text: str, locator: str) -> Question:
    """A lesion of the brain that a core characteristic must have; a normal brain MRI shows none."""
    return Question(
        name,
        text,
        locator,
        read=lambda facts: _absent(facts.finding("HP:0410263"), f"whether there is: {text.lower()}"),
    )


def _adult(facts: Facts) -> str:
    return "the criteria are for adults" if facts.age(below=ADULT_YEARS).met else ""


_OPTIC = every("optic-neuritis", either("optic-brain-mri", "optic-nerve-mri"))
_LONG_MYELITIS = every("myelitis", "long-lesion")
_MYELITIS = every("myelitis", either("long-lesion", "long-atrophy"))
_AREA_POSTREMA = every("area-postrema", "area-postrema-mri")
_BRAINSTEM = every("brainstem", "brainstem-mri")

INSTRUMENT = Instrument(
    id="nmosd-2015",
    name="Neuromyelitis optica spectrum disorder",
    year=2015,
    sources=("wingerchuk-2015",),
    scope="Adults with an attack of the optic nerve, the spinal cord or the brain that may be NMOSD.",
    misuse="Without a positive AQP4-IgG every core characteristic that is counted needs its MRI requirement. "
    "Antibodies to MOG are not asked for: the criteria are older than those of MOGAD.",
    seen="The abstract of the original; Table 1 in five independent copies that agree.",
    off=(
        "children: what the paper says of them was not seen",
        "red flags against the diagnosis and the characteristic MRI patterns (further tables not seen)",
    ),
    subjects=frozenset(
        {"nmosd", "mogad", "optic-neuropathy", "myelopathy", "brainstem-encephalitis", "multiple-sclerosis"}
    ),
    outside=_adult,
    questions=(
        Question(
            "aqp4",
            "AQP4-IgG by the best available method (a cell-based assay is strongly recommended)",
            f"{WITH}, 2; {WITHOUT}, 2",
            points=(0, 0, 1),
            grades=("negative", "testing unavailable", "positive"),
            read=_aqp4,
        ),
        Question("optic-neuritis", "Optic neuritis", f"{CORE}, 1", read=lambda facts: facts.finding("HP:0100653")),
        Question("myelitis", "Acute myelitis", f"{CORE}, 2", read=_myelitis),
        Question(
            "area-postrema",
            "Area postrema syndrome: an episode of otherwise unexplained hiccups, or nausea and vomiting",
            f"{CORE}, 3",
            read=_area_postrema,
        ),
        Question("brainstem", "Acute brainstem syndrome", f"{CORE}, 4"),
        Question(
            "diencephalic",
            "Symptomatic narcolepsy, or an acute diencephalic syndrome with diencephalic MRI lesions typical of NMOSD",
            f"{CORE}, 5",
        ),
        _brain_lesion("cerebral", "Symptomatic cerebral syndrome with brain lesions typical of NMOSD", f"{CORE}, 6"),
        Question(
            "optic-brain-mri",
            "With the optic neuritis, a brain MRI that is normal or has only nonspecific white-matter lesions",
            f"{MRI}, 1a",
            read=_brain_mri_normal,
        ),
        Question(
            "optic-nerve-mri",
            "An optic nerve lesion (T2 signal or enhancement on T1) over more than half of the nerve, or in the chiasm",
            f"{MRI}, 1b",
        ),
        Question(
            "long-lesion",
            "With the myelitis, an intramedullary lesion over at least 3 contiguous segments",
            f"{MRI}, 2",
            read=_long_lesion,
        ),
        Question(
            "long-atrophy",
            "Focal atrophy of the cord over at least 3 contiguous segments, after a history that fits acute myelitis",
            f"{MRI}, 2",
            read=lambda facts: _absent(facts.finding("HP:0006827"), "whether 3 segments of the cord are atrophic"),
        ),
        _brain_lesion(
            "area-postrema-mri",
            "With the area postrema syndrome, a lesion of the dorsal medulla or area postrema",
            f"{MRI}, 3",
        ),
        _brain_lesion("brainstem-mri", "With the brainstem syndrome, periependymal brainstem lesions", f"{MRI}, 4"),
        Question("exclusion", "Alternative diagnoses excluded", f"{WITH}, 3; {WITHOUT}, 3"),
    ),
    levels=(
        Level(
            "NMOSD without AQP4-IgG or with unknown AQP4-IgG status",
            every(
                Not("aqp4"),
                at_least(2, _OPTIC, _MYELITIS, _AREA_POSTREMA, _BRAINSTEM, "diencephalic", "cerebral"),
                either(_OPTIC, _LONG_MYELITIS, _AREA_POSTREMA),
                "exclusion",
            ),
            WITHOUT,
        ),
        Level(
            "NMOSD with AQP4-IgG",
            every(
                "aqp4",
                either("optic-neuritis", "myelitis", "area-postrema", "brainstem", "diencephalic", "cerebral"),
                "exclusion",
            ),
            WITH,
        ),
    ),
)  # fmt: skip
