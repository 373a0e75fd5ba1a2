"""A case as paraneo YAML, the format that :mod:`case_yaml` reads. What is written is read back as the same case.

A time that is known only as an age is left out, and so is the day of a measurement.
"""

from __future__ import annotations

import io
from typing import Any

from paraneo.case import AntibodyResult, Cancer, Case, Exposure, PhenotypicFeature, Status, TestResult, When
from paraneo.interop.names import METHODS, Names
from paraneo.measured import BY_ID

WIDTH = 118
_KEY = {Status.PRESENT: "finding", Status.EXCLUDED: "not", Status.NOT_ASSESSED: "unknown"}


def to_yaml(case: Case, names: Names) -> str:
    """The text of a case."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(to_plain(case, names), out)
    return out.getvalue()


def to_plain(case: Case, names: Names) -> dict[str, Any]:
    """The case as plain values, in the order of the documentation; what is not known is left out."""
    subject, course, follow_up = case.subject, case.course, case.follow_up
    duration = None if course.duration_days is None else f"{course.duration_days:g} days"
    every: dict[str, Any] = {
        "paraneo": 1,
        "id": case.id,
        "age": _number(subject.age) if subject.born is None else None,
        "born": _iso(When(date=subject.born)),
        "sex": subject.sex,
        "smoking": subject.smoking,
        "as-of": _iso(When(date=case.known_on)),
        "onset": duration or _iso(course.onset),
        "tempo": course.tempo,
        "relapse": "yes" if course.relapse else None,
        "syndrome": list(case.stated),
        "findings": [_feature(feature, names) for feature in case.features],
        "antibodies": [_antibody(result) for result in case.antibodies],
        "tests": [_test(result) for result in case.tests],
        "cancers": [_cancer(cancer) for cancer in case.cancers],
        "exposures": [_exposure(exposure, names) for exposure in case.exposures],
        "follow-up": _known({"years": _number(follow_up.years), "searches": follow_up.searches}),
        "scores": {score.name: _number(score.value) for score in case.scores},
        "measurements": _measurements(case),
        "criteria": _criteria(case),
    }
    return {key: value for key, value in every.items() if value not in (None, [], {})}


def _measurements(case: Case) -> dict[str, Any]:
    """By quantity, one value or several, each with its unit."""
    found: dict[str, list[str]] = {}
    for one in case.measured:
        found.setdefault(one.quantity, []).append(f"{_number(one.value)!r} {BY_ID[one.quantity].unit}")
    return {quantity: values if len(values) > 1 else values[0] for quantity, values in found.items()}


def _criteria(case: Case) -> dict[str, dict[str, int]]:
    """By instrument, the grade of each item that a person answered."""
    found: dict[str, dict[str, int]] = {}
    for answer in case.answers:
        found.setdefault(answer.instrument, {})[answer.item] = answer.grade
    return found


def _feature(feature: PhenotypicFeature, names: Names) -> Any:
    label = names.label(feature.term)
    word = label if names.finding(label) == feature.term else feature.term
    entry = {
        _KEY[feature.status]: word,
        "onset": _iso(feature.onset),
        "resolved": _iso(feature.resolution),
        "severity": feature.severity,
    }
    entry = _known(entry)
    return word if entry == {"finding": word} else entry


def _antibody(result: AntibodyResult) -> dict[str, Any]:
    return _known(
        {
            "antibody": result.antibody,
            "method": METHODS[result.method][0] if result.method else None,
            "specimen": result.specimen,
            "result": result.result,
            "titre": None if result.titre is None else f"1:{result.titre}",
            "level": result.level,
            "band": result.band,
            "date": _iso(result.when),
            "after-treatment": "yes" if result.after_treatment else None,
        }
    )


def _test(result: TestResult) -> dict[str, Any]:
    return _known({"test": result.test, "result": result.result, "date": _iso(result.when)})


def _cancer(cancer: Cancer) -> Any:
    name = cancer.tumour or cancer.label
    if cancer.status == "excluded":
        return {"not": name}
    since = None if cancer.remission_years is None else f"{cancer.remission_years:g} years"
    since = since or _iso(cancer.remission)
    expressed = None if cancer.antigen_expressed is None else "yes" if cancer.antigen_expressed else "no"
    entry = {
        "cancer": name,
        "status": "remission" if cancer.status == "remission" and since is None else None,
        "diagnosed": _iso(cancer.diagnosed),
        "remission-since": since,
        "antigen-expressed": expressed,
    }
    entry = _known(entry)
    return name if entry == {"cancer": name} else entry


def _exposure(exposure: Exposure, names: Names) -> Any:
    label = names.label(exposure.id) if exposure.id else exposure.label
    if exposure.status is Status.EXCLUDED:
        return {"not": label}
    return {"exposure": label, "date": _iso(exposure.when)} if _iso(exposure.when) else label


def _known(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}


def _iso(when: When | None) -> str | None:
    return when.date.isoformat() if when and when.date else None


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
