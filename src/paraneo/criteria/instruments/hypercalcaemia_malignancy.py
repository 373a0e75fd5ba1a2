"""Hypercalcaemia of malignancy: calcium corrected for albumin, its severity, and what drives it.

No single paper sets these criteria. The correction and the three grades of severity: StatPearls (Resistant
Hypercalcemia, 2023; Malignancy-Related Hypercalcemia, 2024, PMID 29494030) and BMJ Best Practice, which agree on 12 and
14 mg/dL. The treatment guideline (El-Hajj Fuleihan G, et al. J Clin Endocrinol Metab 2023, PMID 36545746) draws
"severe" above 14. The lower limit, 10.5 mg/dL, is that of StatPearls; the MSD Manual has above 10.4.

Scope: raised calcium in a patient who has, or may have, cancer. Misuse: the correction is an estimate; where albumin or
pH is far from normal the ionised calcium decides. Bone metastases and calcitriol raise calcium as well.

Humoral hypercalcaemia is the kind that PTHrP of the tumour drives (UpToDate 2022), with a low PTH (Hutchesson 1995: low
in 40 of 47, the other seven had hyperparathyroidism as well). No two sources agree on the limit of a suppressed PTH.
"""

from __future__ import annotations

from paraneo.criteria.facts import Facts, Reading, met, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Score
from paraneo.criteria.rules import all_of as every

SEVERITY = "severity (statpearls-resistant-hypercalcaemia, bmj-hypercalcaemia-criteria)"
CORRECTION = "correction for albumin (both StatPearls texts)"
MECHANISM = "mechanisms (uptodate-hypercalcaemia-mechanisms, hutchesson-1995)"
MG_PER_MMOL = 4.008  # mg per decilitre for 1 mmol per litre: calcium has 40.08 g per mol
NORMAL_ALBUMIN = 40  # grams per litre
PER_GRAM = 0.08  # mg per decilitre of calcium for each gram of albumin per litre below normal
GRADES_FROM = (10.5, 12, 14)  # mg per decilitre, corrected: mild, moderate and severe begin here
NAMES = ("none", "mild", "moderate", "severe")
RAISED = Score(1, ("calcium",))


def _corrected(facts: Facts) -> list[float]:
    """Every corrected calcium that the case may mean, in mg/dL: the highest calcium with each albumin."""
    stated = facts.values("corrected-calcium")
    if stated:
        return [max(stated) * MG_PER_MMOL]
    total, albumin = facts.values("calcium"), facts.values("albumin")
    return [max(total) * MG_PER_MMOL + PER_GRAM * (NORMAL_ALBUMIN - each) for each in albumin] if total else []


def _calcium(facts: Facts) -> Reading:
    """The grade of the corrected calcium; without an albumin a total calcium settles nothing."""
    corrected = [round(value, 4) for value in _corrected(facts)]
    if not corrected:
        missing = "albumin (g/l)" if facts.values("calcium") else "calcium and albumin, or the corrected calcium"
        return Reading(tuple(range(len(NAMES))), (), (missing,))
    possible = tuple(sorted({sum(value >= least for least in GRADES_FROM) for value in corrected}))
    because = tuple(f"corrected calcium {value:.4g} mg/dL" for value in corrected)
    return Reading(possible, because, () if len(possible) == 1 else ("which albumin belongs to the calcium",))


def _cancer(facts: Facts) -> Reading:
    """An active cancer; one in remission leaves it open."""
    active = [cancer.label for cancer in facts.case.cancers if cancer.status == "active"]
    if active:
        return met(*active)
    found = facts.cancer()
    return unknown("whether the cancer is active again") if found.met else found


def _pth(facts: Facts) -> Reading:
    """A low parathyroid hormone; a raised one says no."""
    raised = facts.finding("HP:0003165")
    return not_met(*raised.because) if raised.met else facts.finding("HP:0031817")


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    items = {i.id: i for i in outcome.items}
    grades = [NAMES[int(points)] for points in items["calcium"].possible]
    if len(grades) == len(NAMES):
        return ()
    said = [f"Severity: {' to '.join(dict.fromkeys((grades[0], grades[-1])))}."]
    if grades == ["severe"]:
        said.append("The Endocrine Society (2023) calls it severe above 14 mg/dL.")
    if items["pth"].possible == (0,):
        said.append(
            "PTH is not low: 7 of 47 patients with cancer and raised calcium had primary hyperparathyroidism as well "
            "(Hutchesson 1995)."
        )
    return tuple(said)


INSTRUMENT = Instrument(
    id="hypercalcaemia-malignancy",
    name="Hypercalcaemia of malignancy: severity and mechanism",
    year=2023,
    sources=(
        "statpearls-resistant-hypercalcaemia", "statpearls-malignancy-hypercalcaemia", "bmj-hypercalcaemia-criteria",
        "uptodate-hypercalcaemia-mechanisms", "hutchesson-1995", "el-hajj-fuleihan-2023",
    ),
    scope="Raised calcium in a patient who has, or may have, cancer.",
    misuse="The corrected calcium is an estimate: where albumin or pH is far from normal, measure the ionised calcium. "
    "A low PTH and a raised PTHrP do not exclude bone metastases.",
    seen="Reference texts that agree; not the guideline's own definitions.",
    off=(
        "the limit of a suppressed PTH: only pages without a source give a number (20 pg/mL)",
        "the limit of a raised PTHrP: that of the laboratory (one textbook names 2.6 pmol/L)",
        "ionised calcium: the only table seen is inconsistent in itself",
        "CTCAE grades 1 to 4 of corrected calcium: another scale, in one copy only",
        "a lower limit of 10 mg/dL for mild: in one text only (statpearls-malignancy-hypercalcaemia)",
        "calcitriol-driven hypercalcaemia (lymphoma): named as a mechanism, no criteria seen",
    ),
    subjects=frozenset({"hypercalcaemia-of-malignancy", "primary-hyperparathyroidism"}),
    readings=_readings,
    questions=(
        Question(
            "calcium",
            "Corrected calcium in mg/dL, total + 0.8 x (4.0 - albumin in g/dL): 10.5 to 11.9 mild, 12 to 13.9 "
            "moderate, 14 or more severe",
            f"{SEVERITY}; {CORRECTION}",
            points=(0, 1, 2, 3),
            grades=NAMES,
            read=_calcium,
        ),
        Question("cancer", "An active cancer", MECHANISM, read=_cancer),
        Question("pth", "Parathyroid hormone low or suppressed", MECHANISM, read=_pth),
        Question(
            "pthrp",
            "Parathyroid hormone-related protein (PTHrP) raised",
            MECHANISM,
            read=lambda facts: facts.finding("raised-pthrp"),
        ),
    ),
    levels=(
        Level("hypercalcaemia", RAISED, SEVERITY),
        Level("hypercalcaemia of malignancy", every(RAISED, "cancer", "pth"), MECHANISM),
        Level("humoral hypercalcaemia of malignancy", every(RAISED, "cancer", "pth", "pthrp"), MECHANISM),
    ),
)  # fmt: skip
