"""PNS-Care 2021: the updated diagnostic criteria for paraneoplastic neurologic syndromes.

Graus F, Vogrig A, Muniz-Castrillo S, et al. Neurol Neuroimmunol Neuroinflamm 2021;8:e1014. PMID 34006622.

Scope: paraneoplastic neurologic syndromes of the phenotypes below. Inflammatory myopathies, myasthenia gravis,
neuropathies with monoclonal gammopathy, paraneoplastic retinopathy, optic neuritis and cochleovestibulopathy are
outside
(list of the panel). Misuse: an antibody or a cancer alone is no diagnosis; other causes must be excluded first, which
the program cannot do.

What was seen. Of the paper, the abstract (levels, names of the items, definite needs a high- or intermediate-risk
antibody but for opsoclonus-myoclonus) and the beginning of its text. Seen in two independent places that agree:
- the bounds of definite and probable: 8 and more, 6 and 7 (Hu 2026, PMID 41573575); 6 and more is definite or probable,
  5 and fewer possible or none (Zhao-Fleming 2024, PMID 39321395); 6 probable, 5 possible (authors' response, November
  2021);
- the lists of high- and intermediate-risk phenotypes: a laboratory's page (euroimmun.co.jp) and Table 3 of Vogrig 2026
  (PMID 41811514);
- the disorders outside: the paper's text and Zhao-Fleming 2024;
- no cancer found within two years scores 1: authors' response, Zhao-Fleming 2024.
Seen in one place: consistent cancer 4, a cancer that is not consistent 1 or 0, polyradiculoneuropathy 2, Ma2 3 (the
authors' response, so from the authors themselves); the list of high-risk antibodies in a copy of the table; P/Q-type
calcium channel antibodies intermediate (Zhao-Fleming 2024, two of whose authors are of the panel).
Not seen, and encoded after what must fit: a high-risk phenotype 3 (more than the 2 of an intermediate one, and less
than 4, as it does not become definite with a cancer alone), an intermediate-risk antibody 2 (between none and 3),
possible from 4. A calculator (pns_score.js) has the 3, the 4 and a maximum of 10, but swaps the points of cancer and
antibody, and so is no copy.
The rules for immune checkpoint inhibitors were looked for again and not seen: with such a drug, "definite" stays
undetermined.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

from paraneo.case import DAYS_PER_YEAR, Cancer, Case
from paraneo.criteria.facts import Facts
from paraneo.criteria.instrument import Card
from paraneo.criteria.logic import Item, Outcome, Way, item, totals
from paraneo.knowledge.model import Antibody, KnowledgeBase

ID = "pns-care-2021"
LEVELS = ("not met", "possible", "probable", "definite")
SOURCES = ("graus-2021", "zhao-fleming-2024")

HIGH_RISK = 3
INTERMEDIATE_RISK = 2
CONSISTENT_CANCER = 4
EARLY = 1
FOLLOW_UP_YEARS = 2.0
REMISSION_YEARS = 5.0
POSSIBLE_FROM, PROBABLE_FROM, DEFINITE_FROM = 4, 6, 8

# Phenotypes, by id of the knowledge base. Lists of high- and intermediate-risk phenotypes, seen in a copy.
PHENOTYPES = {
    "encephalomyelitis": HIGH_RISK,
    "limbic-encephalitis": HIGH_RISK,
    "cerebellar-degeneration": HIGH_RISK,
    "opsoclonus-myoclonus": HIGH_RISK,
    "sensory-neuronopathy": HIGH_RISK,
    "gi-pseudo-obstruction": HIGH_RISK,
    "lambert-eaton": HIGH_RISK,
    "autoimmune-encephalitis-other": INTERMEDIATE_RISK,
    "nmdar-encephalitis": INTERMEDIATE_RISK,
    "brainstem-encephalitis": INTERMEDIATE_RISK,
    "morvan-syndrome": INTERMEDIATE_RISK,
    "myelopathy": INTERMEDIATE_RISK,
    "stiff-person-syndrome": INTERMEDIATE_RISK,
    "polyradiculoneuropathy": INTERMEDIATE_RISK,
}
OUTSIDE = {
    "dermatomyositis", "polymyositis", "necrotizing-myopathy", "myasthenia-gravis", "retinopathy", "optic-neuropathy",
    "poems-syndrome",
}  # fmt: skip
NO_ANTIBODY_NEEDED = "opsoclonus-myoclonus"

# Cancers that are consistent: those with a known association with the antibody (tables of high- and intermediate-risk
# antibodies) or with the phenotype.
CONSISTENT_WITH_ANTIBODY: dict[str, frozenset[str]] = {
    "hu": frozenset({"small-cell-lung-cancer", "non-small-cell-lung-cancer", "neuroendocrine-tumour", "neuroblastoma"}),
    "crmp5": frozenset({"small-cell-lung-cancer", "thymoma"}),
    "sox1": frozenset({"small-cell-lung-cancer"}),
    "map1b": frozenset({"small-cell-lung-cancer", "non-small-cell-lung-cancer", "breast-cancer"}),
    "amphiphysin": frozenset({"small-cell-lung-cancer", "breast-cancer"}),
    "ri": frozenset({"breast-cancer", "small-cell-lung-cancer", "non-small-cell-lung-cancer"}),
    "yo": frozenset({"ovarian-cancer", "breast-cancer"}),
    "ma2": frozenset({"testicular-germ-cell-tumour", "non-small-cell-lung-cancer"}),
    "ma1": frozenset({"testicular-germ-cell-tumour", "non-small-cell-lung-cancer"}),
    "dner": frozenset({"hodgkin-lymphoma"}),
    "klhl11": frozenset({"testicular-germ-cell-tumour"}),
    "ampar": frozenset({"small-cell-lung-cancer", "thymoma"}),
    "gabab": frozenset({"small-cell-lung-cancer"}),
    "mglur5": frozenset({"hodgkin-lymphoma"}),
    "vgcc-pq": frozenset({"small-cell-lung-cancer"}),
    "nmdar": frozenset({"ovarian-teratoma", "extragonadal-germ-cell-tumour"}),
    "caspr2": frozenset({"thymoma"}),
}
CONSISTENT_WITH_PHENOTYPE: dict[str, frozenset[str]] = {
    "opsoclonus-myoclonus": frozenset({"neuroblastoma", "small-cell-lung-cancer", "breast-cancer"}),
    "lambert-eaton": frozenset({"small-cell-lung-cancer"}),
    "sensory-neuronopathy": frozenset({"small-cell-lung-cancer"}),
    "gi-pseudo-obstruction": frozenset({"small-cell-lung-cancer"}),
    "limbic-encephalitis": frozenset({"small-cell-lung-cancer", "testicular-germ-cell-tumour"}),
    "encephalomyelitis": frozenset({"small-cell-lung-cancer"}),
    "cerebellar-degeneration": frozenset(
        {"small-cell-lung-cancer", "ovarian-cancer", "breast-cancer", "hodgkin-lymphoma"}
    ),
}
CHECKPOINT_INHIBITOR = "checkpoint-inhibitor"
BLOT = "line-blot"
CONFIRMING = {"tissue-assay", "cell-based-assay", "live-cell-based-assay"}


@dataclass(frozen=True, slots=True)
class _Risk:
    """The points that one positive antibody scores, and why they may still be in doubt."""

    antibody: str
    possible: tuple[int, ...]
    doubt: str = ""

    @property
    def points(self) -> int:
        """The least that it scores."""
        return min(self.possible)


def evaluate(case: Case, phenotype: str, kb: KnowledgeBase) -> Outcome:
    """Apply the criteria to a case whose clinical phenotype is taken to be `phenotype` (a condition's id).

    The length of follow-up, searches done and antigen expression are read from the case.
    """
    name = kb.conditions[phenotype].name
    if phenotype not in PHENOTYPES:
        reason = "outside the scope of the criteria" if phenotype in OUTSIDE else "not linked to cancer in the criteria"
        if kb.conditions[phenotype].kind == "mimic":
            reason = "not a paraneoplastic syndrome"
        return Outcome(ID, phenotype, False, "not met", (), 0, (), (f"{name}: {reason}",), SOURCES)
    risks = _risks(case, phenotype, kb)
    items = (
        item(
            "phenotype", (PHENOTYPES[phenotype],), (f"{name}, {_risk_word(PHENOTYPES[phenotype])} phenotype",), (),
            "list of phenotypes",
        ),
        _antibody_item(case, phenotype, risks, kb),
        _cancer_item(case, phenotype, risks),
    )  # fmt: skip
    return _grade(case, phenotype, items, risks)


def _risk_word(points: int) -> str:
    return {HIGH_RISK: "high-risk", INTERMEDIATE_RISK: "intermediate-risk"}.get(points, "lower-risk")


# Antibody


def _risks(case: Case, phenotype: str, kb: KnowledgeBase) -> list[_Risk]:
    """One entry for each positive antibody, the highest points first."""
    found = []
    for name in sorted({r.antibody for r in case.antibodies if r.result == "positive"}):
        possible = antibody_points(kb.antibodies[name], case, phenotype, kb)
        methods = {r.method for r in case.antibodies if r.antibody == name and r.result == "positive"}
        doubt = ""
        refuted = [
            r for r in case.antibodies if r.antibody == name and r.result == "negative" and r.method in CONFIRMING
        ]
        if refuted and not methods & CONFIRMING:
            doubt = f"{kb.antibodies[name].name} was not confirmed by {refuted[0].method}"
        elif methods == {BLOT} and not _fits(name, phenotype, kb):
            doubt = f"{kb.antibodies[name].name} is positive by line blot only and does not fit the phenotype"
        found.append(_Risk(name, possible, doubt))
    return sorted(found, key=lambda risk: (bool(risk.doubt), -risk.points, risk.antibody))


def _fits(antibody: str, phenotype: str, kb: KnowledgeBase) -> bool:
    """Whether any study gives the antibody a share of the patients with the phenotype, or describes such patients."""
    condition = kb.conditions[phenotype]
    return antibody in condition.with_antibody or any(s.counts.get(antibody) for s in condition.antibodies)


def antibody_points(antibody: Antibody, case: Case, phenotype: str, kb: KnowledgeBase) -> tuple[int, ...]:
    """The points that a positive antibody may score: by its class for this phenotype, sex and age; 0 if lower-risk.

    An antibody of a phenotype of the criteria whose class was not seen may have any.
    """
    points = {"high": HIGH_RISK, "intermediate": INTERMEDIATE_RISK, "low": 0}
    if not antibody.risk and any(_fits(antibody.id, known, kb) for known in PHENOTYPES):
        return (0, INTERMEDIATE_RISK, HIGH_RISK)
    narrowest = sorted(antibody.risk, key=lambda r: -(bool(r.syndromes) + bool(r.sex) + (r.age_from is not None)))
    for risk in narrowest:
        age = case.subject.age
        if risk.syndromes and phenotype not in risk.syndromes:
            continue
        if risk.sex is not None and case.subject.sex != risk.sex:
            continue
        if (risk.age_from is not None and (age is None or age < risk.age_from)) or (
            risk.age_to is not None and (age is None or age > risk.age_to)
        ):
            continue
        return (points[risk.risk],)
    return (0,)


def _antibody_item(case: Case, phenotype: str, risks: list[_Risk], kb: KnowledgeBase) -> Item:
    locator = "tables of high-risk, intermediate-risk and lower-risk antibodies"
    certain = [risk for risk in risks if not risk.doubt]
    doubtful = [risk for risk in risks if risk.doubt]
    settled = [risk for risk in certain if len(risk.possible) == 1]
    unseen = [risk for risk in certain if len(risk.possible) > 1]
    because = [f"{kb.antibodies[r.antibody].name} positive: {_risk_word(r.points)} antibody" for r in settled]
    because += [f"{kb.antibodies[r.antibody].name} positive" for r in unseen]
    best = max((risk.points for risk in settled), default=0)
    possible = {best} if not unseen else {max(best, points) for risk in unseen for points in risk.possible}
    possible |= {max(best, points) for risk in doubtful for points in risk.possible}
    missing = [f"the class of {kb.antibodies[r.antibody].name}: rule text not seen" for r in unseen]
    missing += [f"confirm on tissue: {risk.doubt}" for risk in doubtful]
    tested = {r.antibody for r in case.antibodies if r.result != "equivocal"}
    untested = (a for a in kb.antibodies.values() if a.id not in tested)
    if best < HIGH_RISK and any(max(antibody_points(a, case, phenotype, kb)) > 0 for a in untested):
        possible |= {max(best, INTERMEDIATE_RISK), HIGH_RISK}
        missing.append("test the high- and intermediate-risk antibodies in serum and CSF")
    negative = sorted({r.antibody for r in case.antibodies if r.result == "negative"} - {r.antibody for r in risks})
    because += [f"{kb.antibodies[name].name} negative" for name in negative]
    return item("antibody", sorted(possible), because, missing, locator)


# Cancer


def _cancer_item(case: Case, phenotype: str, risks: list[_Risk]) -> Item:
    locator = "cancer level; authors' response, 2021"
    found = [cancer for cancer in case.cancers if cancer.status != "excluded"]
    years = _follow_up_years(case)
    if not found:
        open_tests = [test.label for test in case.tests if test.result != "negative"]
        searched = bool(case.follow_up.searches) and not open_tests
        early = _early(years)
        if searched:
            because = [f"no cancer found, follow-up {_in_words(years)}"]
            return item("cancer", early, because, ("the length of follow-up",), locator)
        missing = [f"what {test} showed" for test in open_tests] or ["a search for cancer (`follow-up: {searches: n}`)"]
        missing += [] if len(early) == 1 else ["the length of follow-up"]
        return item("cancer", (*early, CONSISTENT_CANCER), (), missing, locator)
    consistent = [cancer for cancer in found if is_consistent(cancer, phenotype, [r.antibody for r in risks])]
    unsettled = [cancer for cancer in found if cancer.tumour is None]
    if unsettled and not consistent:
        because = [f"{cancer.label}: which cancer it is, is not known" for cancer in unsettled]
        return item("cancer", (0, EARLY, CONSISTENT_CANCER), because, ("which cancer it is",), locator)
    if consistent and all(_long_gone(case, cancer) for cancer in consistent):
        because = [f"{cancer.label}: consistent, in remission for more than five years" for cancer in consistent]
        return item("cancer", (*_early(years), CONSISTENT_CANCER), because, ("whether it has come back",), locator)
    if consistent:
        because = [f"{cancer.label}: consistent with phenotype and antibody" for cancer in consistent]
        return item("cancer", (CONSISTENT_CANCER,), because, (), locator)
    expressed = [cancer for cancer in found if cancer.antigen_expressed]
    if expressed:
        because = [f"{cancer.label}: not consistent, but it expresses the antigen" for cancer in expressed]
        return item("cancer", (CONSISTENT_CANCER,), because, (), locator)
    because = [f"{cancer.label}: not consistent with phenotype and antibody" for cancer in found]
    possible = set(_early(_years_since_cancer(case, found)))
    missing = [] if len(possible) == 1 else ["how long the cancer has been known"]
    if any(cancer.antigen_expressed is None for cancer in found):
        possible.add(CONSISTENT_CANCER)
        missing.append("whether the tumour expresses the antigen")
    tested = {r.antibody for r in case.antibodies if r.result != "equivocal"}
    tumours = {cancer.tumour for cancer in found}
    if any(a not in tested and tumours & set(sites) for a, sites in CONSISTENT_WITH_ANTIBODY.items()):
        possible.add(CONSISTENT_CANCER)
        missing.append("antibodies that go with this cancer")
    return item("cancer", sorted(possible), because, missing, locator)


def is_consistent(cancer: Cancer, phenotype: str, antibodies: list[str]) -> bool:
    """Whether a cancer has the known association with one of the antibodies found, or with the phenotype."""
    with_phenotype = CONSISTENT_WITH_PHENOTYPE.get(phenotype, frozenset())
    return (
        any(cancer.tumour in CONSISTENT_WITH_ANTIBODY.get(a, ()) for a in antibodies) or cancer.tumour in with_phenotype
    )


def _long_gone(case: Case, cancer: Cancer) -> bool:
    """Whether a cancer has been in remission for longer than the five years of the founding rules n30 and c05."""
    remission = case.years_in_remission(cancer) if cancer.status == "remission" else None
    return remission is not None and remission > REMISSION_YEARS


def _early(years: float | None) -> tuple[int, ...]:
    if years is None:
        return (0, EARLY)
    return (EARLY,) if years < FOLLOW_UP_YEARS else (0,)


def _in_words(years: float | None) -> str:
    return "of unknown length" if years is None else f"{years:.1f} years"


def _follow_up_years(case: Case) -> float | None:
    """Follow-up since onset: as stated, else from the onset of the course."""
    if case.follow_up.years is not None:
        return case.follow_up.years
    today = case.known_on or case.latest_date()
    onset = case.course.onset.date if case.course.onset else None
    if onset is not None and today is not None:
        return (today - onset).days / DAYS_PER_YEAR
    return None if case.course.duration_days is None else case.course.duration_days / DAYS_PER_YEAR


def _years_since_cancer(case: Case, found: list[Cancer]) -> float | None:
    """Follow-up since the first of the inconsistent cancers was found, which is what the authors' example counts."""
    today = case.known_on or case.latest_date()
    years = []
    for cancer in found:
        if cancer.diagnosed is None:
            continue
        if cancer.diagnosed.date is not None and today is not None:
            years.append((today - cancer.diagnosed.date).days / DAYS_PER_YEAR)
        elif cancer.diagnosed.age_years is not None and case.subject.age is not None:
            years.append(case.subject.age - cancer.diagnosed.age_years)
    return min(years, default=None)


# Level


def _grade(case: Case, phenotype: str, items: tuple[Item, ...], risks: list[_Risk]) -> Outcome:
    with_inhibitor = any(e.id == CHECKPOINT_INHIBITOR for e in case.exposures)
    reachable = {_level(points, phenotype) for points in totals(items)}
    certain = min(reachable, key=LEVELS.index)
    notes: list[str] = []
    if with_inhibitor:
        notes.append(
            "an immune checkpoint inhibitor was given: the paper has rules of its own for it, rule text not seen"
        )
        if certain == "definite":
            certain = "probable"
            reachable.add("probable")
    if any(risk.doubt for risk in risks):
        notes.append(
            "an antibody found by line blot alone, without its phenotype, does not count until it is confirmed"
        )
    outcome = Outcome(
        id=ID,
        subject=phenotype,
        applies=True,
        level=certain,
        reachable=tuple(sorted(reachable, key=LEVELS.index)),
        score=sum(i.points for i in items),
        items=items,
        notes=tuple(notes),
        sources=SOURCES,
        most=sum(i.possible[-1] for i in items),
        ways=_ways(phenotype, items, certain),
        readings=_readings(certain, items),
    )
    return replace(outcome, items=(*items, _inhibitor_item())) if with_inhibitor else outcome


def _ways(phenotype: str, items: tuple[Item, ...], certain: str) -> tuple[Way, ...]:
    """For each level above the certain one, the fewest items settled to their most that make it certain."""
    ways = []
    open_ = [place for place, i in enumerate(items) if len(i.possible) > 1]
    for level in LEVELS[LEVELS.index(certain) + 1 :]:
        for number in range(1, len(open_) + 1):
            found = [chosen for chosen in combinations(open_, number) if _reaches(level, chosen, phenotype, items)]
            if found:
                ways.append(Way(level, tuple(f"{items[p].id}: {items[p].possible[-1]:g} points" for p in found[0])))
                break
    return tuple(ways)


def _reaches(level: str, chosen: tuple[int, ...], phenotype: str, items: tuple[Item, ...]) -> bool:
    points = tuple(i.possible[-1 if place in chosen else 0] for place, i in enumerate(items))
    return LEVELS.index(_level(points, phenotype)) >= LEVELS.index(level)


def _readings(level: str, items: tuple[Item, ...]) -> tuple[str, ...]:
    """How the levels did in 484 patients with a suspected syndrome, 212 of whom had one; and how long to search."""
    lines = []
    if level == "definite":
        lines.append("Definite: sensitivity 55%, specificity 100% (Zhao-Fleming 2024, 484 suspected).")
    if level in ("probable", "definite"):
        lines.append("6 points or more: sensitivity 93%, specificity 100% (Zhao-Fleming 2024, 484 suspected).")
    if level == "possible":
        lines.append(
            "15 of 212 patients with a paraneoplastic syndrome had 5 points or fewer, 7 of them brainstem encephalitis "
            "with KLHL11 antibodies (Zhao-Fleming 2024)."
        )
    if level != "not met" and items[-1].possible[-1] < CONSISTENT_CANCER:
        lines.append("Search again, for at least the first two years (Zhao-Fleming 2024).")
    return tuple(lines)


def _inhibitor_item() -> Item:
    undetermined = item("checkpoint-inhibitor", (0, 1), (), ("rule text not seen",), "recommendations on inhibitors")
    return replace(undetermined, points=0, possible=(0,))


def _level(points: tuple[float, ...], phenotype: str) -> str:
    """The level of a full set of points: phenotype, antibody, cancer."""
    total = sum(points)
    antibody, cancer = points[1], points[2]
    if phenotype == NO_ANTIBODY_NEEDED and cancer == CONSISTENT_CANCER:
        return "definite"
    if total >= DEFINITE_FROM and antibody >= INTERMEDIATE_RISK:
        return "definite"
    if total >= PROBABLE_FROM:
        return "probable"
    return "possible" if total >= POSSIBLE_FROM else "not met"


@dataclass(frozen=True, slots=True, kw_only=True)
class _PnsCare(Card):
    """The card of PNS-Care; the phenotype, the antibody and the cancer hang together too closely for separate items."""

    @property
    def level_names(self) -> tuple[str, ...]:
        return LEVELS[1:]

    def evaluate(self, facts: Facts) -> Outcome:
        return evaluate(facts.case, facts.subject, facts.kb)


INSTRUMENT = _PnsCare(
    id=ID,
    name="PNS-Care score: paraneoplastic neurologic syndromes",
    year=2021,
    sources=SOURCES,
    scope="Neurological syndromes of the high- and intermediate-risk phenotypes of the panel.",
    misuse="An antibody or a cancer alone is no diagnosis; other causes must be excluded first.",
    seen=(
        "Abstract and beginning of the paper; the authors' response of November 2021; three studies that apply it or "
        "print its lists (Zhao-Fleming 2024, Hu 2026, Vogrig 2026)."
    ),
    off=(
        "the rules for immune checkpoint inhibitors: their text was not seen; with such a drug definite is withheld",
        "the definitions of the single phenotypes: not seen; the syndrome is the clinician's",
        "the class of antibodies that no copy gives (GABA-B, AMPA and NMDA receptor, mGluR5, KLHL11): left open",
    ),
    subjects=frozenset(PHENOTYPES),
    by_subject=True,
    grades_cancer=True,
)
