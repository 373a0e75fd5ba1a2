"""A case as a GA4GH Phenopacket v2 (a JSON object) that :mod:`phenopackets` reads back.

Findings that the Human Phenotype Ontology lacks, antibodies and tests keep the ids of the knowledge base under the
prefix `paraneo`. Scores, the follow-up, a relapse, titres, the strength of a blot's band and answers to criteria are
left out: the schema has no place for them.
"""

from __future__ import annotations

from typing import Any

from paraneo.case import (
    DAYS_PER_YEAR,
    AntibodyResult,
    Cancer,
    Case,
    Exposure,
    Measured,
    PhenotypicFeature,
    Status,
    TestResult,
    When,
)
from paraneo.interop.names import METHODS, Names
from paraneo.interop.phenopackets import OWN_PREFIX, SMOKING_STATUS, TEMPO_MODIFIERS
from paraneo.measured import BY_ID

PREFIX = OWN_PREFIX.rstrip(":")
SMOKING_CODE = {"id": f"LOINC:{SMOKING_STATUS}", "label": "Tobacco smoking status"}
_SMOKING = {"current": "Smoker", "former": "Former smoker", "never": "Never smoker"}
_TEMPO = {tempo: {"id": term, "label": tempo.capitalize()} for term, tempo in TEMPO_MODIFIERS.items()}
REMISSION = {"ontologyClass": {"id": f"{PREFIX}:remission", "label": "In remission"}}  # where its date is not known
CREATED = "1970-01-01T00:00:00Z"  # the schema requires a time; the same case gives the same bytes


def to_phenopacket(case: Case, names: Names) -> dict[str, Any]:
    """The phenopacket of a case."""
    packet: dict[str, Any] = {
        "id": case.id,
        "subject": _subject(case),
        "phenotypicFeatures": [
            *(_feature(f, case, names) for f in case.features if f.status is not Status.NOT_ASSESSED),
            *({"type": _term(e.id, names), "excluded": True} for e in case.exposures if e.id and _is_excluded(e)),
        ],
        "measurements": [
            *_smoking(case),
            *(_antibody(result, names) for result in case.antibodies),
            *(_test(result, names) for result in case.tests),
            *(_measured(one) for one in case.measured),
        ],
        "diseases": [
            *(_disease(names.kb.conditions[c].name, c) for c in case.stated),
            *(_cancer(cancer, case, names) for cancer in case.cancers),
        ],
        "medicalActions": [_action(e, names) for e in case.exposures if e.status is Status.PRESENT],
        "metaData": _metadata(names),
    }
    return {key: value for key, value in packet.items() if value != []}


def _subject(case: Case) -> dict[str, Any]:
    subject: dict[str, Any] = {"id": case.subject.id, "sex": (case.subject.sex or "unknown_sex").upper()}
    if case.subject.born is not None:
        subject["dateOfBirth"] = f"{case.subject.born.isoformat()}T00:00:00Z"
    if case.subject.age is not None:
        duration = _age(case.subject.age)
        subject["timeAtLastEncounter"] = {"age": {"iso8601duration": duration}}
    return subject


def _age(age: float) -> str:
    """An age in years and months where those say it, else in years and days."""
    years, months = int(age), (age - int(age)) * 12
    if abs(months - round(months)) < 0.001 and round(months) < 12:
        return f"P{years}Y{round(months)}M" if round(months) else f"P{years}Y"
    return f"P{years}Y{round((age - years) * DAYS_PER_YEAR)}D"


def _term(identifier: str, names: Names) -> dict[str, str]:
    known = identifier if identifier.startswith("HP:") else f"{PREFIX}:{identifier}"
    return {"id": known, "label": names.label(identifier)}


def _feature(feature: PhenotypicFeature, case: Case, names: Names) -> dict[str, Any]:
    tempo = case.course.tempo
    modifiers = [{"id": m, "label": names.label(m)} for m in feature.modifiers]
    if tempo is not None and feature.status is Status.PRESENT and _TEMPO[tempo] not in modifiers:
        modifiers.append(_TEMPO[tempo])
    out = {
        "type": _term(feature.term, names),
        "excluded": feature.status is Status.EXCLUDED,
        "modifiers": modifiers or None,
        "severity": {"id": f"{PREFIX}:severity", "label": feature.severity} if feature.severity else None,
        "onset": _time(feature.onset),
        "resolution": _time(feature.resolution),
    }
    return _known(out)


def _smoking(case: Case) -> list[dict[str, Any]]:
    smoking = case.subject.smoking
    return [] if smoking is None else [{"assay": SMOKING_CODE, "value": _word("smoking", _SMOKING[smoking])}]


def _antibody(result: AntibodyResult, names: Names) -> dict[str, Any]:
    entry = names.kb.antibodies[result.antibody]
    assay = {"id": f"{PREFIX}:{entry.id}", "label": entry.name}
    procedure: dict[str, Any] = {}
    if result.method:
        procedure["code"] = {"id": f"{PREFIX}:{result.method}", "label": METHODS[result.method][0]}
    if result.specimen:
        procedure.setdefault("code", {"id": f"{PREFIX}:assay", "label": "assay"})
        procedure["bodySite"] = {"id": f"{PREFIX}:{result.specimen}", "label": result.specimen}
    return _known(
        {
            "assay": assay,
            "value": _word(result.result, result.result.capitalize()),
            "timeObserved": _time(result.when),
            "procedure": procedure or None,
        }
    )


def _test(result: TestResult, names: Names) -> dict[str, Any]:
    return _known(
        {
            "assay": {"id": f"{PREFIX}:{result.test}", "label": names.kb.tests[result.test].name},
            "value": _word(result.result, result.result.capitalize()),
            "timeObserved": _time(result.when),
        }
    )


def _measured(one: Measured) -> dict[str, Any]:
    quantity = BY_ID[one.quantity]
    unit = {"id": f"{PREFIX}:unit", "label": quantity.unit}
    return _known(
        {
            "assay": {"id": f"{PREFIX}:{quantity.id}", "label": quantity.names[0]},
            "value": {"quantity": {"unit": unit, "value": one.value}},
            "timeObserved": _time(one.when),
        }
    )


def _cancer(cancer: Cancer, case: Case, names: Names) -> dict[str, Any]:
    """The cancer as a disease; a remission whose length alone is known began at the age that it gives."""
    since, age = cancer.remission, case.subject.age
    if since is None and cancer.remission_years is not None and age is not None:
        since = When(age_days=(age - cancer.remission_years) * DAYS_PER_YEAR)
    name = names.kb.tumours[cancer.tumour].name if cancer.tumour else cancer.label
    out = _disease(name, cancer.tumour or "cancer") | {
        "excluded": cancer.status == "excluded",
        "onset": _time(cancer.diagnosed),
        "resolution": _time(since) or (REMISSION if cancer.status == "remission" else None),
    }
    return _known(out)


def _disease(label: str, identifier: str) -> dict[str, Any]:
    return {"term": {"id": f"{PREFIX}:{identifier}", "label": label}}


def _is_excluded(exposure: Exposure) -> bool:
    """The schema has no drug that was not given; such a one is a feature that is excluded."""
    return exposure.status is Status.EXCLUDED


def _action(exposure: Exposure, names: Names) -> dict[str, Any]:
    label = names.label(exposure.id) if exposure.id else exposure.label
    return {"treatment": {"agent": {"id": f"{PREFIX}:{exposure.id or 'agent'}", "label": label}}}


def _word(identifier: str, label: str) -> dict[str, Any]:
    return {"ontologyClass": {"id": f"{PREFIX}:{identifier}", "label": label}}


def _time(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    if when.date is not None:
        return {"timestamp": f"{when.date.isoformat()}T00:00:00Z"}
    return None if when.age_days is None else {"age": {"iso8601duration": f"P{round(when.age_days)}D"}}


def _metadata(names: Names) -> dict[str, Any]:
    return {
        "created": CREATED,
        "createdBy": "paraneo",
        "phenopacketSchemaVersion": "2.0",
        "resources": [
            {
                "id": "hp", "name": "human phenotype ontology", "url": "http://purl.obolibrary.org/obo/hp.owl",
                "version": names.ontology.release, "namespacePrefix": "HP",
                "iriPrefix": "http://purl.obolibrary.org/obo/HP_",
            },
            {
                "id": "paraneo", "name": "paraneo knowledge base", "url": "urn:paraneo",
                "version": names.kb.version, "namespacePrefix": PREFIX, "iriPrefix": "urn:paraneo:",
            },
        ],
    }  # fmt: skip


def _known(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}
