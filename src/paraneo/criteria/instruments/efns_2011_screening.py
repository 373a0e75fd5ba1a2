"""Search for a tumour in paraneoplastic neurological syndromes, 2011: the report of a task force of the EFNS.

Titulaer MJ, Soffietti R, Dalmau J, et al. Eur J Neurol 2011;18:19-27. PMID 20880069. The text was read in full.

Scope: the classical syndromes that the task force names, and dermatomyositis. The levels are what it advises: a
search, a repeated search, tissue although nothing was seen. Misuse: good practice points by consensus, of 2011.
PNS-Care 2021 and, for myositis, IMACS 2023 are newer.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Read, Reading, all_of, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import NOT_MET, Outcome, Verdict
from paraneo.criteria.rules import all_of as every
from paraneo.criteria.rules import any_of as either

LEMS, DERMATOMYOSITIS, MYASTHENIA = "lambert-eaton", "dermatomyositis", "myasthenia-gravis"
# The syndromes of the introduction; NMDA receptor encephalitis is dealt with under teratoma.
SYNDROMES = frozenset({
    LEMS, MYASTHENIA, "limbic-encephalitis", "sensory-neuronopathy", "autonomic-neuropathy", "retinopathy",
    "cerebellar-degeneration", "opsoclonus-myoclonus", "neuromyotonia", "nmdar-encephalitis",
})  # fmt: skip
# Antibodies that the text itself ties to a tumour; the list of Table 2 was not seen.
ANTIBODIES = ("hu", "yo", "ri", "amphiphysin", "nmdar", "ma2")
ADULT = 18
FIFTY = 50  # men below it: testes; women and men above it: colonoscopy

LUNG = "Small-cell lung cancer: CT of the thorax, then FDG-PET or FDG-PET/CT (Titulaer 2011)."
THYMOMA = "Thymoma: CT of the thorax, then FDG-PET; or FDG-PET/CT (Titulaer 2011)."
BREAST = "Breast cancer: mammography, then MRI of the breast, then FDG-PET/CT (Titulaer 2011)."
OVARY = (
    "Ovarian cancer: transvaginal ultrasound and CA-125, then CT of pelvis and abdomen or FDG-PET/CT (Titulaer 2011)."
)
TERATOMA = (
    "Ovarian teratoma: transvaginal ultrasound, then CT or MRI of pelvis and abdomen, then CT of the thorax "
    "(Titulaer 2011)."
)
TESTIS = "Testicular tumour: ultrasound, beta-HCG and AFP, then CT of the pelvis (Titulaer 2011)."
BY_ANTIBODY = "The antibody, and less so the syndrome, says where to search (Titulaer 2011)."
NO_ANTIBODY = (
    "Without an antibody and getting worse: conventional methods for the likeliest site, then FDG-PET of the whole "
    "body (Titulaer 2011)."
)


def _stated(*conditions: str) -> Read:
    """Whether the clinician names one of these conditions."""

    def read(facts: Facts) -> Reading:
        stated = [c for c in facts.case.stated if c in SYNDROMES | {DERMATOMYOSITIS}]
        if not stated:
            return unknown("which syndrome it is (`syndrome`)")
        return (met if set(conditions) & set(stated) else not_met)(*(facts.kb.conditions[c].name for c in stated))

    return read


def _antibody(facts: Facts) -> Reading:
    """One of those that the text names; it is never absent for certain, as the whole list was not seen."""
    found = facts.antibody(*ANTIBODIES)
    return found if found.met else unknown("whether there is a paraneoplastic antibody")


def _first_search(facts: Facts) -> Reading:
    """Whether a search was made and found no tumour."""
    active = [cancer.label for cancer in facts.case.cancers if cancer.status == "active"]
    if active:
        return not_met(*active)
    if facts.case.follow_up.searches and all(test.result == "negative" for test in facts.case.tests):
        return met("a search for cancer found none")
    return unknown("what the first search found")


def _postmenopausal(facts: Facts) -> Reading:
    """Never in a man; else a person says so."""
    woman = facts.sex("female")
    return woman if woman.not_met else unknown("whether she is past the menopause")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:
    """Which searches, in which order, and when again."""
    if outcome.level == NOT_MET:
        return ()
    known = {i.id for i in outcome.items if i.verdict is Verdict.MET}
    lines = []
    if {"dermatomyositis", "adult"} <= known:
        lines += [
            _dermatomyositis(facts),
            _again(known, "every year for 3 years, then on new symptoms or findings only"),
        ]
    if "syndrome" in known:
        lines += _sites(facts, known)
        if "lambert-eaton" in known:
            lines.append(_again(known, "after 3 to 6 months, then every 6 months, for 2 years"))
        elif "antibody" in known:
            lines.append(_again(known, "after 3 to 6 months, then every 6 months, for 4 years"))
    return tuple(lines)


def _again(known: set[str], when: str) -> str:
    start = "The first search found nothing" if "first-search-negative" in known else "If it finds nothing"
    return f"{start}: search again {when} (Titulaer 2011)."


def _dermatomyositis(facts: Facts) -> str:
    woman, age = facts.sex("female"), facts.case.subject.age
    tests = ["CT of thorax and abdomen"]
    if not woman.not_met:
        tests.append("ultrasound of the pelvis and mammography" + ("" if woman.met else " (women)"))
    if not woman.met and not facts.age(below=FIFTY).not_met:
        tests.append("ultrasound of the testes" + ("" if woman.not_met else " (men)"))
    if age is not None and age > FIFTY:
        tests.append("colonoscopy")
    return f"Dermatomyositis: {', '.join(tests)} (Titulaer 2011)."


def _sites(facts: Facts, known: set[str]) -> list[str]:
    """The order of tests for each tumour that the text ties to the antibody or the syndrome."""
    woman, man = not facts.sex("female").not_met, not facts.sex("male").not_met
    here = [
        (LUNG, "lambert-eaton" in known or facts.antibody("hu", "sox1").met),
        (THYMOMA, MYASTHENIA in facts.case.stated),
        (BREAST, woman and facts.antibody("yo").met),
        (OVARY, woman and facts.antibody("yo", "ri", "amphiphysin").met),
        (TERATOMA, woman and facts.antibody("nmdar").met),
        (TESTIS, man and facts.antibody("ma2").met),
    ]
    lines = [line for line, fits in here if fits] or [BY_ANTIBODY]
    if "deteriorating" in known and not {"antibody", "lambert-eaton"} & known:
        lines.append(NO_ANTIBODY)
    return lines


_DERMATOMYOSITIS = every("dermatomyositis", "adult")
_WITH_ANTIBODY = every("syndrome", "antibody")

INSTRUMENT = Instrument(
    id="efns-2011-screening",
    name="EFNS search for a tumour in paraneoplastic neurological syndromes",
    year=2011,
    sources=("titulaer-2011",),
    scope="Classical paraneoplastic syndromes of the nervous system, and dermatomyositis.",
    misuse="Good practice points of 2011, no evidence of level A to C; PNS-Care 2021 and IMACS 2023 are newer.",
    seen="The text in full; the cells of its Tables 1 and 2 (antibody, syndrome and tumour) were not stored.",
    off=(
        "Tables 1 and 2, which tie every antibody and syndrome to its tumours, were not seen: sites are given only "
        "where the text names them",
        "tissue of the testis with Ma2 antibodies is told twice in the text; the recommendation at its end is encoded",
    ),
    subjects=SYNDROMES | {DERMATOMYOSITIS},
    questions=(
        Question(
            "syndrome",
            "A classical paraneoplastic syndrome: Lambert-Eaton, limbic encephalitis, sensory neuronopathy, "
            "autonomic neuropathy, cerebellar degeneration, opsoclonus-myoclonus, nerve hyperexcitability, "
            "myasthenia gravis, retinopathy",
            "introduction",
            read=_stated(*SYNDROMES),
        ),
        Question("lambert-eaton", "Lambert-Eaton myasthenic syndrome", "repeating the search", read=_stated(LEMS)),
        Question("dermatomyositis", "Dermatomyositis", "dermatomyositis", read=_stated(DERMATOMYOSITIS)),
        Question("adult", "An adult", "dermatomyositis", read=lambda facts: facts.age(least=ADULT)),
        Question(
            "man-under-50",
            "A man under 50",
            "testicular tumour",
            read=lambda facts: all_of(facts.sex("male"), facts.age(below=FIFTY)),
        ),
        Question("antibody", "A paraneoplastic antibody", "repeating the search; Table 2", read=_antibody),
        Question("yo", "Yo antibodies", "ovarian cancer", read=lambda facts: facts.antibody("yo")),
        Question("deteriorating", "The neurological condition is getting worse", "no antibodies; ovarian cancer"),
        Question(
            "first-search-negative", "The first search found no tumour", "repeating the search", read=_first_search
        ),
        Question("postmenopausal", "A woman past the menopause", "ovarian cancer", read=_postmenopausal),
        Question("microcalcifications", "Microcalcifications on ultrasound of the testes", "testicular tumour"),
    ),
    levels=(
        Level(
            "search",
            either("lambert-eaton", _DERMATOMYOSITIS, _WITH_ANTIBODY, every("syndrome", "deteriorating")),
            "no antibodies; dermatomyositis; recommendations",
        ),
        Level(
            "repeat the search",
            every("first-search-negative", either("lambert-eaton", _DERMATOMYOSITIS, _WITH_ANTIBODY)),
            "repeating the search; dermatomyositis",
        ),
        Level(
            "tissue",
            either(
                every("man-under-50", "syndrome", "microcalcifications"),
                every("first-search-negative", "deteriorating", "postmenopausal", "yo", "syndrome"),
            ),
            "recommendations on testicular tumour and on ovarian cancer",
        ),
    ),
    readings=_readings,
)
