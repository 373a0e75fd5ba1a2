"""The paraneo case: YAML for a person to type. `docs/case-format.md` shows it; plain words or HPO ids.

A word that is not understood is reported with up to three suggestions; it is never guessed and never dropped in
silence.
"""

from __future__ import annotations

import datetime
import math
from typing import Any

from paraneo import measured
from paraneo.case import (
    DAYS_PER_YEAR,
    AntibodyResult,
    Cancer,
    Case,
    Course,
    Exposure,
    FollowUp,
    Measured,
    PhenotypicFeature,
    Score,
    Sex,
    Status,
    Subject,
    TestResult,
    Unrecognised,
    When,
)
from paraneo.interop.criteria import answers, measurements
from paraneo.interop.laboratory import parse_band, parse_result, parse_titre, side_of_range
from paraneo.interop.names import Names
from paraneo.interop.parse import MOST_FINDINGS
from paraneo.interop.phenopackets import OLDEST_YEARS
from paraneo.interop.times import parse_date, plain_duration_days
from paraneo.issues import Notepad

VERSION = 1
MOST_SUGGESTIONS = 50  # of a record: looking for what a word may have meant takes a tenth of a second
FIELDS = {
    "paraneo", "id", "age", "born", "sex", "smoking", "as-of", "onset", "tempo", "relapse", "findings", "antibodies",
    "tests", "cancers", "exposures", "syndrome", "follow-up", "scores", "measurements", "criteria", "description",
}  # fmt: skip
_SEX: dict[str, Sex | None] = {
    "female": "female", "f": "female", "woman": "female", "girl": "female", "male": "male", "m": "male", "man": "male",
    "boy": "male", "unknown": None, "other": None,
}  # fmt: skip
_CANCER_FIELDS = {"cancer", "not", "status", "diagnosed", "remission-since", "antigen-expressed"}
_ANTIBODY_FIELDS = {"antibody", "result", "method", "specimen", "titre", "level", "band", "date", "after-treatment"}
_TEST_FIELDS = {"test", "result", "date"}
_FEATURE_FIELDS = {"finding", "not", "unknown", "onset", "resolved", "severity"}


def read(value: Any, names: Names, notepad: Notepad) -> Case | None:
    """The case of a decoded YAML document, or None where it cannot be assessed; faults are in the notepad."""
    return _Reader(names, notepad).read(value)


class _Reader:
    def __init__(self, names: Names, notepad: Notepad) -> None:
        self.names = names
        self.notepad = notepad
        self.unrecognised: list[Unrecognised] = []
        self.unknown_words = 0
        self.features: list[PhenotypicFeature] = []
        self.tests: list[TestResult] = []
        self.measured: list[Measured] = []

    def read(self, value: Any) -> Case | None:
        if not isinstance(value, dict):
            self.notepad.error("not-a-case", "this is no list of fields", "begin with `paraneo: 1` and `id: ...`")
            return None
        if not {str(key) for key in value} & FIELDS - {"id"}:
            self.notepad.error(
                "not-a-case",
                "this is neither a GA4GH Phenopacket nor a paraneo case",
                "begin a case with `paraneo: 1` and `id: ...`",
            )
            return None
        value = {str(key): inner for key, inner in value.items()}
        case_id = value.get("id")
        if case_id is None or not str(case_id).strip():
            self.notepad.at("id").error(
                "no-id", "the case has no id", "give it one, without names or numbers of a person"
            )
        else:
            self.notepad = Notepad((*self.notepad.path, f"case {case_id}"), self.notepad.issues)
        if value.get("paraneo") != VERSION:
            self.notepad.at("paraneo").error(
                "schema-version",
                f'the version of the format is "{value.get("paraneo")}"',
                f"write `paraneo: {VERSION}`",
            )
        for unknown in sorted(set(value) - FIELDS):
            near = [field for field in sorted(FIELDS) if field.startswith(unknown[:3].lower())]
            remedy = f"did you mean `{near[0]}`?" if near else "fields are " + ", ".join(sorted(FIELDS))
            self.notepad.at(unknown).warning("unknown-field", "there is no such field", remedy)
            self.unrecognised.append(Unrecognised(unknown, "there is no such field", tuple(near[:3])))
        findings = self._list(value, "findings")
        if len(findings) > MOST_FINDINGS:
            self.notepad.at("findings").error(
                "too-many-findings", f"there are {len(findings):,}, the limit is {MOST_FINDINGS:,}", "split the record"
            )
        if self.notepad.has_errors():
            return None
        subject = self._subject(value, str(case_id))
        for position, finding in enumerate(findings):
            self._finding(finding, self.notepad.at(f"findings[{position}]"))
        antibodies = [
            found
            for position, entry in enumerate(self._list(value, "antibodies"))
            if (found := self._antibody(entry, self.notepad.at(f"antibodies[{position}]"))) is not None
        ]
        for position, entry in enumerate(self._list(value, "tests")):
            self._test(entry, self.notepad.at(f"tests[{position}]"))
        cancers = [
            cancer
            for position, entry in enumerate(self._list(value, "cancers"))
            for cancer in self._cancer(entry, self.notepad.at(f"cancers[{position}]"))
        ]
        exposures = [
            exposure
            for position, entry in enumerate(self._list(value, "exposures"))
            for exposure in self._exposure(entry, self.notepad.at(f"exposures[{position}]"))
        ]
        return Case(
            id=str(case_id),
            subject=subject,
            course=self._course(value),
            features=tuple(self.features),
            antibodies=tuple(antibodies),
            tests=tuple(self.tests),
            cancers=tuple(cancers),
            exposures=tuple(exposures),
            scores=tuple(self._scores(value)),
            measured=(
                *self.measured,
                *measurements(value.get("measurements"), self.notepad.at("measurements"), self._not_used),
            ),
            answers=tuple(answers(value.get("criteria"), self.notepad.at("criteria"), self._not_used)),
            stated=tuple(self._stated(value)),
            follow_up=self._follow_up(value),
            unrecognised=tuple(self.unrecognised),
            known_on=self._date(value.get("as-of"), self.notepad.at("as-of")),
        )

    # Whole parts

    def _list(self, value: dict[str, Any], field: str) -> list[Any]:
        given = value.get(field)
        if given is None:
            return []
        return given if isinstance(given, list) else [given]

    def _subject(self, value: dict[str, Any], case_id: str) -> Subject:
        born = self._date(value.get("born"), self.notepad.at("born"))
        age = self._number(value.get("age"), self.notepad.at("age"), "a number of years")
        place = self.notepad.at("age")
        if age is None and born is None:
            place.warning("no-age", "the age is not known", "the case is assessed without it")
        elif age is not None and not 0 <= age <= OLDEST_YEARS:
            place.warning("impossible-age", f"an age of {age:g} years", "correct it; the case is assessed without it")
            age = None
        given = str(value.get("sex", "unknown")).casefold()
        place = self.notepad.at("sex")
        if given not in _SEX:
            place.warning("unknown-sex", f'"{value["sex"]}" is not understood', "write female or male")
        sex = _SEX.get(given)
        if sex is None and given in _SEX:
            place.warning("no-sex", "the sex is not known", "the case is assessed without it")
        smoking = None
        if value.get("smoking") is not None:
            smoking = self.names.smoking.find(str(value["smoking"]))
            if smoking is None:
                place = self.notepad.at("smoking")
                self._not_used(str(value["smoking"]), "this is not understood", place, "write current, former or never")
        return Subject(case_id, age, sex, smoking, born)  # type: ignore[arg-type]

    def _course(self, value: dict[str, Any]) -> Course:
        tempo = value.get("tempo")
        if tempo is not None and tempo not in ("acute", "subacute", "chronic"):
            place = self.notepad.at("tempo")
            self._not_used(str(tempo), "this is no tempo", place, "write acute, subacute or chronic")
            tempo = None
        onset, duration = value.get("onset"), None
        when = None
        if onset is not None:
            duration = plain_duration_days(str(onset))
            date = None if duration is not None else parse_date(str(onset))
            when = When(date=date) if date else None
            if duration is None and date is None:
                place = self.notepad.at("onset")
                self._not_used(
                    str(onset), "this is neither a duration nor a date", place, "write 6 weeks, or 2024-05-01"
                )
        return Course(
            tempo, when, duration, relapse=self._flag(value.get("relapse"), self.notepad.at("relapse")) is True
        )

    def _stated(self, value: dict[str, Any]) -> list[str]:
        stated = []
        for text in self._list(value, "syndrome"):
            condition = self.names.conditions.find(str(text))
            if condition is None:
                near = tuple(self.names.conditions.suggest(str(text)))
                place = self.notepad.at("syndrome")
                self._not_used(str(text), "no condition of the knowledge base has this name", place, _offer(near), near)
            else:
                stated.append(condition)
        return list(dict.fromkeys(stated))

    def _follow_up(self, value: dict[str, Any]) -> FollowUp:
        given = value.get("follow-up")
        place = self.notepad.at("follow-up")
        if given is None:
            return FollowUp()
        if not isinstance(given, dict):
            self._not_used(str(given), "this is not understood", place, "write {years: 2.5, searches: 3}")
            return FollowUp()
        years = self._amount(given.get("years"), place.at("years"), "a number of years")
        searches = self._amount(given.get("searches"), place.at("searches"), "a number of searches")
        return FollowUp(years, None if searches is None else int(searches))

    def _scores(self, value: dict[str, Any]) -> list[Score]:
        given = value.get("scores")
        if given is None:
            return []
        if not isinstance(given, dict):
            self._not_used(str(given), "this is not understood", self.notepad.at("scores"), "write {mRS: 4}")
            return []
        numbers = {name: self._number(n, self.notepad.at("scores", str(name)), "a number") for name, n in given.items()}
        return [Score(str(name), number) for name, number in numbers.items() if number is not None]

    # One entry

    def _finding(self, entry: Any, place: Notepad) -> None:
        if isinstance(entry, str):
            self._term(entry, Status.PRESENT, place)
        elif isinstance(entry, dict) and len(entry) == 1 and not set(entry) & _FEATURE_FIELDS:
            ((test, result),) = entry.items()
            for answer in result if isinstance(result, list) else [result]:
                if answer is None:
                    self._not_used(f"{test}:", "it has no result", place, "write normal, abnormal, or what it shows")
                else:
                    self._investigation(str(test), str(answer), place)
        elif isinstance(entry, dict):
            self._feature(entry, place)
        else:
            self._not_used(str(entry), "this is no finding", place, "write a word such as `- ataxia`")

    def _check_fields(self, entry: dict[str, Any], known: set[str], place: Notepad) -> None:
        """Report what stands in an entry that has no meaning there."""
        for field in sorted({str(key) for key in entry} - known):
            self._not_used(
                f"{field}: {entry.get(field)}", "there is no such field", place, f"use {', '.join(sorted(known))}"
            )

    def _flag(self, value: Any, place: Notepad) -> bool | None:
        """Yes or no; anything else is reported."""
        known = {"true": True, "yes": True, "false": False, "no": False}
        if value is None or str(value).casefold() in known:
            return None if value is None else known[str(value).casefold()]
        self._not_used(str(value), "this is neither yes nor no", place, "write yes or no")
        return None

    def _feature(self, entry: dict[str, Any], place: Notepad) -> None:
        self._check_fields(entry, _FEATURE_FIELDS, place)
        if len(set(entry) & {"finding", "not", "unknown"}) > 1:
            self._not_used(str(entry), "it says several things at once", place, "give each finding an entry of its own")
            return
        for key, status in (("finding", Status.PRESENT), ("not", Status.EXCLUDED), ("unknown", Status.NOT_ASSESSED)):
            if key in entry:
                onset = self._when(entry.get("onset"), place.at("onset"))
                resolved = self._when(entry.get("resolved"), place.at("resolved"))
                severity = None if entry.get("severity") is None else str(entry["severity"])
                for text in entry[key] if isinstance(entry[key], list) else [entry[key]]:
                    self._term(str(text), status, place, onset=onset, resolution=resolved, severity=severity)
                break
        else:
            self._not_used(str(entry), "it names no finding", place, "write {finding: ataxia, onset: 2024-05-01}")

    def _term(self, text: str, status: Status, place: Notepad, **more: Any) -> None:
        if text.rstrip().endswith("?"):
            self._not_used(
                text, "a question mark makes it no plain statement", place, "write {unknown: ...}, or leave it out"
            )
            return
        term = self.names.term(text, "", place) if text.strip().upper().startswith("HP:") else self.names.finding(text)
        if term is not None:
            self.features.append(PhenotypicFeature(term, text, status, **more))
            return
        exposure = self.names.exposures(text)
        if len(exposure) == 1 and text.strip().casefold() in (exposure[0], self.names.labels[exposure[0]].casefold()):
            self.features.append(PhenotypicFeature(exposure[0], text, status, **more))
            return
        self.unknown_words += 1
        near = self.names.suggestions(text) if self.unknown_words <= MOST_SUGGESTIONS else ()
        self._not_used(text, "this finding is not understood", place, _offer(near), near)

    def _investigation(self, test: str, answer: str, place: Notepad) -> None:
        """A routine test with its result: `MRI brain: normal`, `sodium: 121 (135-145)`, `EEG: temporal slowing`."""
        place = place.at(test)
        known = measured.find(test)
        amount = measured.amount(known, answer) if known is not None else ""
        if known is not None and not isinstance(amount, str):
            self.measured.append(Measured(known.id, amount))
        quantity = self.names.quantity(name=test)
        word = self.names.results.find(answer)
        if quantity is not None:
            side = word if word in ("low", "normal", "high") else side_of_range(answer)
            if side is None:
                remedy = "write low, normal or high, or the reference range as in 121 (135-145)"
                self._not_used(f"{test}: {answer}", "there is no reference range to judge it by", place, remedy)
                return
            for name, term in (("low", quantity.measurement.low), ("high", quantity.measurement.high)):
                if term is not None and side in (name, "normal"):
                    status = Status.PRESENT if side == name else Status.EXCLUDED
                    self.features.append(PhenotypicFeature(term.id, f"{test}: {answer}", status))
            return
        area = self.names.areas.find(test)
        if area is not None and word in ("normal", "abnormal"):
            status = Status.EXCLUDED if word == "normal" else Status.PRESENT
            for term in self.names.kb.areas[area].means:
                self.features.append(PhenotypicFeature(term.id, f"{test}: {answer}", status))
        elif area is not None:
            both = f"{test} {answer}"
            self._term(both if self.names.finding(both) else answer, Status.PRESENT, place)
        elif self.names.tests.find(test) is not None:
            self._test({"test": test, "result": answer}, place)
        else:
            near = tuple(self.names.tests.suggest(test)) or self.names.suggestions(test)
            self._not_used(f"{test}: {answer}", "this test is not understood", place, _offer(near), near)

    def _antibody(self, entry: Any, place: Notepad) -> AntibodyResult | None:
        if not isinstance(entry, dict):
            self._not_used(str(entry), "this is no antibody result", place, "write {antibody: Yo, result: positive}")
            return None
        name = str(entry.get("antibody", ""))
        place = place.at(name) if name else place
        self._check_fields(entry, _ANTIBODY_FIELDS, place)
        antibody = self.names.antibodies.find(name)
        if antibody is None:
            near = tuple(self.names.antibodies.suggest(name))
            self._not_used(name or str(entry), "this antibody is not known", place, _offer(near), near)
            return None
        given = str(entry.get("result", ""))
        result = parse_result(given)
        if result is None:
            self._not_used(
                f"{name}: {given}", "the result is not understood", place, "write positive, negative or equivocal"
            )
            return None
        titre = None if entry.get("titre") is None else parse_titre(str(entry["titre"]), place)
        return AntibodyResult(
            antibody=antibody,
            result=result,
            specimen=self._choice(entry, "specimen", self.names.specimens, place, "serum or CSF"),
            method=self._choice(entry, "method", self.names.methods, place, "a method such as line blot"),
            titre=titre,
            level=None if entry.get("level") is None else str(entry["level"]),
            band=parse_band(str(entry.get("band", given))),
            when=self._when(entry.get("date"), place.at("date")),
            after_treatment=self._flag(entry.get("after-treatment"), place.at("after-treatment")) is True,
        )

    def _choice(self, entry: dict[str, Any], field: str, lexicon: Any, place: Notepad, wanted: str) -> Any:
        if entry.get(field) is None:
            return None
        found = lexicon.find(str(entry[field]))
        if found is None:
            near = tuple(lexicon.suggest(str(entry[field])))
            self._not_used(str(entry[field]), f"this {field} is not known", place.at(field), f"write {wanted}", near)
        return found

    def _test(self, entry: Any, place: Notepad) -> None:
        if isinstance(entry, dict) and "test" not in entry and len(entry) == 1:
            ((name, answer),) = entry.items()
            entry = {"test": name, "result": answer}
        if not isinstance(entry, dict):
            self._not_used(str(entry), "this is no test", place, "write {test: CT chest, result: negative}")
            return
        self._check_fields(entry, _TEST_FIELDS, place)
        name, given = str(entry.get("test", "")), str(entry.get("result", ""))
        test = self.names.tests.find(name)
        if test is None:
            near = tuple(self.names.tests.suggest(name))
            self._not_used(name, "this test for a tumour is not known", place, _offer(near), near)
            return
        word = self.names.results.find(given)
        outcome = {"abnormal": "positive", "normal": "negative"}.get(word or "") or parse_result(given)
        if outcome is None:
            self._not_used(f"{name}: {given}", "the result is not understood", place, "write positive or negative")
            return
        self.tests.append(TestResult(test, name, outcome, self._when(entry.get("date"), place.at("date"))))  # type: ignore[arg-type]

    def _cancer(self, entry: Any, place: Notepad) -> list[Cancer]:
        if isinstance(entry, str):
            entry = {"cancer": entry}
        if not isinstance(entry, dict) or not (entry.get("cancer") or entry.get("not")):
            self._not_used(str(entry), "it names no cancer", place, "write {cancer: breast cancer, status: remission}")
            return []
        self._check_fields(entry, _CANCER_FIELDS, place)
        label = str(entry.get("cancer") or entry.get("not"))
        doubt = self.names.doubt(label)
        if doubt or ("not" in entry and len(entry) > 1):
            remedy = "write {not: ...}, {cancer: ..., remission-since: ...} or {cancer: ..., diagnosed: ...}"
            reason = f'"{doubt}" makes it no plain statement' if doubt else "it says more than that it is not there"
            self._not_used(label, reason, place, remedy)
            return []
        tumours = self.names.cancers(label)
        if not tumours:
            self._not_used(label, "no tumour of the knowledge base has this name", place, "name its organ and kind")
            tumours = [()]
        status = "excluded" if "not" in entry else str(entry.get("status", "active"))
        if status not in ("active", "remission", "excluded"):
            self._not_used(status, "this is no status", place.at("status"), "write active, remission or excluded")
            status = "active"
        since = entry.get("remission-since")
        years = plain_duration_days(str(since)) if since is not None else None
        remission = self._when(since, place.at("remission-since")) if since is not None and years is None else None
        if since is not None:
            status = "remission"
        for among in tumours:
            if len(among) > 1:
                place.warning("which-cancer", f'"{label}" may be {" or ".join(among)}', "name its kind if it is known")
        return [
            Cancer(
                label,
                among[0] if len(among) == 1 else None,
                status,  # type: ignore[arg-type]
                self._when(entry.get("diagnosed"), place.at("diagnosed")),
                remission,
                None if years is None else years / DAYS_PER_YEAR,
                self._flag(entry.get("antigen-expressed"), place.at("antigen-expressed")),
                among if len(among) > 1 else (),
            )
            for among in tumours
        ]

    def _exposure(self, entry: Any, place: Notepad) -> list[Exposure]:
        status = Status.PRESENT
        when = None
        if isinstance(entry, dict):
            status = Status.EXCLUDED if "not" in entry else Status.PRESENT
            when = self._when(entry.get("date"), place.at("date"))
            entry = entry.get("exposure") or entry.get("not")
        label = str(entry)
        found = self.names.exposures(label)
        plain = any(self.names.label(exposure).casefold() == label.casefold() for exposure in found)
        doubt = "" if plain else self.names.doubt(label)
        if doubt:
            self._not_used(
                label, f'"{doubt}" makes it no plain statement', place, "write {not: ...}, or the drug alone"
            )
            return []
        if not found:
            self._not_used(label, "no exposure of the knowledge base has this name", place, "it is kept as a note only")
        return [Exposure(label, exposure, status, when) for exposure in found] or [Exposure(label, None, status, when)]

    # Values

    def _number(self, value: Any, place: Notepad, wanted: str) -> float | None:
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
        place.warning("not-a-number", f'"{value}" is no number', f"write {wanted}")
        return None

    def _amount(self, value: Any, place: Notepad, wanted: str) -> float | None:
        """A number that is not below zero."""
        number = self._number(value, place, wanted)
        if number is not None and number < 0:
            place.warning("not-a-number", f"{number:g} is below zero", f"write {wanted}")
            return None
        return number

    def _date(self, value: Any, place: Notepad) -> datetime.date | None:
        if value is None:
            return None
        date = parse_date(str(value))
        if date is None:
            place.warning("not-a-date", f'"{value}" is no date', "write it as 2024-05-01")
        return date

    def _when(self, value: Any, place: Notepad) -> When | None:
        date = self._date(value, place)
        return When(date=date) if date is not None else None

    def _not_used(self, what: str, reason: str, place: Notepad, remedy: str, suggestions: tuple[str, ...] = ()) -> None:
        place.warning("not-used", f'"{what}": {reason}', remedy)
        self.unrecognised.append(Unrecognised(what, reason, suggestions))


def _offer(names: tuple[str, ...]) -> str:
    return f"did you mean {' or '.join(names)}?" if names else "use other words, or an HPO id"
