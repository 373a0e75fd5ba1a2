"""Checks a knowledge base as a whole: what a reader of one file cannot see.

Each check is a function that walks one kind of entry and writes what it finds to a notepad; a failing check names the
file, the place and the fix.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from paraneo.issues import Notepad
from paraneo.knowledge.estimates import Entry, Sourced, Term
from paraneo.knowledge.load import Sources
from paraneo.knowledge.model import SETTINGS, SUSPECTED
from paraneo.ontology import Lexicon, Ontology, normalise

SUM_TOLERANCE = 1e-6
NO_PAPER = ("reference-text", "criteria", "founding-document")  # texts and copies of criteria that are no journal paper


def check(sources: Sources, ontology: Ontology) -> Notepad:
    """Every fault of a knowledge base that has been read, as issues; an empty notepad means it can be compiled."""
    notepad = Notepad()
    _check_terms(sources, ontology, notepad)
    _check_vocabulary(sources, ontology, notepad)
    _check_references(sources, notepad)
    _check_estimates(sources, notepad)
    _check_groups(sources, notepad)
    _check_assumptions(sources, notepad)
    _check_search(sources, notepad)
    _check_requests(sources, notepad)
    _check_levels(sources, notepad)
    _check_studies(sources, notepad)
    return notepad


def walk(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every entry below a value with its path, whatever its kind, so that a new field cannot escape a check."""
    if isinstance(value, Entry):
        yield path, value
        for name in value.__struct_fields__:
            yield from walk(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from walk(inner, (*path, str(position)))


def _check_terms(sources: Sources, ontology: Ontology, notepad: Notepad) -> None:
    """Identifier and label of every term agree with the release; ids of ours are findings of the vocabulary."""
    own = {f.id: f.label for area in sources.kb.areas.values() for f in area.findings if not f.id.startswith("HP:")}
    for path, entry in walk(sources.kb):
        if not hasattr(entry, "label"):
            continue
        place = notepad.at(*path)
        if entry.id.startswith("HP:"):
            found = ontology.look_up(entry.id)
            if found.id != entry.id:
                place.error("unknown-term", f"{entry.id} is not a current term of HPO {ontology.release}", "replace it")
            elif ontology.label(entry.id) != entry.label:
                place.error(
                    "wrong-label", f'{entry.id} is "{ontology.label(entry.id)}", not "{entry.label}"', "mend either"
                )
        elif isinstance(entry, Term) and own.get(entry.id) != entry.label:
            place.error(
                "unknown-finding", f'"{entry.id}" ("{entry.label}") is no finding of kb/findings', "add it there"
            )


def _check_vocabulary(sources: Sources, ontology: Ontology, notepad: Notepad) -> None:
    """Each term has one place; each name means one thing; each area and finding has its background."""
    seen: dict[str, str] = {}
    lay: dict[str, str] = {}
    for area in sources.kb.areas.values():
        place = notepad.at("findings", area.id)
        own = [finding.id for finding in area.findings]
        for term in [t.id for t in area.means] + own + [t.id for f in area.findings for t in f.also]:
            if term in seen:
                place.error("listed-twice", f"{term} is already in {seen[term]}", "keep one")
            seen[term] = area.id
        for finding in area.findings:
            for name in finding.lay:
                meant = ontology.names.find(name)
                if meant is not None and meant != finding.id:
                    place.error(
                        "name-of-another", f'"{name}" already means {meant} {ontology.label(meant)}', "leave it out"
                    )
                if lay.setdefault(normalise(name), finding.id) != finding.id:
                    place.error("name-twice", f'"{name}" also stands for {lay[normalise(name)]}', "keep one")
        background = sources.assumptions.backgrounds.get(area.id)
        if background is None:
            place.error("no-background", "there is no background for this area", "add it in assumptions/backgrounds")
        elif set(background.typical) != set(own):
            differ = ", ".join(sorted(set(background.typical) ^ set(own)))
            place.error("background-differs", f"findings and background differ in {differ}", "make them the same")


def _check_references(sources: Sources, notepad: Notepad) -> None:
    """Every id that one entry gives for another exists."""
    kb, words = sources.kb, set(sources.assumptions.words.words)
    terms = {f.id for a in kb.areas.values() for f in a.findings} | {t.id for a in kb.areas.values() for t in a.means}
    known: dict[str, Iterable[str]] = {
        "study": kb.studies, "sources": kb.studies, "search_sources": kb.studies, "overlaps_with": kb.studies,
        "conditions": kb.conditions, "syndromes": kb.conditions, "groups": sources.assumptions.groups,
        "search": kb.tests, "finds": kb.tumours, "tumour": kb.tumours, "word": words,
        "areas": kb.areas, "exposures": terms, "antibodies": kb.antibodies, "tumours": kb.tumours,
    }  # fmt: skip
    for path, entry in walk(kb):
        for name in entry.__struct_fields__:
            allowed = known.get(name)
            value = getattr(entry, name)
            for reference in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
                if allowed is not None and isinstance(reference, str) and reference not in allowed:
                    notepad.at(*path, name).error("no-such-id", f'there is no "{reference}"', "add it, or mend the id")
    for path, entry in walk({"conditions": kb.conditions, "antibodies": kb.antibodies}):
        for name, allowed_here in (
            ("tumours", {*kb.tumours, "other"}),
            ("antibodies", {*kb.antibodies, "other", "none"}),
        ):
            for shares in getattr(entry, name, []):
                for category in getattr(shares, "counts", {}):
                    if category not in allowed_here:  # patients without a tumour are counted by `cancer`
                        notepad.at(*path, name).error(
                            "no-such-category", f'there is no "{category}" here', "use an id, or `other`"
                        )
        for frequency in getattr(entry, "findings", []):
            if frequency.finding.id not in terms:
                notepad.at(*path).error(
                    "not-in-vocabulary", f"{frequency.finding.id} {frequency.finding.label} is in no area",
                    "add it to kb/findings and its background",
                )  # fmt: skip
        for position, frequency in enumerate(getattr(entry, "relative_frequency", [])):
            if frequency.among not in SETTINGS and frequency.among not in kb.tumours:
                notepad.at(*path, "relative_frequency", str(position)).error(
                    "no-such-setting",
                    f'"{frequency.among}" is no setting and no tumour',
                    f"use {', '.join(SETTINGS)} or a tumour's id",
                )
        for pair in getattr(entry, "with_antibody", {}):
            if pair not in kb.antibodies and pair != "none":
                notepad.at(*path, "with_antibody").error("no-such-id", f'there is no "{pair}"', "use an antibody's id")


def _check_estimates(sources: Sources, notepad: Notepad) -> None:
    """No study gives the same number of the same thing twice."""
    for path, entry in walk(sources.kb):
        for name in entry.__struct_fields__:
            estimates = getattr(entry, name)
            if not isinstance(estimates, list) or not estimates or not isinstance(estimates[0], Sourced):
                continue
            for position, estimate in enumerate(estimates):
                if estimate in estimates[:position]:
                    notepad.at(*path, name, str(position)).error(
                        "twice", f"the same estimate of {estimate.study} stands above", "keep one"
                    )


def _check_groups(sources: Sources, notepad: Notepad) -> None:
    """Each condition names its groups and each group its conditions; every cell of a group's core is filled."""
    kb, groups = sources.kb, sources.assumptions.groups
    terms = {f.id: f.label for a in kb.areas.values() for f in a.findings}
    terms |= {t.id: t.label for a in kb.areas.values() for t in a.means}
    words = set(sources.assumptions.words.words)
    cells: dict[tuple[str, str], tuple[str, str]] = {}
    for condition in kb.conditions.values():
        for name in condition.groups:
            if name in groups and condition.id not in groups[name].conditions:
                notepad.at("assumptions", "groups", name).error(
                    "one-way", f"{condition.id} says it belongs here, this group does not", "add it to `conditions`"
                )
        if not condition.groups:
            notepad.at(condition.kind + "s", condition.id).error("no-group", "it belongs to no group", "add `groups`")
    for group in groups.values():
        place = notepad.at("assumptions", "groups", group.id)
        for member in group.conditions:
            if member not in kb.conditions or group.id not in kb.conditions[member].groups:
                place.error("one-way", f"{member} does not say it belongs here", "add this group to its `groups`")
        for core in group.core:
            if terms.get(core.finding) != core.label:
                place.at(core.finding).error(
                    "wrong-label", f'"{core.label}" is not the label in kb/findings', "mend it"
                )
            for missing in sorted(set(group.conditions) ^ set(core.cells)):
                place.at(core.finding).error(
                    "empty-cell", f"no word for {missing}, or it is no member", "fill the cell"
                )
            for member, word in core.cells.items():
                if word not in words:
                    place.at(core.finding, member).error("no-such-word", f'there is no word "{word}"', "see words.yaml")
                before = cells.setdefault((member, core.finding), (word, group.id))
                if before[0] != word:
                    place.at(core.finding, member).error(
                        "two-words", f'"{word}" here, "{before[0]}" in group {before[1]}', "agree on one"
                    )


def _check_assumptions(sources: Sources, notepad: Notepad) -> None:
    """Each entity has its assumptions, distributions add up to one, and every id and word in them exists."""
    kb, assumed = sources.kb, sources.assumptions
    words = set(assumed.words.words)
    terms = {f.id for a in kb.areas.values() for f in a.findings} | {t.id for a in kb.areas.values() for t in a.means}
    pairs: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("conditions", kb.conditions, assumed.conditions),
        ("antibodies", kb.antibodies, assumed.antibodies),
        ("tumours", kb.tumours, assumed.tumours),
        ("emergencies", kb.emergencies, assumed.thresholds.emergencies),
    ]
    for name, entries, assumptions in pairs:
        for missing in sorted(set(entries) ^ set(assumptions)):
            notepad.at("assumptions", name).error("one-side", f"{missing} is here or there, not both", "add the other")
    if SUSPECTED not in assumed.settings:
        notepad.at("assumptions", "settings").error("no-default-setting", f"there is no {SUSPECTED}", "add it")
    for path, entry in walk(assumed):
        place = notepad.at("assumptions", *path)
        for name, ids in (("tumours", kb.tumours), ("antibodies", kb.antibodies), ("tempo", None), ("unstated", None)):
            shares = getattr(entry, name, None)
            if (
                not isinstance(shares, dict)
                or not shares
                or not all(isinstance(v, float | int) for v in shares.values())
            ):
                continue
            if not math.isclose(sum(shares.values()), 1.0, abs_tol=SUM_TOLERANCE):
                place.at(name).error(
                    "not-one", f"the shares add up to {sum(shares.values()):g}", "make them add up to 1"
                )
            for category in shares:
                if ids is not None and category not in ids and category != "none":
                    place.at(name).error("no-such-id", f'there is no "{category}"', "use an id")
        finding_words = getattr(entry, "findings", None) or getattr(entry, "typical", None)
        for finding, word in (finding_words or {}).items():
            if finding not in terms:
                place.error("not-in-vocabulary", f"{finding} is in no area", "add it to kb/findings")
            if word not in words:
                place.at(finding).error("no-such-word", f'there is no word "{word}"', "see words.yaml")


def _check_search(sources: Sources, notepad: Notepad) -> None:
    """A test that is named for a tumour says that it finds it, and so does one with a sensitivity for it."""
    for tumour in sources.kb.tumours.values():
        for test in tumour.search:
            if test in sources.kb.tests and tumour.id not in sources.kb.tests[test].finds:
                notepad.at("tests", test, "finds").error(
                    "one-way", f"{tumour.id} is searched with it", "say so here too"
                )
    for entry in sources.kb.tests.values():
        for missing in sorted({s.tumour for s in entry.sensitivity} - set(entry.finds)):
            notepad.at("tests", entry.id, "finds").error(
                "one-way", f"there is a sensitivity for {missing}", "say here that it finds it"
            )


def _check_requests(sources: Sources, notepad: Notepad) -> None:
    """Every area of results and every antibody is asked for by one request."""
    kb = sources.kb
    asked = [name for request in kb.requests.values() for name in (*request.areas, *request.antibodies)]
    for name in [area.id for area in kb.areas.values() if area.kind == "test"] + list(kb.antibodies):
        if asked.count(name) != 1:
            notepad.at("requests").error(
                "not-asked-once", f"{name} is asked for by {asked.count(name)} requests", "name it in exactly one"
            )


def _check_levels(sources: Sources, notepad: Notepad) -> None:
    """The levels of an antibody are of one limit of one assay, and in both groups."""
    for antibody in sources.kb.antibodies.values():
        limits = {(e.method, e.unit.casefold(), e.above) for e in antibody.levels}
        groups = {e.group for e in antibody.levels}
        if antibody.levels and (len(limits) > 1 or len(groups) < 2):
            notepad.at("antibodies", antibody.id, "levels").error(
                "one-sided-levels",
                f"{len(limits)} limits, groups {', '.join(sorted(groups))}",
                "give one limit of one assay for `cause` and for `other`, or none",
            )


def _check_studies(sources: Sources, notepad: Notepad) -> None:
    """A study can be found again, is used, and says of an overlap at both ends."""
    used = {entry.study for _, entry in walk(sources.kb) if isinstance(entry, Sourced)}
    for _, entry in walk(sources.kb):
        used.update(getattr(entry, "sources", []))
        used.update(getattr(entry, "search_sources", []))
    for study in sources.kb.studies.values():
        place = notepad.at("studies", study.id)
        if not (study.pmid or study.doi or study.design in NO_PAPER):
            place.error("no-identifier", "it has no pmid or doi", "look it up, or cite a study that has one")
        elif not (study.pmid or study.doi or study.url or study.design == "founding-document"):
            place.error("no-address", "it has no pmid, doi or url", "add the one you read it by")
        if study.id not in used and study.design != "criteria":  # those are cited by the instruments
            place.error("not-used", "nothing in the knowledge base cites it", "cite it, or remove it")
        for other in study.overlaps_with:
            if other in sources.kb.studies and study.id not in sources.kb.studies[other].overlaps_with:
                notepad.at("studies", other).error("one-way", f"{study.id} overlaps with it", "say so here too")


def names_of(entries: Iterable[Any]) -> Lexicon:
    """A lexicon of the ids, names and other names of some entries."""
    return Lexicon([(name, entry.id) for entry in entries for name in (entry.id, entry.name, *entry.names)])
