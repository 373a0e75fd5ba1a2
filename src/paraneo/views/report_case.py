"""The case as the program read it, in lines for the report: what was entered, in the terms of the knowledge base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paraneo.case import AntibodyResult, Cancer, Case, PhenotypicFeature, Status, When
from paraneo.knowledge.model import KnowledgeBase
from paraneo.measured import BY_ID
from paraneo.ontology import load_ontology

Line = tuple[str, list[str]]

EMPTY = {  # what is not known where a part of the case has no entry
    "Course": "course",
    "Present": "findings",
    "Not present": "findings that are not present",
    "Antibodies": "antibodies",
    "Tumour tests": "tumour tests",
    "Cancers": "cancers",
}


def lines(case: Case, kb: KnowledgeBase) -> list[Line]:
    """Each part of the case with its entries, and the names of those main parts that have none.

    A finding is shown as it was understood, with the words of the input behind it where they differ.
    """
    labels = {finding.id: finding.label for area in kb.areas.values() for finding in area.findings}

    def features(status: Status) -> list[str]:
        return [_feature(f, labels) for f in case.features if f.status is status]

    def exposures(*statuses: Status) -> list[str]:
        return [_dated(e.label, e.when) for e in case.exposures if e.status in statuses]

    always: list[Line] = [
        ("Patient", [_subject(case)]),
        ("Course", list(_course(case)) or ["not stated"]),
        ("Present", features(Status.PRESENT)),
        ("Not present", features(Status.EXCLUDED)),
        ("Antibodies", [_antibody(r, kb) for r in case.antibodies]),
        ("Tumour tests", [_dated(f"{t.label}: {t.result}", t.when) for t in case.tests]),
        ("Cancers", [_cancer(c, case) for c in case.cancers]),
    ]
    optional: list[Line] = [
        ("Not assessed", features(Status.NOT_ASSESSED)),
        ("Exposures", exposures(Status.PRESENT)),
        ("No exposure, or not known", exposures(Status.EXCLUDED, Status.NOT_ASSESSED)),
        ("Measured", list(_numbers(case))),
        ("Stated diagnosis", [kb.conditions[c].name for c in case.stated if c in kb.conditions]),
        ("Answers to criteria", [f"{a.instrument}, {a.item}: {a.grade}" for a in case.answers]),
        ("Follow-up so far", list(_follow_up(case))),
    ]
    empty = [EMPTY[name] for name, entries in always if not entries]
    unknown: list[Line] = [("Not known", [f"{', '.join(empty)}: nothing entered"])] if empty else []
    return [line for line in always + optional if line[1]] + unknown


def _subject(case: Case) -> str:
    s = case.subject
    age = "age not stated" if s.age is None else f"{int(s.age)} years" if s.age >= 2 else f"{int(s.age * 12)} months"
    smoking = {"current": "smokes", "former": "former smoker", "never": "never smoked", None: "smoking not stated"}
    return f"{(s.sex or 'sex not stated').capitalize()}, {age}, {smoking[s.smoking]}"


def _course(case: Case) -> Iterator[str]:
    course, tempo = case.course, case.tempo()
    if tempo:
        yield tempo if course.tempo else f"{tempo} (from its duration)"
    if course.duration_days is not None:
        yield f"for {course.duration_days:g} days"
    if course.onset is not None and course.onset.date is not None:
        yield f"onset {course.onset.date.isoformat()}"
    if course.relapse:
        yield "relapse of a known syndrome"


def _feature(feature: PhenotypicFeature, labels: dict[str, str]) -> str:
    ontology = load_ontology()
    label = labels.get(feature.term) or (ontology.label(feature.term) if feature.term in ontology else feature.label)
    said = "" if feature.label.casefold() == label.casefold() or feature.label == feature.term else feature.label
    times = [_moment(name, when) for name, when in (("from", feature.onset), ("resolved", feature.resolution))]
    notes = [note for note in (feature.severity, *times, f"“{said}”" if said else "") if note]
    return f"{label} ({', '.join(notes)})" if notes else label


def _antibody(result: AntibodyResult, kb: KnowledgeBase) -> str:
    known = kb.antibodies.get(result.antibody)
    method = (result.method or "method not stated").replace("-", " ")
    parts = [
        method,
        result.specimen or "specimen not stated",
        f"titre 1:{result.titre}" if result.titre else None,
        result.level,
        f"{result.band} band" if result.band else None,
        "sampled after immunotherapy" if result.after_treatment else None,
        _moment("", result.when),
    ]
    return f"{known.name if known else result.antibody}: {result.result} ({', '.join(p for p in parts if p)})"


def _cancer(cancer: Cancer, case: Case) -> str:
    if cancer.status == "excluded":
        return f"{cancer.label}: looked for and not found"
    years = case.years_in_remission(cancer)
    since = f" for {years:.1f} years".replace(".0 ", " ") if years else ""
    expressed = {True: "antigen shown in it", False: "antigen not shown in it", None: ""}[cancer.antigen_expressed]
    state = f"in remission{since}" if cancer.status == "remission" else "active"
    return ", ".join(part for part in (f"{cancer.label}: {state}", _moment("diagnosed", cancer.diagnosed), expressed)
                     if part)  # fmt: skip


def _numbers(case: Case) -> Iterator[str]:
    for score in case.scores:
        yield _dated(f"{score.name} {score.value:g}", score.when)
    for measured in case.measured:
        known = BY_ID.get(measured.quantity)
        unit = known.unit if known else ""
        yield _dated(f"{measured.quantity.replace('-', ' ')} {measured.value:g} {unit}".strip(), measured.when)


def _follow_up(case: Case) -> Iterator[str]:
    if case.follow_up.years is not None:
        yield f"{case.follow_up.years:g} years since onset"
    if case.follow_up.searches is not None:
        yield f"searches for cancer that found none: {case.follow_up.searches}"


def _dated(text: str, when: When | None) -> str:
    return " ".join(_present((text, _bracket(_moment("", when)))))


def _bracket(text: str) -> str:
    return f"({text})" if text else ""


def _moment(name: str, when: When | None) -> str:
    """A date, or the age where only that is known; empty where neither is."""
    if when is None:
        return ""
    if when.date is not None:
        return " ".join(_present((name, when.date.isoformat())))
    return "" if when.age_years is None else " ".join(_present((name, f"at age {when.age_years:.0f}")))


def _present(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]
