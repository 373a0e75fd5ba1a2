"""Numbers without a study: each has a value, the range in which a reasonable expert might put it, and a reason.

They live in `kb/assumptions/`, apart from the evidence, and every output that rests on one calls it an assumption.
"""

from __future__ import annotations

from typing import Literal

from paraneo.knowledge.estimates import Entry, Tempo
from paraneo.knowledge.model import Method, Place


class Number(Entry, frozen=True, kw_only=True):
    """A value with the range in which it might lie."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} does not lie between {self.low} and {self.high}")


class Word(Entry, frozen=True, kw_only=True):
    """A class of frequency: what a word means as a share, and how many patients' worth of evidence it is.

    Attributes:
        share: the share of patients it stands for.
        strength: the weight of the belief, in patients: counts of a study outweigh it when they are more than this.
        meaning: the wordings that it stands for.
    """

    share: Number
    strength: float
    meaning: str


class Words(Entry, frozen=True, kw_only=True):
    """The words that stand for frequencies."""

    reason: str
    words: dict[str, Word]


class Background(Entry, frozen=True, kw_only=True):
    """How an area behaves in patients whose condition says nothing about it.

    Attributes:
        involved: P(the area is involved) in a patient whose condition does not list it.
        with_cancer: for a treatment of cancers, P(given | a cancer is known), whatever the condition.
        typical: for each finding, a word: its share among all patients in whom the area is involved.
    """

    area: str
    reason: str
    involved: Number
    typical: dict[str, str]
    with_cancer: Number | None = None


class Core(Entry, frozen=True, kw_only=True):
    """One row of a presentation group: a finding, and a word for every condition of the group."""

    finding: str
    label: str
    cells: dict[str, str]


class Group(Entry, frozen=True, kw_only=True):
    """Conditions that present alike, judged by the same core findings, so that curation does not decide the ranking."""

    id: str
    name: str
    reason: str
    conditions: list[str]
    core: list[Core]


class AgeRange(Entry, frozen=True, kw_only=True):
    """Age in years by its 5th, 50th and 95th percentile; `weight` where several make up a mixture."""

    low: float
    middle: float
    high: float
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.middle < self.high <= 110:
            raise ValueError(f"ages {self.low}, {self.middle}, {self.high} are out of order")


class ProfileAssumption(Entry, frozen=True, kw_only=True):
    """What is assumed of a condition, or of a condition with one causal antibody, where no study was found."""

    age: list[AgeRange] = []
    male: Number | None = None
    smoking: Number | None = None
    tempo: dict[Tempo, float] = {}
    cancer: Number | None = None
    tumours: dict[str, float] = {}
    before_tumour: Number | None = None
    findings: dict[str, str] = {}


class ConditionAssumption(ProfileAssumption, frozen=True, kw_only=True):
    """`weight`: patients with it among a thousand in whom a paraneoplastic disease is suspected (the default
    setting).
    """

    id: str
    reason: str
    weight: Number
    antibodies: dict[str, float] = {}
    with_antibody: dict[str, ProfileAssumption] = {}


class AntibodyAssumption(Entry, frozen=True, kw_only=True):
    """Of an antibody: cancer and tumours with its syndrome; `base_rate` is its share among patients without any."""

    id: str
    reason: str
    cancer: Number
    tumours: dict[str, float]
    base_rate: Number
    age: list[AgeRange] = []
    male: Number | None = None


class TumourAssumption(Entry, frozen=True, kw_only=True):
    """Of a tumour: who has it, and how often it is a coincidence.

    Attributes:
        smoking: share of present or former smokers among its patients.
        known: share of patients of the default setting in whom it is known, and does not cause the illness.
        occult: share in whom it is there, unknown, and does not cause the illness.
    """

    id: str
    reason: str
    age: list[AgeRange]
    male: Number
    smoking: Number
    known: Number
    occult: Number


class Assay(Entry, frozen=True, kw_only=True):
    """How one method behaves: P(positive | antibody present), P(positive | absent), and after another positive test."""

    sensitivity: Number
    false_positive: Number


class Assays(Entry, frozen=True, kw_only=True):
    """Antibody tests. `unstated`, by the place of the antigen: the mixture over methods for one that is not given.

    Attributes:
        repeat_false_positive: P(a second specimen or method is also falsely positive | the first is).
        repeat_false_negative: P(a second one is also falsely negative | the first is).
        weak_if_present, weak_if_absent: P(a blot's band is weak | positive, and the antibody is there, or is not).
    """

    reason: str
    methods: dict[Method, Assay]
    unstated: dict[Place, dict[Method, float]]
    repeat_false_positive: Number
    repeat_false_negative: Number
    treated_sensitivity: Number
    weak_if_present: Number
    weak_if_absent: Number

    def band(self, strength: Literal["weak", "strong"] | None, *, present: bool) -> float:
        """P(a positive blot's band is as reported | the antibody is there, or not); 1 where nothing is said."""
        weak = (self.weak_if_present if present else self.weak_if_absent).value
        return {"weak": weak, "strong": 1.0 - weak, None: 1.0}[strength]


class Reporting(Entry, frozen=True, kw_only=True):
    """How what is so becomes what is written down.

    Attributes:
        omission: by salience, how far not mentioning a finding speaks against it: 0 not at all, 1 as its absence.
        missed: P(reported absent | present).
        narrower: P(a narrower term is the one reported | the finding listed is present).
        match: how much of a match survives per unit of specificity lost between two terms, from 0 to 1.
        tempo_right: P(the course is reported in its true class).
        tempering: exponent of the findings' likelihood, 1 for independent areas.
        unlisted_sign: share of a sign that only shows which area is involved.
    """

    reason: str
    omission: dict[Literal["cardinal", "usual", "minor"], Number]
    missed: Number
    narrower: Number
    match: Number
    tempo_right: Number
    tempering: Number
    unlisted_sign: Number


class CancerAssumption(Entry, frozen=True, kw_only=True):
    """Known cancers.

    Attributes:
        remission_recent, remission_old: factor for a cancer in remission for at most, or more than, five years, to be
            the cause, against an active one.
        smoker_share: share of present or former smokers among patients of the setting.
        ruled_out: factor for a cancer that the case says is not there: a search may miss, a statement may err.
        not_detectable_yet: share of causal tumours too small for any test at presentation.
        same_test_again: share of a test's misses that a second run misses again.
        test_false_positive: P(a test shows something suspicious | nothing is there).
    """

    reason: str
    before_tumour: Number
    remission_recent: Number
    remission_old: Number
    smoker_share: Number
    ruled_out: Number
    not_detectable_yet: Number
    same_test_again: Number
    test_false_positive: Number


class Pooling(Entry, frozen=True, kw_only=True):
    """How studies are put together.

    Attributes:
        between_studies: correlation of two patients of one study, beyond what the quantity's mean says; 0 would mean
            that studies differ by chance alone.
    """

    reason: str
    between_studies: Number


class Setting(Entry, frozen=True, kw_only=True):
    """Who the patients are before anything is known of one.

    Attributes:
        syndromes: P(a syndrome | a condition of the knowledge base); the conditions' weights share out the rest.
        other: P(none of the known conditions).
        known_cancer: how many times as common as among patients at large a cancer is known by coincidence.
    """

    id: str
    name: str
    reason: str
    syndromes: Number
    other: Number
    known_cancer: Number


class Hypotheses(Entry, frozen=True, kw_only=True):
    """What may be the case beside one known condition.

    Attributes:
        spread: how far the average patient of a group is drawn towards patients at large, to stand for `other`.
        second: P(another condition of the knowledge base is there as well | one is).
    """

    reason: str
    spread: Number
    second: Number


class Urgency(Entry, frozen=True, kw_only=True):
    """What information on one condition counts, by its kind; `emergency` for one that must not wait."""

    emergency: float
    syndrome: float
    mimic: float
    other: float


class BurdenWeights(Entry, frozen=True, kw_only=True):
    """What the information of a test counts, by its burden for the patient."""

    bedside: float
    blood: float
    imaging: float
    invasive: float


class NextTests(Entry, frozen=True, kw_only=True):
    """What a test is worth.

    Attributes:
        paraneoplastic, tumour: what information on these two questions counts.
        least: information, so weighted, below which a test is not named.
    """

    reason: str
    urgency: Urgency
    paraneoplastic: Number
    tumour: Number
    burden: BurdenWeights
    least: Number


class Thresholds(Entry, frozen=True, kw_only=True):
    """Probabilities at which the program speaks: an emergency each, and what counts as a leading candidate."""

    reason: str
    emergencies: dict[str, Number]
    outside: Number
    leading: Number
    leading_tumour: Number


class Assumptions(Entry, frozen=True, kw_only=True):
    """Everything under kb/assumptions/."""

    words: Words
    backgrounds: dict[str, Background]
    groups: dict[str, Group]
    conditions: dict[str, ConditionAssumption]
    antibodies: dict[str, AntibodyAssumption]
    tumours: dict[str, TumourAssumption]
    assays: Assays
    reporting: Reporting
    pooling: Pooling
    cancer: CancerAssumption
    settings: dict[str, Setting]
    hypotheses: Hypotheses
    next_tests: NextTests
    thresholds: Thresholds
