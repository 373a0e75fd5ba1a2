"""Everything that the checker can say is said here once, by a knowledge base with that one fault."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from paraneo.knowledge import check, load
from paraneo.knowledge.load import KnowledgeError, read_sources
from paraneo.knowledge.store import default_folder
from paraneo.ontology import load_ontology

LE = "syndromes/limbic-encephalitis.yaml"
LE_ASSUMED = "assumptions/conditions/limbic-encephalitis.yaml"
Fault = Callable[[Path], None]


def change(path: str, old: str, new: str) -> Fault:
    """Replace the first match of a pattern in a file."""

    def apply(kb: Path) -> None:
        text = (kb / path).read_text()
        changed = re.sub(old, new, text, count=1, flags=re.MULTILINE)
        assert changed != text, f"{path} has no {old}"
        (kb / path).write_text(changed)

    return apply


def remove(path: str) -> Fault:
    return lambda kb: (kb / path).unlink()


def write(path: str, text: str) -> Fault:
    def apply(kb: Path) -> None:
        (kb / path).write_text(text)

    return apply


STUDY = """id: nobody-2020
title: Nobody cites this
authors: A
year: 2020
design: cohort
seen: abstract
seen_on: '2026-11-21'
"""
DOUBLE = "  - {{finding: {{id: HP:0002354, label: Memory impairment}}, events: {0}, total: {1}, study: graus-2001, locator: x}}\n"

FAULTS: dict[str, tuple[Fault, str]] = {
    "not-yaml": (write(LE, "a: [\n"), "limbic-encephalitis.yaml"),
    "not-the-schema": (change(LE, "^kind: syndrome", "kind: syndrom"), "limbic-encephalitis.yaml"),
    "id-not-file-name": (change(LE, "^id: limbic-encephalitis", "id: limbic"), 'the id is "limbic"'),
    "missing-file": (remove("assumptions/words.yaml"), "words.yaml"),
    "one-sided-levels": (
        change("antibodies/gad65.yaml", r"group: cause, method: elisa", "group: other, method: elisa"),
        "give one limit of one assay",
    ),
    "unknown-term": (change("findings/seizures.yaml", "HP:0001250", "HP:9999999"), "HP:9999999 is not a current term"),
    "wrong-label": (change("findings/seizures.yaml", "label: Seizure", "label: Fits"), 'HP:0001250 is "Seizure", not "Fits"'),
    "unknown-finding": (
        change(LE, "^findings:\\n", "findings:\n" + DOUBLE.format(1, 2).replace("HP:0002354", "one-sided-loss")),
        '"one-sided-loss"',
    ),
    "listed-twice": (
        change("findings/eeg.yaml", "^findings:", "findings:\n  - {id: HP:0001250, label: Seizure}"),
        "HP:0001250 is already in",
    ),
    "name-of-another": (
        change("findings/seizures.yaml", "lay: \\[", "lay: [ataxia, "), '"ataxia" already means HP:0001251 Ataxia'
    ),
    "name-twice": (change("findings/eeg.yaml", "lay: \\[", "lay: [limbic MRI changes, "), '"limbic MRI changes" also stands for'),
    "no-background": (remove("assumptions/backgrounds/seizures.yaml"), "there is no background for this area"),
    "background-differs": (
        change("assumptions/backgrounds/eeg.yaml", "^  extreme-delta-brush: .*\n", ""), "findings and background differ in extreme-delta-brush"
    ),
    "no-such-id": (change(LE, "study: hu-2026", "study: hu-1926"), 'there is no "hu-1926"'),
    "no-such-category": (
        change("antibodies/map1b.yaml", "total: 8, counts: {small-cell-lung-cancer: 7, other: 1}", "total: 8, counts: {small-cell-lung-cancer: 7, none: 1}"),
        'there is no "none" here',
    ),
    "not-in-vocabulary": (
        change(LE, "^findings:", "findings:\n  - {finding: {id: HP:0000411, label: Protruding ear}, word: few, study: nord-2016, locator: x}"),
        "HP:0000411 Protruding ear is in no area",
    ),
    "twice": (
        change(LE, "^findings:\n", "findings:\n" + 2 * DOUBLE.format(7, 9)), "the same estimate of graus-2001 stands above"
    ),
    "no-group": (change(LE, "^groups: .*", "groups: []"), "limbic-encephalitis"),
    "one-way": (change(LE, "^groups: \\[encephalopathy", "groups: [vision"), "limbic-encephalitis"),
    "empty-cell": (
        change("assumptions/groups/encephalopathy.yaml", "limbic-encephalitis: [a-z-]+, ", ""), "no word for limbic-encephalitis"
    ),
    "no-such-word": (
        change("assumptions/groups/encephalopathy.yaml", "limbic-encephalitis: [a-z-]+", "limbic-encephalitis: often"),
        'there is no word "often"',
    ),
    "two-words": (
        change("assumptions/groups/encephalopathy.yaml", "encephalomyelitis: (half|some|few|most|rare|nearly-all|almost-never)", "encephalomyelitis: almost-never"),
        "agree on one",
    ),
    "one-side": (remove(LE_ASSUMED), "limbic-encephalitis is here or there, not both"),
    "not-one": (change(LE_ASSUMED, "lgi1: [0-9.]+", "lgi1: 0.9"), "the shares add up to"),
    "no-such-setting": (
        change("syndromes/lambert-eaton.yaml", "among: population", "among: clinics"), '"clinics" is no setting and no tumour'
    ),
    "no-default-setting": (remove("assumptions/settings/suspected.yaml"), "there is no suspected"),
    "not-asked-once": (change("requests/eeg.yaml", "areas: \\[eeg\\]", "areas: []"), "eeg is asked for by 0 requests"),
    "no-identifier": (write("studies/nobody-2020.yaml", STUDY + "url: https://example.org/paper\n"), "it has no pmid or doi"),
    "no-address": (
        write("studies/nobody-2020.yaml", re.sub("design: .*", "design: reference-text", STUDY)), "it has no pmid, doi or url"
    ),
    "not-used": (write("studies/nobody-2020.yaml", STUDY + "pmid: '1'\n"), "nothing in the knowledge base cites it"),
}  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_folder(), tmp_path / "kb"))


def said(folder: Path) -> dict[str, str]:
    """What is wrong with a knowledge base: the words, by code; the first of each."""
    try:
        notepad = check.check(read_sources(folder), load_ontology())
    except KnowledgeError as error:
        notepad = error.notepad
    return {issue.code: str(issue) for issue in reversed(notepad.issues)}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_and_its_place_and_fix_are_named(code: str, copy: Path) -> None:
    fault, words = FAULTS[code]
    fault(copy)
    found = said(copy)
    assert code in found, found
    assert any(words in text for text in found.values()), found
    assert found[code].endswith((".", "?"))
    assert ";" in found[code], "a fix is offered"


def test_an_unchanged_copy_has_no_fault(copy: Path) -> None:
    assert said(copy) == {}


def test_every_code_of_the_checker_is_tried() -> None:
    source = "".join(Path(module.__file__ or "").read_text() for module in (check, load))
    codes = set(re.findall(r'error\(\s*"([a-z-]+)"', source))
    assert codes - set(FAULTS) == set()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (DOUBLE.format(9, 7), "9 of 7 is not a proportion"),
        (DOUBLE.format(1, 0), "1 of 0 is not a proportion"),
        (DOUBLE.format(1, 2).replace("events: 1, total: 2", "percent: 140"), "140.0 is not a percentage"),
        (DOUBLE.format(1, 2).replace("events: 1, total: 2", "low: 60, high: 40"), "is not a range of percentages"),
        (DOUBLE.format(1, 2).replace("total: 2", "percent: 3"), "give exactly one of"),
        (DOUBLE.format(1, 2).replace("locator: x", "locater: x"), "locater"),
    ],
)
def test_a_number_that_cannot_be(line: str, message: str, copy: Path) -> None:
    change(LE, "^findings:\n", "findings:\n" + line)(copy)
    assert message in " ".join(said(copy).values())
