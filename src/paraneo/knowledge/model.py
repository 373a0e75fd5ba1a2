"""What a file of the knowledge base may say: one structure per kind of entity.

Files are plain YAML under `kb/`; `load.py` reads them into these structures, which refuse unknown fields. The parts
that they share, numbers with their source first of all, are in :mod:`estimates <paraneo.knowledge.estimates>`.
"""

from __future__ import annotations

from typing import Literal

from paraneo.knowledge.estimates import (
    AgeEstimate,
    Code,
    CodeSystem,
    Duration,
    Entry,
    FindingFrequency,
    Frequency,
    Shares,
    Sourced,
    Statement,
    TempoFrequency,
    Term,
)

Kind = Literal["syndrome", "mimic"]
System = Literal["neurological", "endocrine", "skin", "bones-and-joints", "blood", "kidney-and-other"]
Specimen = Literal["serum", "csf"]
Burden = Literal["bedside", "blood", "imaging", "invasive"]
# Where the antigen lies decides how the disease is treated: on the cell's surface, inside the cell, or at the synapse
# but inside it (GAD65, amphiphysin), where the antibody's own role is disputed.
Place = Literal["surface", "intracellular", "intracellular-synaptic", "extracellular"]
Method = Literal[
    "line-blot", "western-blot", "tissue-assay", "cell-based-assay", "live-cell-based-assay", "radioimmunoassay",
    "elisa", "immunoprecipitation",
]  # fmt: skip


class Profile(Entry, frozen=True, kw_only=True):
    """Numbers that hold for a condition, or for a condition with one causal antibody."""

    age: list[AgeEstimate] = []
    sex: list[Shares] = []
    smoking: list[Frequency] = []
    tempo: list[Shares] = []
    tempo_frequency: list[TempoFrequency] = []
    duration: list[Duration] = []
    findings: list[FindingFrequency] = []
    cancer: list[Frequency] = []
    tumours: list[Shares] = []
    before_tumour: list[Frequency] = []


SUSPECTED = "suspected"  # the setting, a file of kb/assumptions/settings, that the model is compiled for
SETTINGS = (
    "patients-tested", "paraneoplastic-syndromes", "autoimmune-encephalitis", "same-presentation", "cancer",
    "population",
)  # fmt: skip


class RelativeFrequency(Frequency, frozen=True, kw_only=True):
    """The share of patients who have the condition, among those of a stated setting.

    Only `patients-tested`, people in whom a paraneoplastic disease was suspected, moves the pre-test probability.

    Attributes:
        among: one of `SETTINGS`, or the id of a tumour for the share of its patients.
    """

    among: str


Treatment = Literal[
    "immunotherapy", "steroids", "immunoglobulin", "plasma-exchange", "rituximab", "cyclophosphamide",
    "tumour-treatment", "symptomatic", "surgery", "other",
]  # fmt: skip


class Outcome(Frequency, frozen=True, kw_only=True):
    """How patients fared: the share with a result, after a class of treatment.

    Attributes:
        result: "improved" includes a response; "independent" is a modified Rankin score of 2 or less.
        after: what they were given; "any" where the source counts all, "none" where nothing was.
        population: which of the patients, where not all, in our words.
    """

    result: Literal["improved", "stable-or-better", "worse", "independent", "relapsed", "died"]
    after: Literal["any", "none"] | Treatment
    population: str = ""


class Condition(Profile, frozen=True, kw_only=True):
    """A syndrome or a mimic.

    Attributes:
        plain: for patients, in plain words, from the summary's sources.
        codes: of other systems, by system: MONDO, ORPHA, ICD-10, ICD-10-CM.
        outcomes: what became of patients.
        groups: the presentation groups whose core findings it must be judged by.
        names: other names under which a case may state it.
        antibodies: patients by causal antibody (antibody ids, `none`, `other`).
        relative_frequency: its share of the patients of a stated setting.
        with_antibody: what differs with one causal antibody.
    """

    id: str
    name: str
    kind: Kind
    system: System
    groups: list[str]
    summary: Statement
    names: list[str] = []
    antibodies: list[Shares] = []
    relative_frequency: list[RelativeFrequency] = []
    with_antibody: dict[str, Profile] = {}
    outcomes: list[Outcome] = []
    plain: str = ""
    codes: dict[CodeSystem, list[Code]] = {}


class RiskClass(Sourced, frozen=True, kw_only=True):
    """The class of cancer risk of an antibody in the 2021 criteria, for some phenotypes, a sex or an age.

    `syndromes` empty means any. `sex`, `age_from` and `age_to` (years, inclusive) narrow it.
    """

    risk: Literal["high", "intermediate", "low"]
    syndromes: list[str] = []
    sex: Literal["female", "male"] | None = None
    age_from: int | None = None
    age_to: int | None = None


class Performance(Frequency, frozen=True, kw_only=True):
    """Sensitivity or specificity of one method in one specimen, or how often tissue confirms a positive blot."""

    quantity: Literal["sensitivity", "specificity", "confirmed", "predictive-value"]
    method: Method
    specimen: Specimen | None = None


class Incidental(Frequency, frozen=True, kw_only=True):
    """How often the antibody is found without being the cause, among people with `population`: the id of a tumour or
    of a condition, or a phrase.
    """

    population: str


class LevelFrequency(Frequency, frozen=True, kw_only=True):
    """How often a positive result lies above a level, in the `unit` of one assay (`method`): in patients whose illness
    the antibody causes, or in others in whom it was found.
    """

    group: Literal["cause", "other"]
    method: Method
    unit: str
    above: float


class Antibody(Entry, frozen=True, kw_only=True):
    """An antibody: its antigen, what it means for cancer, and how its tests behave.

    Attributes:
        hpo: the term for a positive result; null where the release has none.
        names: other names, for reading cases and laboratory reports.
        specimen: what to send, and which specimen decides.
        cancer, tumours: among patients with its syndrome.
        levels: of one limit of one assay, in both groups. titre: what a titre or level means, in our words.
    """

    id: str
    name: str
    hpo: Term | None
    names: list[str]
    antigen: Statement
    place: Place
    risk: list[RiskClass] = []
    cancer: list[Frequency] = []
    tumours: list[Shares] = []
    age: list[AgeEstimate] = []
    sex: list[Shares] = []
    performance: list[Performance] = []
    incidental: list[Incidental] = []
    specimen: Statement | None = None
    levels: list[LevelFrequency] = []
    titre: Statement | None = None
    plain: str = ""
    codes: dict[CodeSystem, list[Code]] = {}


class Later(Frequency, frozen=True, kw_only=True):
    """The share of tumours that show only after a first negative search, `within_months` of it."""

    within_months: float | None = None


class Tumour(Entry, frozen=True, kw_only=True):
    """A tumour that may cause a syndrome.

    Attributes:
        names: words in a cancer's label that mean this tumour; the longest match wins.
        hpo: terms of the ontology that mean it.
        sex: the only sex that can have it, else null.
        search: tests to find it, in order, by id of kb/tests.
    """

    id: str
    name: str
    names: list[str]
    hpo: list[Term] = []
    sex: Literal["female", "male"] | None = None
    summary: Statement
    age: list[AgeEstimate] = []
    sexes: list[Shares] = []
    smoking: list[Frequency] = []
    after_negative_search: list[Later] = []
    search: list[str] = []
    search_sources: list[str] = []
    plain: str = ""
    codes: dict[CodeSystem, list[Code]] = {}


class Sensitivity(Frequency, frozen=True, kw_only=True):
    """How often a test finds one tumour in patients who have it."""

    tumour: str


class Test(Entry, frozen=True, kw_only=True):
    """A test that looks for tumours.

    Attributes:
        names: other names, for reading cases.
        burden: "bedside", "blood", "imaging" or "invasive".
        sex, age_from: of those who can have it, where not all.
        finds: the tumours it can show, with or without a sourced sensitivity.
    """

    __test__ = False  # not a test case, whatever pytest thinks of the name
    id: str
    name: str
    names: list[str]
    burden: Burden
    sex: Literal["female", "male"] | None = None
    age_from: int | None = None
    finds: list[str]
    summary: Statement
    sensitivity: list[Sensitivity] = []
    cautions: list[Statement] = []
    plain: str = ""
    codes: dict[CodeSystem, list[Code]] = {}


class Request(Entry, frozen=True, kw_only=True):
    """What is asked for in one go: areas of routine results, or a panel of antibodies.

    Attributes:
        burden: for the patient. areas: test areas of kb/findings. antibodies: of the panel, in serum.
    """

    id: str
    name: str
    burden: Burden
    areas: list[str] = []
    antibodies: list[str] = []


Situation = Literal[
    "antibody-positive", "antibody-untested", "incidental-antibody", "tumour-known", "tumour-not-known",
    "recurrence-window", "old-remission", "relapse", "paraneoplastic-likely", "autoimmune-likely", "antibody-explains",
    "no-antibody-explains",
]  # fmt: skip


class Applies(Entry, frozen=True, kw_only=True):
    """When a piece of advice applies: every field that is given must hold; for a list, one of its members must.

    Attributes:
        conditions, systems, groups: of a leading candidate.
        places: where the antigen of a found antibody lies, or of the likeliest cause where none was tested.
        antibodies: found, or the likeliest cause.
        tumours: leading tumours, known or not.
        exposures: of the case.
        sex, age_from, age_to: of the patient, years inclusive; a patient of unknown sex or age is not left out.
        situations: all of these hold; see :mod:`paraneo.pathway.situation`.
    """

    conditions: list[str] = []
    systems: list[System] = []
    groups: list[str] = []
    places: list[Place] = []
    antibodies: list[str] = []
    tumours: list[str] = []
    exposures: list[str] = []
    sex: Literal["female", "male"] | None = None
    age_from: int | None = None
    age_to: int | None = None
    situations: list[Situation] = []


class Schedule(Entry, frozen=True, kw_only=True):
    """Months from the assessment: the first time, then every so often, until; `every` and `until` null for once."""

    first: float
    every: float | None = None
    until: float | None = None


class Advice(Entry, frozen=True, kw_only=True):
    """A step that the program may name, with its reason and sources; it names options and orders nothing.

    Attributes:
        order: place within its stage; what comes first is first.
        treatments: classes of treatment before which it is to be thought of, or that it says when to avoid.
        claims: ids of founding claims that it answers.
    """

    id: str
    stage: Literal["work-up", "tumour-search", "treatment", "caution", "follow-up"]
    order: int
    text: str
    because: str
    sources: list[str]
    applies: Applies = Applies()
    schedule: Schedule | None = None
    treatments: list[Treatment] = []
    claims: list[str] = []
    plain: str = ""


class Emergency(Entry, frozen=True, kw_only=True):
    """What must not wait. Raised while the conditions together are above their threshold, or when a finding is present.

    Attributes:
        conditions: whose probabilities are added up; kb/assumptions/thresholds.yaml says when they are unlikely enough.
        findings: terms that raise it by themselves, whatever the ranking.
        together: groups of terms that raise it when the case has one of each group.
        test: what to do first; `treatment`: what cannot wait for the result.
    """

    id: str
    name: str
    conditions: list[str]
    findings: list[Term]
    together: list[list[Term]] = []
    test: str
    treatment: str
    because: str
    sources: list[str]


class Study(Entry, frozen=True, kw_only=True):
    """A publication, or another document, that was looked at.

    Attributes:
        design: what kind of study it is; `founding-document` are the five texts this project began with.
        year: of publication; left out where no page that was read shows it.
        size: patients in it, or null where it has none of its own.
        overlaps_with: studies that may share patients; numbers of two such studies are never pooled.
        seen: how much of it was read, and when.
    """

    id: str
    title: str
    authors: str

    design: Literal[
        "cohort", "case-series", "diagnostic-accuracy", "registry", "population", "randomised-trial", "survey",
        "systematic-review", "review", "guideline", "criteria", "reference-text", "founding-document",
    ]  # fmt: skip
    seen: Literal["full-text", "abstract", "excerpt"]
    seen_on: str
    year: int | None = None
    journal: str = ""
    pmid: str | None = None
    doi: str | None = None
    url: str | None = None
    setting: str = ""
    size: int | None = None
    overlaps_with: list[str] = []
    remarks: str = ""


class Finding(Entry, frozen=True, kw_only=True):
    """A finding of the vocabulary: an HPO term, or an id of ours where HPO has none (then with its parents).

    Attributes:
        parents: for a finding of ours that HPO lacks, the terms of which it is a special case.
        also: terms that count as this finding, though the ontology does not place them below it.
        lay: words of patients and notes for it, beside the ontology's own synonyms.
        salience: how surely a clinician mentions it when it is there: "cardinal", "usual" or "minor".
    """

    id: str
    label: str
    parents: list[Term] = []
    also: list[Term] = []
    lay: list[str] = []
    salience: Literal["cardinal", "usual", "minor"] = "usual"


class Measurement(Entry, frozen=True, kw_only=True):
    """A measured quantity and the findings that a low or a high result is; a normal one excludes both.

    Attributes:
        names: how a person writes it. loinc: codes of the quantity in blood, urine or CSF as the area says.
    """

    names: list[str]
    loinc: list[str] = []
    low: Term | None = None
    high: Term | None = None


class Area(Entry, frozen=True, kw_only=True):
    """Findings that come together, because one process makes them: signs of one structure, results of one test.

    Attributes:
        kind: "sign", "test" (a result; nothing follows from its not being mentioned) or "exposure".
        means: terms that say only that the area is involved.
        names: for a test, how a person writes it; "normal" then excludes what the area means.
        measurements: quantities that the test measures.
    """

    id: str
    name: str
    kind: Literal["sign", "test", "exposure"]
    means: list[Term]
    findings: list[Finding]
    names: list[str] = []
    measurements: list[Measurement] = []


class KnowledgeBase(Entry, frozen=True, kw_only=True):
    """Everything under kb/, each kind by id in alphabetical order."""

    version: str
    studies: dict[str, Study]
    areas: dict[str, Area]
    conditions: dict[str, Condition]
    antibodies: dict[str, Antibody]
    tumours: dict[str, Tumour]
    tests: dict[str, Test]
    requests: dict[str, Request]
    advice: dict[str, Advice]
    emergencies: dict[str, Emergency]
