"""Idiopathic inflammatory myopathy, 2017: the classification criteria of EULAR and ACR, scored without a muscle biopsy.

Lundberg IE, Tjarnlund A, Bottai M, et al. Ann Rheum Dis 2017;76:1955-1964. DOI 10.1136/annrheumdis-2017-211468; at the
same time Arthritis Rheumatol 2017;69:2271-2282 (PMID 29106061).

Scope: adults and children thought to have an inflammatory myopathy. Misuse: the criteria classify for research and do
not make a diagnosis; they hold only where nothing else explains the symptoms and signs better, which is always asked
for. Where a muscle biopsy was read, the other column of points counts: see `eular_acr_2017_biopsy`.

What was seen. The cut-offs and their probabilities in the abstract; the points in a table of RMD Open (all but the age)
and in a second copy (rheumatologytt.com), which agree. Of the second copy only the part from age to Gottron's sign
could be read again; for dysphagia, Jo-1, enzymes and the biopsy its agreement rests on the project's dossier. A copy of
BMJ Best Practice prints the two columns swapped; its pairs of numbers are the same. The formula of the probability was
not seen: the probability is told in the bands of the abstract.
"""

from __future__ import annotations

from paraneo.case import DAYS_PER_YEAR
from paraneo.criteria.facts import Facts, Reading, any_of, not_met, unknown
from paraneo.criteria.instrument import Instrument, Level, Question
from paraneo.criteria.logic import Outcome
from paraneo.criteria.rules import Score
from paraneo.criteria.rules import all_of as every

POINTS = "table of score points"
ABSTRACT = "abstract"
GATE = "no-better-explanation"
ADULT_FROM, OLDER_FROM = 18, 40  # years of age at the first symptom: 18 to below 40; 40 and above
POSSIBLE_FROM, PROBABLE_FROM, DEFINITE_FROM = 5.3, 5.5, 7.5  # without a biopsy: probability 50%, 55%, 90%
SUBJECTS = frozenset({"dermatomyositis", "polymyositis", "necrotizing-myopathy", "inclusion-body-myositis"})
# Muscle enzymes above normal: creatine kinase, lactate dehydrogenase, transaminases (AST or ALT).
ENZYMES = ("HP:0003236", "HP:0025435", "HP:0002910")
SYNTHETASE_ANTIBODY = "HP:0034147"  # any of them, Jo-1 among others


def age_at_onset(facts: Facts) -> tuple[float, float] | None:
    """The least and the most that the age at the first symptom may have been, or None where no age is known.

    An age in whole years may be up to a year more; without a duration the illness may have begun at any age.
    """
    onset, born, age = facts.case.course.onset, facts.case.subject.born, facts.case.subject.age
    if onset is not None and onset.age_years is not None:
        return onset.age_years, onset.age_years
    if onset is not None and onset.date is not None and born is not None:
        years = (onset.date - born).days / DAYS_PER_YEAR
        return years, years
    if age is None:
        return None
    most = age if born is not None or age != int(age) else age + 1 - 1 / DAYS_PER_YEAR
    lasted = facts.duration_days()
    if lasted is None:
        return 0.0, most
    return max(0.0, age - lasted / DAYS_PER_YEAR), max(0.0, most - lasted / DAYS_PER_YEAR)


def _age(facts: Facts) -> Reading:
    """The grade of the age at onset: below 18, 18 to 39, 40 or more."""
    ages = age_at_onset(facts)
    if ages is None:
        return Reading((0, 1, 2), (), ("the age at the first symptom",))
    first, last = (sum(age >= least for least in (ADULT_FROM, OLDER_FROM)) for age in ages)
    if first == last:
        return Reading((first,), (f"{ages[0]:.3g} years at the first symptom",))
    return Reading(tuple(range(first, last + 1)), (), ("the age at the first symptom",))


def _only_absent(facts: Facts, term: str, missing: str) -> Reading:
    """Not met where a broader finding is absent; where it is there, the item itself has to be asked."""
    found = facts.finding(term)
    return not_met(*found.because) if found.not_met else unknown(missing)


def _enzymes(facts: Facts) -> Reading:
    return any_of(*(facts.finding(term) for term in ENZYMES))


def _dysphagia(facts: Facts) -> Reading:
    """Dysphagia is enough; without it, dysmotility of the oesophagus (no term of its own) may still be there."""
    found = facts.finding("HP:0002015")
    if found.met:
        return found
    return _only_absent(facts, "HP:0025270", "whether there is dysphagia or dysmotility of the oesophagus")


def band(score: float, cut_offs: tuple[float, float, float]) -> str:
    """The probability of an inflammatory myopathy at a score, as the abstract gives it."""
    possible, probable, definite = cut_offs
    if score >= definite:
        return "at least 90%"
    if score >= probable:
        return "from 55% to below 90%"
    return "from 50% to below 55%" if score >= possible else "below 50%"


def _readings(outcome: Outcome, facts: Facts) -> tuple[str, ...]:  # noqa: ARG001
    cut_offs = (POSSIBLE_FROM, PROBABLE_FROM, DEFINITE_FROM)
    return (
        told(outcome, cut_offs),
        "probable or definite: sensitivity 87%, specificity 82% without a biopsy (Lundberg 2017)",
    )


def told(outcome: Outcome, cut_offs: tuple[float, float, float]) -> str:
    """The score, or the range still reachable, with its probability."""
    least, most = band(outcome.score, cut_offs), band(outcome.most, cut_offs)
    scores = f"score {outcome.score:g}" + (f" to {outcome.most:g}" if outcome.most != outcome.score else "")
    chance = least if least == most else f"{least} now, {most} if the rest is met"
    return f"{scores}: probability of an inflammatory myopathy {chance} (Lundberg 2017)"


def levels(cut_offs: tuple[float, float, float]) -> tuple[Level, ...]:
    """Possible, probable and definite from their cut-offs."""
    return tuple(
        Level(name, every(GATE, Score(least)), ABSTRACT)
        for name, least in zip(("possible", "probable", "definite"), cut_offs, strict=True)
    )


QUESTIONS = (
    Question(GATE, "No better explanation of the symptoms and signs", f"{POINTS}, heading", scores=False),
    Question(
        "age-at-onset",
        "Age at the first symptom taken to belong to the illness",
        f"{POINTS}, age of onset",
        points=(0, 1.3, 2.1),
        grades=("below 18", "18 to 39", "40 or more"),
        read=_age,
    ),
    Question(
        "proximal-arms",
        "Objective symmetric weakness of the proximal arms, usually progressive",
        f"{POINTS}, muscle weakness",
        points=(0, 0.7),
        read=lambda facts: _only_absent(facts, "HP:0008997", "symmetric weakness of the proximal arms on testing"),
    ),
    Question(
        "proximal-legs",
        "Objective symmetric weakness of the proximal legs, usually progressive",
        f"{POINTS}, muscle weakness",
        points=(0, 0.8),
        read=lambda facts: _only_absent(facts, "HP:0008994", "symmetric weakness of the proximal legs on testing"),
    ),
    Question(
        "neck-flexors",
        "Neck flexors relatively weaker than neck extensors",
        f"{POINTS}, muscle weakness",
        points=(0, 1.9),
        read=lambda facts: _only_absent(facts, "HP:0003722", "whether neck flexors are weaker than extensors"),
    ),
    Question(
        "legs-proximal-more",
        "In the legs, proximal muscles relatively weaker than distal ones",
        f"{POINTS}, muscle weakness",
        points=(0, 0.9),
        read=lambda facts: _only_absent(facts, "HP:0008994", "whether the legs are weaker proximally than distally"),
    ),
    Question(
        "heliotrope",
        "Heliotrope rash",
        f"{POINTS}, skin",
        points=(0, 3.1),
        read=lambda facts: facts.finding("HP:0040324"),
    ),
    Question(
        "gottron-papules",
        "Gottron's papules",
        f"{POINTS}, skin",
        points=(0, 2.1),
        read=lambda facts: facts.finding("HP:0025508"),
    ),
    Question(
        "gottron-sign",
        "Gottron's sign",
        f"{POINTS}, skin",
        points=(0, 3.3),
        read=lambda facts: facts.finding("HP:0430033"),
    ),
    Question(
        "dysphagia",
        "Dysphagia or dysmotility of the oesophagus",
        f"{POINTS}, other manifestations",
        points=(0, 0.7),
        read=_dysphagia,
    ),
    Question(
        "jo-1",
        "Jo-1 antibodies (histidyl-tRNA synthetase)",
        f"{POINTS}, laboratory",
        points=(0, 3.9),
        read=lambda facts: _only_absent(facts, SYNTHETASE_ANTIBODY, "Jo-1 antibodies"),
    ),
    Question(
        "enzymes",
        "Creatine kinase, lactate dehydrogenase, AST or ALT above normal",
        f"{POINTS}, laboratory",
        points=(0, 1.3),
        read=_enzymes,
    ),
)

INSTRUMENT = Instrument(
    id="eular-acr-2017",
    name="EULAR/ACR classification of inflammatory myopathies, without a muscle biopsy",
    year=2017,
    sources=("lundberg-2017",),
    scope="Adults and children thought to have an idiopathic inflammatory myopathy, where no muscle biopsy was read.",
    misuse="Classification for research, no diagnosis. Where a biopsy was read, use the score with a biopsy. Probable"
    " is the least that the authors recommend to classify a patient.",
    seen="Cut-offs and probabilities: the abstract. Points: a table of RMD Open and a second copy, which agree; for"
    " dysphagia, Jo-1, enzymes and the biopsy the second copy was seen only by the project's dossier.",
    off=(
        "the formula of the probability for each score: not seen",
        "the tree of the major subgroups of inflammatory myopathies: not seen",
        "whether a patient without the three skin signs may be classified without a biopsy: the instructions of the"
        " authors' calculator say no; the paper's own words were not seen",
    ),
    subjects=SUBJECTS,
    scored=True,
    questions=QUESTIONS,
    levels=levels((POSSIBLE_FROM, PROBABLE_FROM, DEFINITE_FROM)),
    readings=_readings,
)
