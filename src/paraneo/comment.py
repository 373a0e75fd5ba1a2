"""The laboratory's comment under a panel: what a positive result means for the illness, and apart from it for a tumour.

Every sentence is made from the assessment; nothing is computed here. It never says that a disease is excluded.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from paraneo.case import Case
from paraneo.contract import AntibodyReading, Assessment, SettingUsed
from paraneo.knowledge.model import KnowledgeBase
from paraneo.quantities import percent

RELEVANCE = (
    (0.9, "very likely the cause of this illness"),
    (0.6, "probably the cause of this illness"),
    (0.25, "possibly the cause of this illness"),
    (0.05, "probably not the cause of this illness"),
    (0.0, "most likely irrelevant to this illness"),
)
FALSE_LIKELY = 0.5  # P(the antibody is there at all) below which the result is called probably false
PANEL_HELPS = 0.05  # P(some antibody explains the illness) below which a panel is not worth sending
MOST_REQUESTS, LEAST_REQUEST = 3, 0.01
WORTH = {"confirmed": "confirmed by a second method", "predictive-value": "true for the illness"}


class ResultComment(msgspec.Struct, frozen=True):
    """One positive antibody: P(it is the cause), P(it is there), P(any tumour | it is there), and the sentences."""

    antibody: str
    results: list[str]
    relevant: float
    present: float
    tumour: float
    text: str
    sources: list[str]


class Comment(msgspec.Struct, frozen=True):
    """The comment on one case.

    Attributes:
        results: of the positive antibodies, the most relevant first.
        negative: antibodies with negative results only.
        panel: what a panel, or more of it, would be worth.
        paraneoplastic: its probability; `setting` says who the patients are before anything is known of one.
    """

    case: str
    results: list[ResultComment]
    negative: list[str]
    panel: str
    paraneoplastic: float
    setting: SettingUsed
    knowledge: str
    intended_use: str


def comment(case: Case, assessment: Assessment, kb: KnowledgeBase) -> Comment:
    """The comment that follows from the assessment of a case."""
    methods: dict[str, set[str | None]] = defaultdict(set)
    for result in case.antibodies:
        if result.result == "positive":
            methods[result.antibody].add(result.method)
    positive = [r for r in assessment.antibody_results if r.id in methods]
    negative = [r.name for r in assessment.antibody_results if r not in positive]
    results = [_of_result(reading, methods[reading.id], kb) for reading in positive]
    return Comment(
        case=assessment.case,
        results=sorted(results, key=lambda r: (-r.relevant, r.antibody)),
        negative=negative,
        panel=_panel(assessment),
        paraneoplastic=assessment.paraneoplastic.probability,
        setting=assessment.setting,
        knowledge=assessment.knowledge,
        intended_use=assessment.intended_use,
    )


def _of_result(reading: AntibodyReading, methods: set[str | None], kb: KnowledgeBase) -> ResultComment:
    verdict = next(words for least, words in RELEVANCE if reading.relevant >= least)
    sentences = [f"{reading.name} ({'; '.join(reading.results)}): {verdict} ({percent(reading.relevant)} likely)."]
    if reading.present < FALSE_LIKELY:
        sentences.append(f"The result is probably false: the antibody is there at all with {percent(reading.present)}.")
    elif reading.present - reading.relevant >= FALSE_LIKELY:
        sentences.append(f"The antibody is probably there ({percent(reading.present)}) without causing the illness.")
    if reading.present >= FALSE_LIKELY:
        sentences.append(
            f"It is {reading.kind}; if it is there, some tumour is there with {percent(reading.tumour)}, whatever the "
            "illness."
        )
    published, sources = _published(reading.id, methods, kb)
    sentences += published
    if reading.cautions:
        cautions = [caution.split(" (tissue confirmed")[0] for caution in reading.cautions]
        sentences.append(f"Note: {'; '.join(cautions)}.")
    return ResultComment(
        reading.id, reading.results, reading.relevant, reading.present, reading.tumour, " ".join(sentences), sources
    )


def _published(antibody: str, methods: set[str | None], kb: KnowledgeBase) -> tuple[list[str], list[str]]:
    """What studies found of such results: how many a second method confirmed, how many were relevant."""
    if len(methods) != 1:
        return [], []  # studies speak of a result by one method
    sentences: list[str] = []
    sources: set[str] = set()
    for quantity, meaning in WORTH.items():
        about = [p for p in kb.antibodies[antibody].performance if p.quantity == quantity and p.method in methods]
        if about:
            numbers = ", ".join(f"{p} [{p.study}]" for p in about)
            sentences.append(f"Published: of such results {numbers} were {meaning}.")
            sources.update(p.study for p in about)
    return sentences, sorted(sources)


def _panel(assessment: Assessment) -> str:
    """Whether to ask for more, and for what."""
    explained = 1.0 - next(a.probability for a in assessment.antibodies if a.id == "none")
    asked = [r for r in assessment.antibodies_to_request if r.probability >= LEAST_REQUEST][:MOST_REQUESTS]
    if explained < PANEL_HELPS:
        return (
            f"An antibody explains such an illness in {percent(explained)}: a panel is hardly worth sending, and most "
            "positive results would be false."
        )
    if not asked:
        return "Nothing else is worth asking for by what is known of this illness."
    names = "; ".join(f"{r.name} ({percent(r.probability)} the cause)" for r in asked)
    return f"Worth asking for, by what is known of this illness: {names}. A negative panel excludes nothing."
