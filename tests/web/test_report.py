"""The report: what it shows, what it never says, and that it fits on two pages.

`python -m tests.web.test_report` writes golden/report.html anew: look at the page before you keep it.
"""

from __future__ import annotations

import functools
import html
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraneo import api
from paraneo.case import Case
from paraneo.cli import main
from paraneo.contract import Assessment, NotUsed
from paraneo.knowledge.model import KnowledgeBase, Study
from paraneo.views import report
from paraneo.views.report import CannotPrint, laid_out, style, to_html, to_pdf
from tests.conftest import ROOT

GOLDEN = Path(__file__).parent / "golden"
SHARED = sorted((ROOT / "evaluation" / "cases").glob("*/*.json"))
CASE = """
paraneo: 1
id: example-1
age: 62
sex: female
smoking: former
as-of: 2024-06-01
onset: 6 weeks
tempo: subacute
relapse: yes
findings:
  - gait ataxia
  - not: fever
  - unknown: seizure
  - {finding: diplopia, onset: 2024-04-01, resolved: 2024-04-20, severity: severe}
  - {finding: dysarthria, onset: 2024-05-20}
  - MRI brain: normal
antibodies:
  - {antibody: Yo, method: line blot, specimen: serum, result: positive, titre: 1:640, band: weak, date: 2024-04-20}
tests: [{test: FDG-PET, result: positive, date: 2024-04-25}]
cancers:
  - {cancer: thymoma, diagnosed: 2015-01-01, remission-since: 7 years, antigen-expressed: true}
  - not: small cell lung cancer
exposures: [pembrolizumab]
follow-up: {years: 2.5, searches: 3}
scores: {mRS: 4}
"""
needs_weasyprint = pytest.mark.skipif(
    importlib.util.find_spec("weasyprint") is None, reason="a PDF is optional: pip install 'paraneo[pdf]'"
)


def study(name: str, **known: str) -> Study:
    return Study(
        id=name, title=f"Title of {name}", authors="Writer A, Other B", design="cohort", seen="abstract",
        seen_on="2026-01-01", year=2020, journal="Journal", **known,
    )  # fmt: skip


def example() -> tuple[Assessment, Case, KnowledgeBase]:
    from ruamel.yaml import YAML

    plain = YAML(typ="safe").load((GOLDEN / "report.yaml").read_text(encoding="utf-8"))
    studies = {"study-a": study("study-a", pmid="12345"), "study-b": study("study-b", url="https://example.org/a/b")}
    kb = msgspec.structs.replace(api.assessor().knowledge.kb, studies=studies)
    return msgspec.convert(plain, Assessment), api.load_case(CASE), kb


def page(**changes: object) -> str:
    assessment, case, kb = example()
    return to_html(msgspec.structs.replace(assessment, **changes), case, kb)


def words(text: str) -> str:
    """What a person reads of a page."""
    body = re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)
    return " ".join(html.unescape(body).split())


@functools.cache
def shared() -> list[tuple[Assessment, Case, str]]:
    """Every shared case with its report."""
    found = []
    for path in SHARED:
        case = api.load_case(path)
        assessment = api.assess(case)
        found.append((assessment, case, to_html(assessment, case, api.assessor().knowledge.kb)))
    return found


def published(assessment: Assessment) -> Iterator[str]:
    """Texts that print numbers of a source as they stand there."""
    for step in (*assessment.alerts, *assessment.tumour_search):
        yield step.because
        yield step.because[:1].upper() + step.because[1:]
    yield from (request.specimen for request in assessment.antibodies_to_request)
    yield from (caution for reading in assessment.antibody_results for caution in reading.cautions)
    yield from (e for candidate in assessment.conditions[:2] for item in candidate.evidence for e in item.estimates)


def test_golden() -> None:
    assert page() == (GOLDEN / "report.html").read_text(encoding="utf-8")


def test_the_case_is_shown_as_it_was_known_and_understood() -> None:
    text = words(page())
    for part in (
        "Female, 62 years, former smoker",
        "subacute; for 42 days; relapse of a known syndrome",
        "Diplopia (severe, from 2024-04-01, resolved 2024-04-20)",
        "Not present Fever; Brain imaging abnormality (“MRI brain: normal”)",
        "Not assessed Seizure",
        "Anti-Yo (PCA-1): positive (line blot, serum, titre 1:640, weak band, 2024-04-20)",
        "positive (2024-04-25)",
        "thymoma: in remission for 7 years, diagnosed 2015-01-01, antigen shown in it",
        "small cell lung cancer: looked for and not found",
        "2.5 years since onset; searches for cancer that found none: 3",
        "mRS 4",
    ):
        assert part in text
    assert "Dysarthria" not in text  # known only after the date of the assessment


def test_an_empty_case_is_unknown_and_not_negative() -> None:
    assessment, _, kb = example()
    text = words(to_html(assessment, api.load_case("paraneo: 1\nid: x"), kb))
    assert "Sex not stated, age not stated, smoking not stated" in text
    assert "findings, findings that are not present, antibodies, tumour tests, cancers: nothing entered" in text


def test_emergencies_stand_first() -> None:
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page())
    assert [re.sub(r"<span.*</span> ", "", heading) for heading in headings] == [
        "Must not wait", "Case as entered", "Conclusion", "Reasons", "Antibodies", "Search for a tumour", "Work-up",
        "Published criteria", "Treatment: options and cautions", "Follow-up", "Not used", "Sources",
    ]  # fmt: skip


def test_nothing_is_certain() -> None:
    text = words(page())
    assert "Paraneoplastic disease: >99% likely (95% interval 91 to >99%)" in text
    assert "Lumbar puncture: <1% to >99%" in text
    assert not re.search(r"\b(0|100)%", text)


def test_shared_cases_are_never_certain_and_nothing_is_excluded() -> None:
    for assessment, _, text in shared():
        read = re.sub(r"“.*?”", "", words(text))  # without the input's own words
        for quoted in published(assessment):
            read = read.replace(" ".join(quoted.split()), "")
        assert not re.findall(r".{40}\b(?:0|100)\s?%", read)
        assert not re.findall(r".{40}(?:excluded|exclusion|ruled out)", read, flags=re.IGNORECASE)


def test_shared_cases_show_everything_that_was_not_used() -> None:
    told = 0
    for assessment, _, text in shared():
        for entry in assessment.unrecognised:
            told += 1
            assert f"{entry.input}: {entry.reason}" in words(text).replace(" :", ":")
    assert told > 20  # else the shared cases no longer test this


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), max_size=5))
def test_whatever_was_not_used_is_shown_and_harmless(inputs: list[str]) -> None:
    text = page(unrecognised=[NotUsed(entry, "no such thing", ["this"]) for entry in inputs])
    shown = re.findall(r"<b>([^<]*)</b>: no such thing; did you mean this\?", text)
    assert [html.unescape(entry) for entry in shown] == inputs


def test_the_input_cannot_become_part_of_the_page() -> None:
    text = page(case="</title><script>alert(1)</script>")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "<b>wobbly &lt;b&gt;legs&lt;/b&gt;</b>" in text


def test_each_citation_has_its_source() -> None:
    for _, _, text in shared()[::10]:
        cited = [int(mark) for mark in re.findall(r'href="#source-(\d+)"', text)]
        assert list(dict.fromkeys(cited)) == list(range(1, max(cited) + 1))  # numbered as first cited
        assert [int(mark) for mark in re.findall(r'id="source-(\d+)"', text)] == sorted(set(cited))


def test_sources_can_be_followed() -> None:
    text = page()
    assert (
        '<a href="https://pubmed.ncbi.nlm.nih.gov/12345/" rel="noreferrer">Writer A, Journal 2020. PMID 12345</a>'
        in text
    )
    assert '<a href="https://example.org/a/b" rel="noreferrer">Writer A, Journal 2020. example.org</a>' in text
    assert ">assumption groups/ataxia</li>" in text


def test_the_shown_decibans_add_up() -> None:
    for _, _, text in shared()[::10]:
        for table in re.findall(r'<table class="reasons">.*?</table>', text, flags=re.DOTALL):
            numbers = re.findall(r'class="n">(?:<b>)?([+−]\d+\.\d)', table)
            *parts, total = (float(number.replace("−", "-")) for number in numbers)
            assert sum(parts) == pytest.approx(total, abs=0.11)


def test_criteria_say_what_is_missing() -> None:
    text = words(page())
    assert "probable, 6 to 10 points; may become definite" in text
    assert "Met: phenotype (high-risk phenotype). Missing: a search for cancer; no better explanation." in text
    assert "Shortest ways: definite if cancer: 4 points and no better explanation: yes." in text


def test_the_page_loads_nothing_and_needs_no_inline_style_when_served() -> None:
    assessment, case, kb = example()
    served = to_html(assessment, case, kb, stylesheet="/report.css")
    assert '<link rel="stylesheet" href="/report.css">' in served
    assert "<style" not in served
    for text in (served, page()):
        assert not re.search(r"\s(?:style|on\w+)=", text)
        assert not re.search(r"(?:src|@import|url\()", text)
    assert style() in page()


@needs_weasyprint
def test_the_longest_shared_report_has_two_pages() -> None:
    assert len(laid_out(max((text for _, _, text in shared()), key=len)).pages) == report.MOST_PAGES


@needs_weasyprint
def test_what_cannot_fit_is_printed_all_the_same() -> None:
    many = page(unrecognised=[NotUsed(f"word {n} " * 60, "not understood", []) for n in range(60)])
    assert len(laid_out(many).pages) > report.MOST_PAGES


@needs_weasyprint
def test_the_same_report_is_the_same_pdf() -> None:
    pdf = to_pdf(page())
    assert pdf.startswith(b"%PDF-")
    assert pdf == to_pdf(page())


def test_without_weasyprint_the_fix_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(CannotPrint, match=r"pip install 'paraneo\[pdf\]' and apt-get install libpango-1.0-0"):
        to_pdf("<p>")


def test_without_pango_the_fix_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise OSError(f"cannot load library {name}")

    monkeypatch.setattr(report, "import_module", broken)
    with pytest.raises(CannotPrint, match=r"libpangoft2-1\.0-0 libharfbuzz-subset0"):
        to_pdf("<p>")


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case, out = tmp_path / "case.yaml", tmp_path / "out.html"
    case.write_text(CASE, encoding="utf-8")
    assert main(["report", str(case), "-o", str(out), "--as-of", "2024-05-01", "--setting", "referral"]) == 0
    text = words(out.read_text(encoding="utf-8"))
    assert "Case example-1 as of 2024-05-01" in text
    assert "(referral)" in text
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("case", "out", "message"),
    [
        ("case.yaml", "out.txt", r"out\.txt: the name of the report ends in \.html or \.pdf"),
        (".", "out.html", "is a folder; name one file"),
        ("case.yaml", "no/out.html", r"out\.html cannot be written: No such file or directory"),
    ],
)
def test_wrong_use_of_the_command(
    case: str, out: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    assert main(["report", str(tmp_path / case), "-o", str(tmp_path / out)]) == 2
    assert re.search(message, capsys.readouterr().err)


def test_a_bad_case_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "case.yaml").write_text("paraneo: 1\nage: 60\n", encoding="utf-8")
    assert main(["report", str(tmp_path / "case.yaml"), "-o", str(tmp_path / "out.html")]) == 1
    assert "id" in capsys.readouterr().err
    assert not (tmp_path / "out.html").exists()


if __name__ == "__main__":
    (GOLDEN / "report.html").write_text(page(), encoding="utf-8")
