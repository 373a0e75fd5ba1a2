"""Tests of the data themselves. The checker walks everything; here it is shown that it can say no, and what it cannot see."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from evaluation.truth import load_truth

from paraneo.knowledge.canonical import canonical
from paraneo.knowledge.store import compile_folder, default_folder
from paraneo.ontology import normalise
from tests.conftest import ROOT

KB = ROOT / "kb"
FILES = sorted(KB.rglob("*.yaml"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_folder(), tmp_path / "kb"))


def test_every_file_is_in_canonical_form() -> None:
    wrong = [str(path.relative_to(ROOT)) for path in FILES if canonical(path.read_text()) != path.read_text()]
    assert wrong == [], "run: paraneo kb format"


def test_canonical_form_is_a_fixed_point() -> None:
    assert canonical("a:   'x'\nb: [1,   2]\n") == canonical(canonical("a:   'x'\nb: [1,   2]\n"))


def change(path: str, old: str, new: str) -> Callable[[Path], None]:
    def apply(kb: Path) -> None:
        text = (kb / path).read_text()
        assert old in text
        (kb / path).write_text(text.replace(old, new, 1))

    return apply


def remove(path: str) -> Callable[[Path], None]:
    return lambda kb: (kb / path).unlink()


def test_every_id_of_the_vocabulary_has_its_entry(knowledge: Any) -> None:
    """The ids that the program promises to its users; renaming or dropping one breaks their data."""
    promised = json.loads((ROOT / "tests/knowledge/vocabulary.json").read_text())
    kb = knowledge.kb
    kinds = {c.id: c.kind for c in kb.conditions.values()}
    assert {c for c, kind in kinds.items() if kind == "syndrome"} >= set(promised["syndromes"])
    assert {c for c, kind in kinds.items() if kind == "mimic"} >= set(promised["mimics"])
    assert set(kb.antibodies) >= set(promised["antibodies"])
    assert set(kb.tumours) >= set(promised["tumours"])


def test_no_evaluation_case_is_a_source_of_the_knowledge_base(knowledge: Any) -> None:
    """The published patients judge the program, so none may have taught it."""
    ids = {str(i) for s in knowledge.kb.studies.values() for i in (s.pmid, s.doi, s.url) if i}
    titles = {normalise(study.title) for study in knowledge.kb.studies.values()}
    for case, truth in load_truth().items():
        cited = truth.citation
        shared = {str(i) for i in (cited.pmid, cited.doi, cited.url) if i} & ids
        assert not shared, f"{case}: {shared}"
        assert cited.title is None or normalise(cited.title) not in titles, case


def test_every_study_can_be_found_and_says_what_was_read(knowledge: Any) -> None:
    for study in knowledge.kb.studies.values():
        assert study.pmid or study.doi or study.url or study.design == "founding-document", study.id
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", study.seen_on), study.id
        assert study.pmid is None or re.fullmatch(r"\d{6,8}", study.pmid), study.id
        assert study.doi is None or re.fullmatch(r"10\.\d{4,9}/\S+", study.doi), study.id


def test_no_number_comes_from_a_single_case_report(knowledge: Any) -> None:
    for study in knowledge.kb.studies.values():
        assert study.size is None or study.size > 1, study.id


def test_every_syndrome_has_what_the_assessment_needs(knowledge: Any) -> None:
    """Defining findings, tempo, age, sex, antibodies and tumours, from a study or an assumption."""
    for condition in knowledge.kb.conditions.values():
        assumed = knowledge.assumptions.conditions[condition.id]
        assert condition.summary.sources, condition.id
        assert condition.groups, condition.id
        if condition.kind == "syndrome":
            profiles = [condition, *condition.with_antibody.values()]
            assert any(profile.findings for profile in profiles), condition.id
            assert condition.age or assumed.age, condition.id
            assert condition.sex or assumed.male, condition.id
            assert condition.tempo or assumed.tempo, condition.id
            assert condition.tumours or assumed.tumours or condition.antibodies, condition.id


def test_compiling_twice_gives_the_same_bytes(knowledge: Any) -> None:
    from paraneo.knowledge.compiled import from_bytes, to_bytes

    data = to_bytes(compile_folder(default_folder()))
    assert data == to_bytes(compile_folder(default_folder()))
    assert to_bytes(from_bytes(data)) == data


def test_a_damaged_cache_is_made_again(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from paraneo.knowledge import store

    monkeypatch.setenv("PARANEO_CACHE", str(tmp_path / "cache"))
    store.load_knowledge.cache_clear()
    first = store.load_knowledge(copy)
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(b"damaged")
    store.load_knowledge.cache_clear()
    again = store.load_knowledge(copy)
    assert again.digest == first.digest
    assert kept.read_bytes() != b"damaged"
    store.load_knowledge.cache_clear()


def test_where_the_cache_cannot_be_written_the_model_is_kept_in_memory(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paraneo.knowledge import store

    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PARANEO_CACHE", str(tmp_path / "file" / "cache"))
    store.load_knowledge.cache_clear()
    assert store.load_knowledge(copy).model.conditions
    store.load_knowledge.cache_clear()


def test_the_digest_follows_the_content(copy: Path) -> None:
    from paraneo.knowledge.load import digest

    before = digest(copy)
    change("assumptions/hypotheses.yaml", "spread: {value: ", "spread: {value:  ")(copy)
    assert digest(copy) != before
