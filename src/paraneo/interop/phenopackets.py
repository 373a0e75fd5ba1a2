"""GA4GH Phenopackets v2 (JSON): https://phenopacket-schema.readthedocs.io.

What is read: subject, phenotypicFeatures, measurements, diseases, interpretations, medicalActions, metaData. Field
names
may be in camel or snake case, as the protobuf JSON mapping allows. `description` is for people and is not parsed.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import Any, Literal

from paraneo.case import (
    DAYS_PER_YEAR,
    AntibodyResult,
    Cancer,
    Case,
    Course,
    Exposure,
    Measured,
    PhenotypicFeature,
    Sex,
    Smoking,
    Status,
    Subject,
    Tempo,
    TestResult,
    Unrecognised,
    When,
)
from paraneo.interop.laboratory import parse_result
from paraneo.interop.names import CANCER, Names
from paraneo.interop.parse import MOST_FINDINGS
from paraneo.interop.times import iso_duration_days, parse_date
from paraneo.issues import Notepad
from paraneo.measured import amount, find

ANY_CANCER = "MONDO:0004992"
OWN_PREFIX = "paraneo:"  # ids of the knowledge base, as write_phenopacket writes them
SMOKING_STATUS = "72166-2"  # LOINC: Tobacco smoking status
OLDEST_YEARS = 120.0

TEMPO_MODIFIERS: dict[str, Tempo] = {"HP:0011009": "acute", "HP:0011011": "subacute", "HP:0011010": "chronic"}
_SEX: dict[str, Sex | None] = {
    "FEMALE": "female", "MALE": "male", "UNKNOWN_SEX": None, "OTHER_SEX": None,
    "1": "female", "2": "male", "0": None, "3": None,
}  # fmt: skip
_SNAKE = re.compile(r"_([a-z])")
_HPO = re.compile(r"^HP[:_]", re.IGNORECASE)


def is_phenopacket(value: dict[str, Any]) -> bool:
    """Whether an object looks like a phenopacket rather than a case of ours."""
    return any(
        key in value for key in ("subject", "phenotypicFeatures", "phenotypic_features", "metaData", "meta_data")
    )


def read(value: dict[str, Any], names: Names, notepad: Notepad) -> Case | None:
    """The case of a phenopacket, or None where it cannot be assessed; what was found wrong is in the notepad.

    Args:
        value: the decoded JSON object.
        names: what names and codes mean in the knowledge base.
    """
    return _Reader(names, notepad).read(_camel(value))


def _camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {_SNAKE.sub(lambda m: m[1].upper(), str(key)): _camel(inner) for key, inner in value.items()}
    return [_camel(inner) for inner in value] if isinstance(value, list) else value


def _object(value: Any) -> dict[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing where it is none."""
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def _label(value: Any) -> str:
    return str(_object(value).get("label", ""))


class _Reader:
    def __init__(self, names: Names, notepad: Notepad) -> None:
        self.names = names
        self.notepad = notepad
        self.unrecognised: list[Unrecognised] = []
        self.measured: list[Measured] = []

    def read(self, packet: dict[str, Any]) -> Case | None:
        case_id = packet.get("id")
        if not isinstance(case_id, str) or not case_id.strip():
            self.notepad.at("id").error("no-id", "the phenopacket has no id", "give it one")
        else:
            self.notepad = Notepad((*self.notepad.path, f"case {case_id}"), self.notepad.issues)
        self._check_version(packet)
        subject = self._subject(packet.get("subject"))
        features = self._list(packet, "phenotypicFeatures")
        if len(features) > MOST_FINDINGS:
            self.notepad.at("phenotypicFeatures").error(
                "too-many-findings", f"there are {len(features):,}, the limit is {MOST_FINDINGS:,}", "split the record"
            )
        if subject is None or self.notepad.has_errors():
            return None
        findings: list[PhenotypicFeature] = []
        antibodies: list[AntibodyResult] = []
        cancers: list[Cancer] = []
        for position, feature in enumerate(features):
            place = self.notepad.at(f"phenotypicFeatures[{position}]")
            self._feature(feature, place, findings, antibodies, cancers)
        tests: list[TestResult] = []
        smoking: Smoking | None = None
        for position, measurement in enumerate(self._list(packet, "measurements")):
            place = self.notepad.at(f"measurements[{position}]")
            smoking = self._measurement(measurement, place, findings, antibodies, tests) or smoking
        stated = self._diseases(packet, cancers)
        exposures = self._actions(packet)
        if self.notepad.has_errors():
            return None
        if smoking is not None:
            subject = Subject(subject.id, subject.age, subject.sex, smoking, subject.born)
        return Case(
            id=str(case_id),
            subject=subject,
            course=Course(tempo=self._tempo(features)),
            features=tuple(findings),
            antibodies=tuple(antibodies),
            tests=tuple(tests),
            cancers=tuple(cancers),
            exposures=tuple(exposures),
            measured=tuple(self.measured),
            stated=tuple(stated),
            unrecognised=tuple(self.unrecognised),
        )

    # Whole parts

    def _list(self, packet: dict[str, Any], field: str) -> list[Any]:
        value = packet.get(field, [])
        if isinstance(value, list):
            return value
        self.notepad.at(field).error("not-a-list", "it must be a list", "see the Phenopacket schema v2")
        return []

    def _check_version(self, packet: dict[str, Any]) -> None:
        place = self.notepad.at("metaData")
        meta = packet.get("metaData")
        if not isinstance(meta, dict):
            place.warning("no-metadata", "the schema requires metaData", "add it; version 2 is assumed")
            return
        version = str(meta.get("phenopacketSchemaVersion", ""))
        if not version:
            place.warning("no-schema-version", "phenopacketSchemaVersion is missing", "add it; version 2 is assumed")
        elif not version.startswith("2"):
            place.error(
                "schema-version", f'the schema version is "{version}"', "convert it to Phenopackets version 2.0"
            )

    def _subject(self, value: Any) -> Subject | None:
        place = self.notepad.at("subject")
        if not isinstance(value, dict):
            place.error("no-subject", "there is no subject", "add one with an id, and sex and age where they are known")
            return None
        if not value.get("id"):
            place.error("no-subject-id", "the subject has no id", "give it one, without names or numbers of a person")
            return None
        given = str(value.get("sex", "UNKNOWN_SEX"))
        if given not in _SEX:
            place.at("sex").warning(
                "unknown-sex", f'"{given}" is no sex of the schema', "write FEMALE, MALE or OTHER_SEX"
            )
        sex = _SEX.get(given)
        if sex is None:
            place.at("sex").warning("no-sex", "the sex is not known", "the case is assessed without it")
        born = parse_date(str(value.get("dateOfBirth", "")))
        age = self._age(value.get("timeAtLastEncounter"), born, place)
        return Subject(str(value["id"]), age, sex, None, born)

    def _age(self, value: Any, born: datetime.date | None, place: Notepad) -> float | None:
        place = place.at("timeAtLastEncounter")
        when = self._when(value, place)
        years = None
        if when is not None and when.age_years is not None:
            years = when.age_years
        elif when is not None and when.date is not None and born is not None:
            years = (when.date - born).days / DAYS_PER_YEAR
        if years is None:
            place.warning("no-age", "the age is not known", "the case is assessed without it")
        elif not 0 <= years <= OLDEST_YEARS:
            place.warning("impossible-age", f"an age of {years:g} years", "correct it; the case is assessed without it")
            return None
        return years

    def _when(self, value: Any, place: Notepad) -> When | None:
        """A TimeElement; what is not a date or an age is left out with a warning."""
        if value is None:
            return None
        if isinstance(value, dict):
            age = value.get("age", value.get("gestationalAge"))
            if isinstance(age, dict) and isinstance(age.get("iso8601duration"), str):
                text = age["iso8601duration"]
                days = iso_duration_days(text.removeprefix("-"))
                if days is not None:
                    return When(age_days=-days if text.startswith("-") else days)
                place.warning("not-a-duration", f'"{text}" is no ISO 8601 duration', "write it like P59Y or P1Y6M")
                return None
            span = value.get("ageRange")
            if isinstance(span, dict):
                ends = [
                    iso_duration_days(str(_object(span.get(end)).get("iso8601duration"))) for end in ("start", "end")
                ]
                known = [end for end in ends if end is not None]
                return When(age_days=sum(known) / len(known)) if known else None
            date = parse_date(str(value.get("timestamp") or _object(value.get("interval")).get("start") or ""))
            if date is not None:
                return When(date=date)
            if "ontologyClass" in value:
                return None
        place.warning("not-a-time", "this is no time of the schema", "give an age, a timestamp or an interval")
        return None

    def _tempo(self, features: list[Any]) -> Tempo | None:
        """The course that most findings are said to have; the faster of two that are as common."""
        counts = Counter(
            tempo
            for feature in _objects(features)
            if not feature.get("excluded")
            for modifier in _objects(feature.get("modifiers"))
            if (tempo := TEMPO_MODIFIERS.get(str(modifier.get("id")))) is not None
        )
        order = list(TEMPO_MODIFIERS.values())
        return min(counts, key=lambda tempo: (-counts[tempo], order.index(tempo)), default=None)

    # One entry

    def _feature(
        self,
        feature: Any,
        place: Notepad,
        findings: list[PhenotypicFeature],
        antibodies: list[AntibodyResult],
        cancers: list[Cancer],
    ) -> None:
        kind = feature.get("type") if isinstance(feature, dict) else None
        if not isinstance(kind, dict) or not isinstance(kind.get("id"), str):
            place.warning("no-type", "the feature has no type with an id", "give an HPO term; it is left out")
            return
        label = str(kind.get("label", ""))
        status = Status.EXCLUDED if feature.get("excluded") else Status.PRESENT
        own = kind["id"].removeprefix(OWN_PREFIX)
        if own != kind["id"] and own in self.names.labels:
            findings.append(self._finding(own, label, status, feature, place))
            return
        if not _HPO.match(kind["id"]):
            self._not_used(label or kind["id"], "it is not an HPO term", place, "give the HPO term")
            return
        term = self.names.term(kind["id"], label, place)
        if term is None:
            self.unrecognised.append(
                Unrecognised(label or kind["id"], "no current HPO term", self.names.suggestions(label))
            )
            return
        antibody = self.names.antibody_of_term(term)
        onset = self._when(feature.get("onset"), place.at("onset"))
        if antibody is not None:
            specimen: Literal["csf"] | None = "csf" if "CSF" in self.names.label(term) else None
            result: Literal["negative", "positive"] = "negative" if status is Status.EXCLUDED else "positive"
            antibodies.append(AntibodyResult(antibody, result, specimen=specimen, when=onset))
            return
        tumour = self.names.tumour_of_term(term)
        if tumour is not None:
            shown = self.names.label(term)
            excluded = status is Status.EXCLUDED
            cancers.append(Cancer(shown, tumour, "excluded" if excluded else "active", diagnosed=onset))
            return
        findings.append(self._finding(term, label or self.names.label(term), status, feature, place))

    def _finding(
        self, term: str, label: str, status: Status, feature: dict[str, Any], place: Notepad
    ) -> PhenotypicFeature:
        severity = _object(feature.get("severity")).get("label")
        return PhenotypicFeature(
            term,
            label,
            status,
            self._when(feature.get("onset"), place.at("onset")),
            self._when(feature.get("resolution"), place.at("resolution")),
            tuple(str(m.get("id")) for m in _objects(feature.get("modifiers"))),
            None if severity is None else str(severity),
        )

    def _measurement(
        self,
        value: Any,
        place: Notepad,
        findings: list[PhenotypicFeature],
        antibodies: list[AntibodyResult],
        tests: list[TestResult],
    ) -> Smoking | None:
        """Adds what a measurement says; returns the smoking status where it is one."""
        assay = value.get("assay") if isinstance(value, dict) else None
        if not isinstance(assay, dict):
            place.warning("no-assay", "the measurement has no assay", "name what was measured; it is left out")
            return None
        code, label = str(assay.get("id", "")).removeprefix("LOINC:"), str(assay.get("label", ""))
        result = _object(value.get("value"))
        words = str(_object(result.get("ontologyClass")).get("label", ""))
        when = self._when(value.get("timeObserved"), place.at("timeObserved"))
        if code == SMOKING_STATUS:
            smoking = self.names.smoking.find(words)
            if smoking is None:
                self._not_used(
                    f"{label}: {words}", "this smoking status is not known", place, "write Smoker or Non-smoker"
                )
            return smoking  # type: ignore[return-value]
        term = self.names.ontology.look_up(str(assay.get("id", ""))).id
        antibody = (self.names.antibody_of_term(term) if term else None) or self.names.antibodies.find(label)
        direction = self._direction(result, words)
        if antibody is not None:
            outcome = parse_result(words) or {"high": "positive", "normal": "negative"}.get(direction or "")
            if outcome is None:
                self._not_used(
                    f"{label}: {words}", "the result of this antibody is not clear", place, "write Positive or Negative"
                )
            else:
                procedure = _object(value.get("procedure"))
                antibodies.append(
                    AntibodyResult(
                        antibody,
                        outcome,  # type: ignore[arg-type]
                        specimen=self.names.specimens.find(_label(procedure.get("bodySite"))),  # type: ignore[arg-type]
                        method=self.names.methods.find(_label(procedure.get("code"))),
                        level=self._level(result),
                        when=when,
                    )
                )
            return None
        test = self.names.tests.find(label)
        seen = parse_result(words)
        if test is not None and seen is not None:
            tests.append(TestResult(test, label, seen, when))
            return None
        number = self._number(label, result)
        if number is not None:
            self.measured.append(Measured(number[0], number[1], when))
        quantity = self.names.quantity(name=label, loinc=code)
        if number is not None and direction is None:
            return None
        if quantity is None or direction is None:
            reason = "there is no reference range to judge it by" if quantity else "the knowledge base does not know it"
            self._not_used(f"{label} {words}".strip() or code, reason, place, "give the finding as an HPO term")
            return None
        for side, found in (("low", quantity.measurement.low), ("high", quantity.measurement.high)):
            if found is not None and direction in (side, "normal"):
                status = Status.PRESENT if direction == side else Status.EXCLUDED
                findings.append(PhenotypicFeature(found.id, f"{label}: {direction}", status, onset=when))
        return None

    def _direction(self, result: dict[str, Any], words: str) -> str | None:
        """low, normal or high, from the number and its reference range, or from a word."""
        quantity = result.get("quantity")
        if not isinstance(quantity, dict):
            word = self.names.results.find(words)
            return word if word in ("low", "normal", "high") else None
        reference, number = quantity.get("referenceRange"), quantity.get("value")
        if not isinstance(reference, dict) or not isinstance(number, int | float):
            return None
        low, high = reference.get("low"), reference.get("high")
        if isinstance(low, int | float) and number < low:
            return "low"
        if isinstance(high, int | float) and number > high:
            return "high"
        return "normal"

    @staticmethod
    def _number(label: str, result: dict[str, Any]) -> tuple[str, float] | None:
        """A quantity that the published criteria ask for, and its value in the quantity's unit."""
        known, given = find(label), result.get("quantity")
        if known is None or not isinstance(given, dict):
            return None
        value = amount(known, f"{given.get('value')} {_object(given.get('unit')).get('label', '')}")
        return None if isinstance(value, str) else (known.id, value)

    @staticmethod
    def _level(result: dict[str, Any]) -> str | None:
        quantity = result.get("quantity")
        if not isinstance(quantity, dict):
            return None
        unit = str(_object(quantity.get("unit")).get("label", ""))
        return f"{quantity.get('value')} {unit}".strip()

    def _diseases(self, packet: dict[str, Any], cancers: list[Cancer]) -> list[str]:
        """Adds cancers; returns the conditions that the diseases and interpretations state."""
        stated: list[str] = []
        for position, disease in enumerate(self._list(packet, "diseases")):
            if not isinstance(disease, dict) or not isinstance(disease.get("term"), dict):
                self.notepad.at(f"diseases[{position}]").warning("no-term", "the disease has no term", "it is left out")
                continue
            place = self.notepad.at(f"diseases[{position}]")
            label = str(disease["term"].get("label", ""))
            excluded = bool(disease.get("excluded"))
            doubt = self.names.doubt(label)
            if doubt and CANCER.search(label):
                reason = f'"{doubt}" makes it no plain statement'
                self._not_used(label, reason, place, "use `excluded`, `onset` and `resolution`, and the name alone")
                continue
            onset = self._when(disease.get("onset"), place.at("onset"))
            resolution = self._when(disease.get("resolution"), place.at("resolution"))
            status = "excluded" if excluded else "remission" if disease.get("resolution") else "active"
            tumours = self.names.cancers(label)
            condition = self.names.conditions.find(label)
            if condition is not None and status == "active":
                stated.append(condition)
            if not tumours and condition is None:
                self._not_used(
                    label, "no tumour or condition of the knowledge base has this name", place, "name it plainly"
                )
                tumours = [()] if disease["term"].get("id") == ANY_CANCER or CANCER.search(label) else []
            for among in tumours:
                if len(among) > 1:
                    place.warning(
                        "which-cancer", f'"{label}" may be {" or ".join(among)}', "name its kind if it is known"
                    )
                only = among[0] if len(among) == 1 else None
                among = among if only is None else ()
                cancers.append(Cancer(label, only, status, onset, resolution, among=among))  # type: ignore[arg-type]
        for position, entry in enumerate(self._list(packet, "interpretations")):
            diagnosis = entry.get("diagnosis") if isinstance(entry, dict) else None
            disease = diagnosis.get("disease") if isinstance(diagnosis, dict) else None
            if not isinstance(disease, dict) or entry.get("progressStatus") == "UNSOLVED":
                continue
            label = str(disease.get("label", ""))
            condition = self.names.conditions.find(label)
            if condition is not None:
                stated.append(condition)
            else:
                place = self.notepad.at(f"interpretations[{position}]")
                self._not_used(label, "no condition of the knowledge base has this name", place, "use one of its names")
        return list(dict.fromkeys(stated))

    def _actions(self, packet: dict[str, Any]) -> list[Exposure]:
        exposures: list[Exposure] = []
        for position, action in enumerate(self._list(packet, "medicalActions")):
            place = self.notepad.at(f"medicalActions[{position}]")
            treatment = action.get("treatment") if isinstance(action, dict) else None
            agent = treatment.get("agent") if isinstance(treatment, dict) else None
            label = str(agent.get("label", "")) if isinstance(agent, dict) else ""
            if isinstance(action, dict) and isinstance(action.get("radiationTherapy"), dict):
                label = "radiotherapy"
            if not label:
                place.warning("no-agent", "the action names no drug and no radiation", "it is left out")
                continue
            found = self.names.exposures(label)
            exposures += [Exposure(label, exposure) for exposure in found] or [Exposure(label, None)]
            if not found:
                self.unrecognised.append(Unrecognised(label, "no exposure of the knowledge base has this name"))
        return exposures

    def _not_used(self, what: str, reason: str, place: Notepad, remedy: str) -> None:
        place.warning("not-used", f'"{what}": {reason}', remedy)
        self.unrecognised.append(Unrecognised(what, reason))
