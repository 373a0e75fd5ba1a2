"""The JSON contract: what an assessment says. The field names are those of docs/assessment.schema.json."""

from __future__ import annotations

from typing import Literal

import msgspec

from paraneo.inference.explanation import ItemKind
from paraneo.knowledge.model import Burden
from paraneo.pathway.next_tests import Kind


class Contribution(msgspec.Struct, frozen=True, gc=False):  # thousands for a case; none can be part of a cycle
    """What one item of the case does to the odds of one condition, given the items before it."""

    item: str
    kind: ItemKind
    status: str
    decibans: float
    match: str
    estimates: list[str]
    sources: list[str]


class Candidate(msgspec.Struct, frozen=True):
    """A condition with its probability; prior_decibans plus the evidence's decibans is the odds in `decibans`."""

    id: str
    name: str
    kind: Literal["syndrome", "mimic", "other"]
    probability: float
    interval: tuple[float, float]
    prior_decibans: float
    decibans: float
    evidence: list[Contribution]


class SecondCandidate(msgspec.Struct, frozen=True):
    """A condition that may be there beside the leading one, given that this is right, and the findings it explains."""

    id: str
    name: str
    probability: float
    explains: list[str]


class Share(msgspec.Struct, frozen=True):
    """An antibody or tumour: P(it is the cause), and P(it is there at all). `none` has no `present`."""

    id: str
    name: str
    probability: float
    present: float | None


class Probability(msgspec.Struct, frozen=True):
    """A probability with its 95% interval."""

    probability: float
    interval: tuple[float, float]


class SettingUsed(msgspec.Struct, frozen=True):
    """Who the patients are, and P(paraneoplastic disease) before anything is known of one."""

    id: str
    name: str
    pretest: float


class OutsideKnown(msgspec.Struct, frozen=True):
    """Whether the case may lie outside what the knowledge base knows, the measure, and findings that the
    likeliest condition hardly explains.
    """

    flag: bool
    chance: float
    findings: list[str]


class CriteriaItem(msgspec.Struct, frozen=True):
    """One item of an instrument; `possible` are the points that it may still score, `text` what it asks."""

    id: str
    status: Literal["met", "not met", "undetermined"]
    points: float
    possible: list[float]
    because: list[str]
    missing: list[str]
    locator: str
    text: str


class CriteriaWay(msgspec.Struct, frozen=True):
    """The shortest list of answers found that makes a level certain."""

    level: str
    needs: list[str]


class Criteria(msgspec.Struct, frozen=True):
    """A published instrument applied to a case.

    `level` and `score` are what is certain now, `reachable` and `most` what the unknown can still lead to, `ways` what
    would make a level certain, `readings` what the paper says of such an outcome. `subject` is the condition that it
    was applied to (empty where it asks about none), `inferred` its probability where the case does not state it.
    """

    id: str
    name: str
    year: int
    subject: str
    level: str
    score: float
    most: float
    reachable: list[str]
    items: list[CriteriaItem]
    ways: list[CriteriaWay]
    readings: list[str]
    notes: list[str]
    sources: list[str]
    inferred: float | None


class CriteriaNotApplied(msgspec.Struct, frozen=True):
    """An instrument that does not apply to the case, and why."""

    id: str
    reason: str


class AdviceStep(msgspec.Struct, frozen=True):
    """Something that may be done. `chance`: that a test for a tumour finds one. `dates`: the schedule from `as_of`."""

    id: str
    text: str
    because: str
    sources: list[str]
    when: str
    dates: list[str]
    chance: float | None


class AntibodyReading(msgspec.Struct, frozen=True):
    """How far an antibody's results can be trusted: for the illness (`relevant`), and that it is there (`present`);
    `tumour` is the probability of any tumour, given that the antibody is there.
    """

    id: str
    name: str
    results: list[str]
    kind: str
    relevant: float
    present: float
    tumour: float
    cautions: list[str]
    sources: list[str]


class AntibodyRequest(msgspec.Struct, frozen=True):
    """An antibody worth asking for: P(it is the cause), and the specimen."""

    id: str
    name: str
    probability: float
    specimen: str
    sources: list[str]


class TestResultExpected(msgspec.Struct, frozen=True):
    """An outcome of a test not done: its probability, and what it would make of the case."""

    result: str
    probability: float
    paraneoplastic: float
    first: str
    first_probability: float


class NextTest(msgspec.Struct, frozen=True):
    """A question or test not done, with what it is expected to tell in bits: on the condition, on paraneoplastic
    disease, on the tumour; `worth` weighs them by the harm of delay.
    """

    id: str
    name: str
    kind: Kind
    burden: Burden
    worth: float
    condition: float
    paraneoplastic: float
    tumour: float
    results: list[TestResultExpected]


class NotUsed(msgspec.Struct, frozen=True):
    """Something in the input that did not enter the assessment, and why."""

    input: str
    reason: str
    suggestions: list[str]


class Assessment(msgspec.Struct, frozen=True):
    """What the program makes of a case. The field names are the JSON contract (docs/assessment.schema.json).

    Attributes:
        version, knowledge, kb_version, hpo: of the program, the digest and version of the knowledge base, the HPO
        release. conditions, antibodies, tumours: complete, likeliest first, each adding up to one. Antibodies are what
        explains the illness, tumours what causes it; `none` included. beside_the_first: a second illness.
        disagreements: where criteria and probabilities say different things, worded by the more cautious of the two.
        after_negative_search: P(a tumour not known yet is the cause | every test of the search is negative).
    """

    case: str
    as_of: str | None
    version: str
    knowledge: str
    kb_version: str
    hpo: str
    intended_use: str
    setting: SettingUsed
    paraneoplastic: Probability
    conditions: list[Candidate]
    outside: OutsideKnown
    beside_the_first: list[SecondCandidate]
    antibodies: list[Share]
    tumours: list[Share]
    criteria: list[Criteria]
    criteria_not_applied: list[CriteriaNotApplied]
    disagreements: list[str]
    alerts: list[AdviceStep]
    antibody_results: list[AntibodyReading]
    antibodies_to_request: list[AntibodyRequest]
    work_up: list[AdviceStep]
    tumour_search: list[AdviceStep]
    after_negative_search: float | None
    treatment: list[AdviceStep]
    follow_up: list[AdviceStep]
    next_tests: list[NextTest]
    unrecognised: list[NotUsed]
