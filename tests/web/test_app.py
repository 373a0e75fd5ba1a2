"""The application as a browser and a hostile page meet it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

pytest.importorskip("fastapi")

import httpx

from paraneo.api import load_case
from paraneo.web import engine
from paraneo.web.app import create_app
from paraneo.web.routes.components import every
from tests.conftest import ROOT

CASES = ROOT / "evaluation" / "cases" / "workup"
HX = {"HX-Request": "true"}


class Browser:
    """A client without a network; each call is one request."""

    def __init__(self) -> None:
        self.app = create_app()

    def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        import anyio

        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8737") as client:
                return await client.request(method, path, **more)  # type: ignore[arg-type]

        return anyio.run(once)

    def get(self, path: str, **more: object) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: object) -> httpx.Response:
        return self.ask("POST", path, **more)


@pytest.fixture(scope="module")
def browser() -> Browser:
    return Browser()


def field(text: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found is not None, name
    return html.unescape(found[1])


def opened(browser: Browser, path: Path) -> str:
    answer = browser.post("/import", files={"file": (path.name, path.read_bytes())}, headers=HX)
    assert answer.status_code == 200
    return field(answer.text, "case")


@pytest.mark.parametrize("path", ["/", "/components", "/api", "/areas"])
def test_every_page_is_small_and_asks_nothing_of_other_hosts(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert len(answer.content) < 300_000
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!pubmed|doi)', answer.text) or path == "/components"
    assert "style=" not in answer.text
    assert not re.search(r"\son\w+=", answer.text)
    assert "<script>" not in answer.text


@pytest.mark.parametrize("path", ["/", "/api", "/components", "/nope"])
def test_every_page_says_what_it_is_for(browser: Browser, path: str) -> None:
    assert "not a medical device" in browser.get(path).text


def test_headers_allow_nothing_but_our_own(browser: Browser) -> None:
    answer = browser.get("/")
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8737", "", "127.0.0.1.evil.example", "[::1"])
def test_a_name_that_is_not_ours_is_refused(browser: Browser, host: str) -> None:
    answer = browser.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "is not an address of this server" in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8737", "[::1]:8737", "localhost", "192.168.1.5"])
def test_an_address_of_this_machine_is_ours(browser: Browser, host: str) -> None:
    assert browser.get("/api", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_page_of_another_site_cannot_send_a_case(browser: Browser, headers: dict[str, str]) -> None:
    answer = browser.post("/case", data={"do": ""}, headers=headers)
    assert answer.status_code == 403
    assert "may not send a case" in answer.text


def test_our_own_origin_may(browser: Browser) -> None:
    assert browser.post("/case", data={"do": ""}, headers={"Origin": "http://localhost:8737"}).status_code == 200


@pytest.mark.parametrize("path", ["/case", "/api/assess", "/nope"])
def test_more_than_a_megabyte_is_refused(browser: Browser, path: str) -> None:
    answer = browser.post(path, content=b"x" * 1_000_001)
    assert answer.status_code == 413
    assert "1,000,000" in answer.text


def test_a_megabyte_without_a_length_is_refused_too(browser: Browser) -> None:
    async def parts():  # type: ignore[no-untyped-def]
        for _ in range(11):
            yield b"x" * 100_000

    assert browser.post("/api/assess", content=parts()).status_code == 413


def test_a_failure_of_the_program_tells_nothing_of_the_case(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("secret of the patient")

    monkeypatch.setattr(engine, "assess", fails)
    answer = browser.post("/result", data={"case": '{"paraneo": 1, "id": "x", "findings": ["Ataxia"]}'}, headers=HX)
    assert answer.status_code == 500
    assert "a fault of its own" in answer.text
    assert "secret" not in answer.text + "".join(capsys.readouterr())


def test_a_published_case_is_read_assessed_and_kept_whole(browser: Browser) -> None:
    path = CASES / "c2-02.json"
    case = opened(browser, path)
    page = browser.post("/result", data={"case": case}, headers=HX).text
    expected = engine.assess(load_case(path)).conditions[0]
    assert '"remission-since"' in case
    assert expected.name.split(" (")[0] in page
    assert len(page.encode()) < 300_000
    exported = browser.post("/export/yaml", data={"case": case})
    assert exported.headers["content-disposition"] == 'attachment; filename="c2-02-workup.yaml"'
    again = browser.post("/import", files={"file": ("again.yaml", exported.content)}, headers=HX)
    assert field(again.text, "case") == case
    packet = browser.post("/export/phenopacket", data={"case": case})
    assert load_case(packet.text).features[0].term == load_case(path).features[0].term
    assert engine.assess(load_case(exported.text)).conditions[0].decibans == pytest.approx(expected.decibans, abs=0.2)


def test_what_an_export_keeps_that_no_field_shows(browser: Browser) -> None:
    case = '{"paraneo":1,"id":"x","age":60,"findings":["Ataxia"],"measurements":{"CSF white cells":"23 /ul"},' \
           '"criteria":{"graus-2016-limbic":{"exclusion":"yes"}},"description":"for people"}'  # fmt: skip
    text = browser.post("/export/yaml", data={"case": case}).text
    assert "CSF white cells: 23 /ul" in text
    assert "exclusion: yes" in text or "exclusion: 'yes'" in text
    assert "for people" in text


def test_without_its_script_the_page_still_works(browser: Browser) -> None:
    answer = browser.post("/case", data={"q": "no fever", "case": ""})
    assert "<!doctype html>" in answer.text
    assert '{"not":"Fever"}' in field(answer.text, "case")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"a" 1}', "malformed JSON at line 1"),
        (b"a: [", "malformed YAML at line 1"),
        (b"", "the file is empty"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"- 1", "this is no list of fields"),
        (b"paraneo: 1\nage: 60", "the case has no id"),
    ],
)
def test_a_file_that_is_no_case_names_place_and_fix(browser: Browser, data: bytes, said: str) -> None:
    answer = browser.post("/import", files={"file": ("bad.txt", data)}, headers=HX)
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert answer.headers["hx-retarget"] == "#result"


def test_what_a_case_says_is_shown_as_text(browser: Browser) -> None:
    case = '{"paraneo":1,"id":"<script>x</script>","findings":["<img src=x onerror=y>"]}'
    page = browser.post("/case", data={"case": case, "do": ""}).text
    assert "<img src=x" not in page
    assert "<script>x" not in page


def test_statements_that_exclude_one_another_keep_the_entry(browser: Browser) -> None:
    case = '{"paraneo":1,"id":"x","sex":"male","cancers":["ovarian-cancer"]}'
    answer = browser.post("/case", data={"case": case, "do": ""}, headers=HX)
    assert answer.status_code == 200
    assert 'name="case"' in answer.text


def test_a_calendar_holds_the_dates_of_the_plan(browser: Browser) -> None:
    case = '{"paraneo":1,"id":"x","age":60,"as-of":"2024-08-31","findings":["Gait ataxia","Dysarthria"]}'
    text = browser.post("/calendar", data={"case": case}).text
    dates = {d for step in engine.assess(load_case(case)).follow_up for d in step.dates}
    assert dates
    assert set(re.findall(r"DTSTART;VALUE=DATE:(\d{8})", text)) >= {d.replace("-", "") for d in dates}
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_dated_case_has_a_timeline_and_an_undated_one_says_why_not(browser: Browser) -> None:
    dated = '{"paraneo":1,"id":"x","age":60,"findings":[{"finding":"Ataxia","onset":"2024-03-01"}]}'
    assert "<svg" in browser.post("/timeline", data={"case": dated}, headers=HX).text
    answer = browser.post("/timeline", data={"case": '{"paraneo":1,"id":"x","findings":["Ataxia"]}'}, headers=HX)
    assert answer.status_code == 422
    assert "nothing in case x has a date" in answer.text


def test_the_report_and_the_page_for_the_patient(browser: Browser) -> None:
    case = opened(browser, CASES / "c2-02.json")
    report = browser.post("/report", data={"case": case})
    assert 'href="/report.css"' in report.text
    assert "<style" not in report.text
    assert browser.get("/report.css").status_code == 200
    assert browser.post("/patient", data={"case": case}).status_code == 200
    assert browser.get("/patient/lambert-eaton").status_code == 200
    assert browser.get("/patient/nope").status_code == 404


def test_every_component_has_examples_and_is_shown(browser: Browser) -> None:
    page = browser.get("/components").text
    folders = {path.name for path in (ROOT / "src/paraneo/web/components").iterdir() if path.is_dir()}
    assert set(every()) == folders
    for name in folders:
        assert f'id="component-{name}"' in page


def test_an_example_that_lacks_a_value_would_fail() -> None:
    from jinja2 import UndefinedError

    from paraneo.web.pages import render

    with pytest.raises(UndefinedError, match="items"):
        render("components/not-used/template.html", {})


def test_words_that_are_still_being_typed_are_not_added(browser: Browser) -> None:
    answer = browser.post("/case", data={"q": "u", "case": "", "do": ""}, headers=HX)
    assert "findings" not in field(answer.text, "case")


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99999), ("127.0.0.1", -1), ("192.0.2.1", 8737)])
def test_an_address_that_cannot_be_used_is_told(capsys: pytest.CaptureFixture[str], host: str, port: int) -> None:
    from paraneo.cli import main

    assert main(["serve", "--host", host, "--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert f"paraneo: {host} port {port} cannot be used" in said
    assert "choose another with --port" in said
