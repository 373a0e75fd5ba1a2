"""The workbench as a person meets it: in Chromium, by keyboard, printed, in the dark, on a telephone.

Needs Chromium (`apt-get install chromium`). After each test nothing may have been asked of another host, no cookie set
and no complaint written to the console (a broken rule of the Content-Security-Policy is one).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the workbench needs paraneo[web]")
pytest.importorskip("playwright", reason="the browser is driven by playwright: pip install playwright")

from playwright.sync_api import Browser, Locator, Page, expect

from paraneo.api import load_case
from paraneo.interop.write_yaml import to_plain
from paraneo.web import engine
from paraneo.web.security import MOST_BYTES
from tests.web import browser as drive
from tests.web.browser import CASES, CHROMIUM, WATCH, WITHOUT, Seen, Workbench, overflow, twice, violations

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT)

CASE = CASES / "c3-16.json"  # dates, two antibodies, tests to propose, criteria with items to answer
WIDTHS = (320, 375, 768, 1024, 1280, 1920, 2560)
REFUSED = "Failed to load resource: the server responded with a status of 4"
BROWSE = (
    "/browse", "/browse/search?q=ataxia", "/browse/search?q=xyzzy", "/browse/conditions/lambert-eaton",
    "/browse/antibodies/yo", "/browse/tumours/thymoma", "/browse/tests/fdg-pet-ct", "/browse/findings/HP:0001251",
    "/browse/criteria/graus-2016-limbic", "/browse/advice", "/browse/studies",
)  # fmt: skip
PLAIN = ("/components", "/patient/lambert-eaton", "/api", *BROWSE)
# What the colours decide; everything else is the same in the dark.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
SHOW_ALL = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets = [sheet];
}"""
UNFOLD = '() => { for (const e of document.querySelectorAll("details:not(.menu)")) e.open = true; }'


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with drive.served() as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with drive.started() as browser:
        yield browser


@pytest.fixture
def expected() -> list[str]:
    """Complaints of the console that a test provokes."""
    return []


@pytest.fixture
def page(chromium: Browser, address: str, expected: list[str]) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    context.add_init_script(WATCH)
    context.set_default_timeout(15_000)
    seen = Seen(context, address)
    page = context.new_page()
    page.seen = seen  # type: ignore[attr-defined]
    yield page
    faults = seen.faults(tuple(expected))
    context.close()
    assert not faults


@pytest.fixture
def bench(page: Page, address: str) -> Workbench:
    return Workbench(page, address).open()


@pytest.fixture
def full(bench: Workbench) -> Workbench:
    """With a published case open."""
    bench.load(CASE)
    return bench


def file(name: str, content: str | bytes) -> dict[str, Any]:
    data = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def leader(bench: Workbench) -> str:
    return " ".join((bench.page.locator(".summary").text_content() or "").split())


def unfolded(details: Locator) -> bool:
    return bool(details.evaluate("(e) => e.open"))


def test_a_case_from_the_first_key_to_a_printed_report(bench: Workbench) -> None:
    page = bench.page
    bench.tab_to("#age")
    page.keyboard.type("54")
    bench.tab_to("#sex")
    page.keyboard.type("f")
    bench.tab_to("#tempo")
    page.keyboard.type("sub")
    bench.tab_to("#q")
    bench.add("double vision", "Diplopia")
    bench.add("gait atax", "Gait ataxia")
    bench.add("no fever", "no Fever")
    before = leader(bench)
    bench.add("anti-Yo", "Anti-Yo (PCA-1): positive")
    bench.add("ovarian", "Ovarian/fallopian tube/primary peritoneal carcinoma")
    assert bench.case() == {
        "paraneo": 1, "id": "case-1", "age": 54, "sex": "female", "tempo": "subacute",
        "findings": ["Diplopia", "Gait ataxia", {"not": "Fever"}],
        "antibodies": [{"antibody": "yo", "result": "positive"}],
        "cancers": [{"cancer": "Ovarian/fallopian tube/primary peritoneal carcinoma"}],
    }  # fmt: skip
    assert leader(bench) != before
    first = engine.assess(engine.read_plain(bench.case())[0]).conditions[0]
    assert first.name.split(" (")[0] in leader(bench)
    bench.tab_to("details.menu:nth-of-type(2) > summary", back=True)
    page.keyboard.press("Enter")
    bench.tab_to("button[formaction='/report']")
    with page.expect_popup() as popup:
        page.keyboard.press("Enter")
    report = popup.value
    report.wait_for_load_state("load")
    told = report.locator("main").inner_text()
    for words in ("54 years", "Diplopia", "Gait ataxia", "Anti-Yo", first.name.split(" (")[0]):
        assert words in told
    assert 1 <= pages_of(report.pdf(prefer_css_page_size=True)) <= 2


def test_the_report_as_pdf(full: Workbench) -> None:
    pytest.importorskip("weasyprint", reason="the report as PDF needs paraneo[pdf]", exc_type=ImportError)
    printed = full.save("Print", "Report as PDF")
    assert printed.startswith(b"%PDF-")


def test_a_file_to_keep_asks_no_question(bench: Workbench) -> None:
    """A download does not leave the page, so the browser must not ask whether to leave it."""
    bench.page.locator("#q").focus()
    bench.add("ataxia", "Ataxia")
    bench.save("Print", "Report as PDF")
    bench.save("Save", "paraneo case")
    assert bench.page.seen.dialogs == []  # type: ignore[attr-defined]


def test_leaving_with_a_case_that_was_not_saved_asks_first(bench: Workbench) -> None:
    bench.page.locator("#q").focus()
    bench.add("ataxia", "Ataxia")
    bench.page.goto("/browse")
    assert bench.page.seen.dialogs == ["beforeunload"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", ["by the button", "by dropping it"])
@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_a_file_is_opened(bench: Workbench, kind: str, way: str) -> None:
    text = CASE.read_text()
    if kind == "yaml":
        text = json.dumps(to_plain(load_case(CASE), engine.vocabulary()))
        text = "# a case in paraneo's own format\n" + text
    if way == "by the button":
        bench.load(file(f"case.{kind}", text))
    else:
        bench.drop(f"case.{kind}", text)
    expected = engine.assess(load_case(text)).conditions[0]
    assert expected.name.split(" (")[0] in leader(bench)
    assert bench.case()["id"] == load_case(CASE).id
    expect(bench.page.locator("#said")).to_have_text(f"case.{kind} opened")


def test_what_a_file_names_by_an_id_is_shown_by_its_name(bench: Workbench) -> None:
    case = {"paraneo": 1, "id": "x", "cancers": ["ovarian-cancer"], "antibodies": [{"antibody": "yo"}]}
    bench.load(file("x.json", json.dumps(case)))
    tumour = engine.knowledge().tumours["ovarian-cancer"].name
    expect(bench.page.locator("[id='cancers.0.cancer']")).to_have_value(tumour)
    for what in (tumour, engine.knowledge().antibodies["yo"].name):
        expect(bench.page.get_by_role("button", name=f"Remove {what}", exact=True)).to_be_visible()


def test_the_schedule_as_a_calendar_leaves_the_page_as_it_is(bench: Workbench) -> None:
    bench.page.locator("#q").focus()
    bench.add("limbic enc", "Limbic encephalitis")
    bench.page.locator("#as-of").fill("2026-01-05")
    bench.settle()
    with bench.page.expect_download() as awaited:
        bench.page.get_by_role("button", name="Dates as a calendar file").click()
    assert awaited.value.suggested_filename == "case-1.ics"
    assert bench.page.seen.dialogs == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["c3-16", "c2-02", "c3-15"])
@pytest.mark.parametrize("item", ["paraneo case", "GA4GH Phenopacket"])
def test_what_is_saved_and_opened_again_is_assessed_the_same(bench: Workbench, item: str, name: str) -> None:
    bench.load(CASES / f"{name}.json")
    case, result = bench.case(), bench.result()
    saved = bench.save("Save", item)
    bench.open()
    bench.load(file("again", saved))
    assert bench.case() == case
    assert bench.result() == result


def test_a_question_is_answered_with_one_press(full: Workbench) -> None:
    button = full.page.locator("#ask button", has_text="absent").first
    question = (button.get_attribute("aria-label") or "").removeprefix("absent: ")
    before = full.result()
    button.focus()
    full.page.keyboard.press("Enter")
    full.settle()
    assert {"not": question} in full.case()["findings"]
    assert question not in (full.page.locator("#ask").text_content() or "")
    assert full.result() != before


def test_a_finding_s_state_is_pressed_round(full: Workbench) -> None:
    state = full.page.locator("[id='findings.0.state']")
    word = full.case()["findings"][0]
    for expected in ({"not": word}, {"unknown": word}, word):
        state.focus()
        full.page.keyboard.press("Enter")
        full.settle()
        assert full.case()["findings"][0] == expected
        expect(state).to_be_focused()


def test_a_result_is_tried_and_undone(full: Workbench) -> None:
    case, result = full.case(), full.result()
    button = full.page.locator("button[value^='try ']").first
    what = (button.get_attribute("aria-label") or "").removeprefix("Try ")
    button.click()
    full.settle()
    expect(full.page.locator(".trial")).to_contain_text(what)
    assert full.case() != case
    full.press("Undo")
    expect(full.page.locator(".trial")).to_have_count(0)
    assert full.case() == case
    assert full.result() == result


def test_a_result_that_was_tried_is_kept(full: Workbench) -> None:
    case = full.case()
    full.page.locator("button[value^='try ']").first.click()
    full.settle()
    tried = full.case()
    full.press("Keep in the case")
    expect(full.page.locator(".trial")).to_have_count(0)
    assert full.case() == tried != case


def test_an_item_of_the_criteria_is_answered_and_taken_back(full: Workbench) -> None:
    result = full.result()
    card = full.page.locator("details.criteria").filter(has=full.page.locator("button[value^='answer ']")).first
    card = full.page.locator(f"#{card.get_attribute('id')}")
    card.locator("summary").click()
    button = card.locator("button[value^='answer ']").first
    _, instrument, item, grade = (button.get_attribute("value") or "").split()
    button.click()
    full.settle()
    assert full.case()["criteria"] == {instrument: {item: grade}}
    pressed = card.locator("button[aria-pressed=true]")
    expect(pressed).to_have_text(re.compile(grade))
    assert unfolded(card)
    assert full.result() != result
    card.locator(f"button[value='answer {instrument} {item}']").click()
    full.settle()
    assert "criteria" not in full.case()
    assert full.result() == result


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("bad.yaml", b"a: [", ["bad.yaml", "malformed YAML at line 1", "Mend it there"]),
        ("bad.json", b'{"a" 1}', ["bad.json", "malformed JSON at line 1"]),
        ("scan.png", b"\x89PNG\r\n\x1a\n\x00", ["scan.png", "is not UTF-8", "Save the file as UTF-8"]),
        ("empty.yaml", b"", ["empty.yaml", "the file is empty"]),
        ("letter.txt", b"The patient cannot walk", ["letter.txt", "this is no list of fields", "Begin with"]),
        ("large.yaml", b"#" * (MOST_BYTES + 1), ["more than 1,000,000 bytes", "Send one case at a time"]),
    ],
)
def test_a_file_that_is_no_case_leaves_the_case_as_it_was(
    full: Workbench, expected: list[str], name: str, content: bytes, told: list[str]
) -> None:
    expected.append(REFUSED)
    case, result = full.case(), full.result()
    full.give(file(name, content))
    fault = full.page.get_by_role("alert").text_content() or ""
    assert [words for words in told if words not in fault] == []
    assert full.case() == case
    assert full.page.locator("#said").text_content() != f"{name} opened"
    full.page.locator("#age").press("Enter")
    full.settle()
    assert full.result() == result


def test_words_that_mean_nothing_are_told_and_change_nothing(full: Workbench) -> None:
    before = leader(full)
    findings = full.case()["findings"]
    full.page.locator("#q").focus()
    full.add("xyzzy plugh", "xyzzy plugh")
    unused = full.page.locator("section[aria-labelledby=not-used]")
    expect(unused).to_contain_text("xyzzy plugh: this finding is not understood")
    assert leader(full) == before
    full.page.get_by_role("button", name="Remove xyzzy plugh").click()
    full.settle()
    expect(unused).to_have_count(0)
    assert full.case()["findings"] == findings


def test_a_misspelt_finding_is_put_right_with_one_press(bench: Workbench) -> None:
    bench.page.locator("#q").focus()
    bench.add("ataxai", "as written")
    bench.page.get_by_role("button", name="Write Ataxia instead of ataxai").click()
    bench.settle()
    assert bench.case()["findings"] == ["Ataxia"]


def test_an_age_that_is_no_number_says_what_to_write(full: Workbench) -> None:
    full.page.locator("#age").fill("old")
    full.settle()
    expect(full.page.locator("#result")).to_contain_text('"old" is no number; write a number of years')
    full.page.locator("#age").fill("61")
    full.settle()
    expect(full.page.locator("#result")).not_to_contain_text("is no number")


def test_a_server_that_is_gone_is_told_where_everybody_sees_it(full: Workbench, expected: list[str]) -> None:
    expected += ["net::ERR_FAILED", "Failed to fetch"]
    case = full.case()
    full.page.route("**/case", lambda route: route.abort())
    full.page.locator("#sex").select_option("")
    full.settle()
    told = full.page.get_by_text("The server does not answer")
    assert told.count()
    box = told.last.bounding_box()
    assert box is not None
    assert box["width"] > 100, "the words are there for a screen reader alone"
    full.page.unroute("**/case")
    full.page.locator("#sex").select_option(case["sex"])
    full.settle()
    assert full.case() == case
    expect(full.page.get_by_text("The server does not answer")).to_have_count(0)


def test_the_reasons_for_the_likeliest_stand_open_while_a_case_is_typed(bench: Workbench) -> None:
    bench.page.locator("#q").focus()
    for text, option in (("fever", "Fever"), ("gait ataxia", "Gait ataxia"), ("anti-Yo", "Anti-Yo (PCA-1): positive")):
        bench.add(text, option)
    assert unfolded(bench.page.locator("details.reasons").first)


def test_the_example_of_the_first_page_is_understood(bench: Workbench) -> None:
    words = re.search(r"such as \u201c(.+?)\u201d", bench.result())
    assert words is not None
    bench.page.locator("#q").focus()
    bench.page.keyboard.type(words[1])
    bench.settle()
    first = bench.page.locator("#suggestions [role=option]").first.text_content() or ""
    assert "as written" not in first


def axe(page: Page, options: dict[str, Any] | None = None, parts: list[str] | None = None) -> list[str]:
    """What axe-core finds, in these parts of the page or all of it, with everything shown and unfolded."""
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-core comes with pip install axe-playwright-python"
    )
    page.evaluate(SHOW_ALL)
    page.evaluate(UNFOLD)
    where = {"include": [[part] for part in parts]} if parts else None

    def run(page: Page) -> dict[str, Any]:
        found: dict[str, Any] = (
            module.Axe().run(page, where, {"resultTypes": ["violations"], **(options or {})}).response
        )
        return found

    return violations(page, run)


def barriers(page: Page, parts: list[str] | None = None) -> list[str]:
    """What axe-core finds: in the light everything; in the dark what the colours decide."""
    found = twice(page) + axe(page, parts=parts)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {line}" for line in axe(page, COLOURS, parts)]
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways, or is cut off, at any width, with everything unfolded."""
    page.evaluate("document.adoptedStyleSheets = []")
    page.evaluate(UNFOLD)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {line}" for line in overflow(page)]
    return found


def test_axe_would_find_a_fault(bench: Workbench) -> None:
    bench.page.evaluate("""() => {
      const box = document.createElement("input"); box.id = "nameless"; document.querySelector("main").append(box);
      const pale = document.createElement("p"); pale.id = "pale"; pale.textContent = "pale";
      pale.style.color = "#ddd"; document.querySelector("main").append(pale);
    }""")
    found = axe(bench.page)
    assert any("#nameless" in line and line.startswith("label") for line in found)
    assert any("#pale" in line and line.startswith("color-contrast") for line in found)
    assert any("#pale" in line for line in axe(bench.page, COLOURS))


def test_a_page_that_is_too_wide_would_be_found(bench: Workbench) -> None:
    bench.page.evaluate("document.getElementById('result').style.width = '4000px'")
    assert any("div#result" in line for line in overflow(bench.page))


def empty(page: Page, address: str) -> Page:
    return Workbench(page, address).open().page


def filled(page: Page, address: str) -> Page:
    bench = Workbench(page, address).open()
    bench.load(CASE)
    return page


def tried(page: Page, address: str) -> Page:
    bench = Workbench(filled(page, address), address)
    page.locator("button[value^='try ']").first.click()
    page.locator("#q").fill("ataxia")
    bench.settle()
    return page


def faulty(page: Page, address: str) -> Page:
    bench = Workbench(filled(page, address), address)
    bench.give(file("bad.yaml", "a: ["))
    return page


def emergency(page: Page, address: str) -> Page:
    bench = Workbench(page, address).open()
    bench.load(CASES / "c5-16.json")
    bench.page.locator("#q").focus()
    bench.add("xyzzy plugh", "xyzzy plugh")
    return page


def report(page: Page, address: str) -> Page:
    return Workbench(filled(page, address), address).print_page("Report for the record")


def leaflet(page: Page, address: str) -> Page:
    return Workbench(filled(page, address), address).print_page("Page for the patient")


def missing(page: Page, address: str) -> Page:
    page.goto("/no-such-page")
    return page


def missing_entry(page: Page, address: str) -> Page:
    page.goto("/browse/conditions/lambert")
    return page


STATES: tuple[Callable[[Page, str], Page], ...] = (
    empty, filled, tried, faulty, emergency, report, leaflet, missing, missing_entry,
)  # fmt: skip
# What these show beyond a case that is open: the rest was looked at there.
NEW_THERE = {
    "tried": [".trial", ".combo", "#ask", ".summary"],
    "emergency": [".alerts", "section[aria-labelledby=not-used]", "section[aria-labelledby=findings-title]"],
}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_page_is_accessible_and_fits(
    page: Page, address: str, expected: list[str], state: Callable[[Page, str], Page]
) -> None:
    if state in (faulty, missing, missing_entry):
        expected.append(REFUSED)
    shown = state(page, address)
    found = barriers(shown, NEW_THERE.get(state.__name__)) + too_wide(shown)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", PLAIN)
def test_every_page_with_an_address_is_accessible_and_fits(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    found = barriers(page) + too_wide(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 1280])
def test_every_link_to_a_part_of_the_result_leads_there(full: Workbench, width: int) -> None:
    page = full.page
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    astray = []
    for link in page.locator("nav.parts a").all():
        link.focus()
        page.keyboard.press("Enter")
        full.settle()
        top = page.evaluate(
            """(name) => {
              const part = [...document.querySelectorAll("#result h2")].find((e) => `#${e.id}` === name);
              return part ? part.getBoundingClientRect().top : -1;
            }""",
            link.get_attribute("href"),
        )
        if not 0 <= top < 900:
            astray.append(f"{link.text_content()}: at {top:.0f}")
    assert not astray


def test_who_wants_no_motion_sees_none(chromium: Browser, address: str) -> None:
    def moving(reduced: str) -> str:
        context = chromium.new_context(reduced_motion=reduced)  # type: ignore[arg-type]
        context.add_init_script(WATCH)
        bench = Workbench(context.new_page(), address).open()
        bench.load(CASE)
        found: str = bench.page.evaluate("""() => JSON.stringify({
          running: document.getAnimations().length,
          slow: [...document.querySelectorAll("*")].filter((e) => {
            const style = getComputedStyle(e);
            return [style.transitionDuration, style.animationDuration].some((d) => parseFloat(d) > 0.01);
          }).map((e) => e.id || e.className),
          scroll: getComputedStyle(document.documentElement).scrollBehavior,
        })""")
        context.close()
        return found

    assert json.loads(moving("reduce")) == {"running": 0, "slow": [], "scroll": "auto"}
    assert json.loads(moving("no-preference"))["scroll"] == "smooth"


def test_on_paper_the_workbench_is_its_result_alone(full: Workbench) -> None:
    page = full.page
    page.emulate_media(media="print")
    for gone in (".top", ".entry", "nav.parts", ".proposal button >> nth=0"):
        expect(page.locator(gone)).to_be_hidden()
    for kept in (".summary", "#likeliest", "#sources", "footer"):
        expect(page.locator(kept)).to_be_visible()
    expect(page.locator("footer")).to_contain_text("not a medical device")


@pytest.mark.parametrize("what", ["workbench", "Report for the record", "Page for the patient"])
def test_what_is_printed_in_the_dark_is_black_on_white(full: Workbench, what: str) -> None:
    page = full.page if what == "workbench" else full.print_page(what)
    page.emulate_media(media="print", color_scheme="dark")
    ink: list[int] = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, p, li, td, th")]
          .filter((e) => e.checkVisibility())
          .map((e) => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).map(Number))
          .map(([r, g, b]) => 0.3 * r + 0.6 * g + 0.1 * b)"""
    )
    assert ink
    assert max(ink) < 140, "pale ink on white paper"


def test_the_page_of_the_patient_prints(full: Workbench) -> None:
    assert pages_of(full.print_page("Page for the patient").pdf(prefer_css_page_size=True)) >= 1


def test_without_a_browser_the_fix_is_named() -> None:
    assert "apt-get install chromium" in WITHOUT
