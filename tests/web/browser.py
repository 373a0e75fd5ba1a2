"""A real browser at a real server: what the tests of tests/web/test_browser.py and benchmarks/web.py both need."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "evaluation" / "cases" / "workup"
CHROMIUM = shutil.which("chromium")
WITHOUT = "there is no Chromium: apt-get install chromium"
MOST_TABS = 250
DATA = ("data:", "blob:")

# The page is settled when no answer is on its way and nothing in it has changed for longer than its timers wait.
WATCH = """
(() => {
  const quiet = 100;
  let busy = 0, last = performance.now();
  const touch = () => { last = performance.now(); };
  const counted = (work) => function (...given) {
    busy += 1; touch();
    return work.apply(this, given).finally(() => { busy -= 1; touch(); });
  };
  window.fetch = counted(window.fetch);
  Response.prototype.text = counted(Response.prototype.text);
  new MutationObserver(touch).observe(document, { subtree: true, childList: true, attributes: true });
  for (const name of ["input", "change", "keydown", "click", "drop"]) document.addEventListener(name, touch, true);
  window.settled = () => document.readyState === "complete" && !busy && performance.now() - last > quiet;
})()
"""


@contextlib.contextmanager
def served() -> Iterator[str]:
    """`paraneo serve` on a free port: its address."""
    command = [sys.executable, "-m", "paraneo", "serve", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert "http://" in line, line
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        server.terminate()
        server.wait(10)
        assert server.stdout is not None
        server.stdout.close()


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """Chromium of the system, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Seen:
    """What a context of the browser asked for, was answered and complained of."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.host = urlsplit(address).netloc
        self.asked: list[str] = []
        self.cookies: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("response", self._answered)
        context.on("console", self._written)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("dialog", self._asked_back)

    def _answered(self, response: Response) -> None:
        if "set-cookie" in response.headers:
            self.cookies.append(response.url)

    def _written(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _asked_back(self, dialog: Any) -> None:
        self.dialogs.append(dialog.type)
        dialog.accept()

    def elsewhere(self) -> list[str]:
        """Requests to any other host than the server."""
        return [url for url in self.asked if not url.startswith(DATA) and urlsplit(url).netloc != self.host]

    def faults(self, expected: tuple[str, ...] = ()) -> list[str]:
        """Everything that must never be, in words; complaints that hold one of the expected texts are none."""
        told = [f"asked elsewhere: {url}" for url in self.elsewhere()]
        told += [f"cookie from {url}" for url in self.cookies]
        told += [f"cookie kept: {cookie['name']}" for cookie in self.context.cookies()]
        told += [f"complaint: {c}" for c in self.complaints if not any(text in c for text in expected)]
        return told


class Workbench:
    """The workbench in a page, used as a person would."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self) -> Workbench:
        """A new case."""
        self.page.goto(self.address)
        return self.settle()

    def settle(self) -> Workbench:
        """Wait until nothing is on its way."""
        self.page.wait_for_function("() => window.settled()")
        return self

    def tab_to(self, selector: str, *, back: bool = False) -> Locator:
        """Press Tab until an element has the focus; fails where the keyboard cannot reach it."""
        is_there = "(selector) => document.activeElement.matches(selector)"
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            if self.page.evaluate(is_there, selector):
                return self.page.locator(selector)
        raise AssertionError(f"the keyboard does not reach {selector}")

    def add(self, text: str, option: str) -> None:
        """Type words where one adds to the case (it has the focus) and take the suggestion that has this text."""
        self.page.keyboard.type(text)
        wanted = self.page.locator("#suggestions [role=option]").filter(has_text=option).first
        expect(wanted).to_be_visible()
        self.settle()
        for _ in range(self.page.locator("#suggestions [role=option]").count()):
            if wanted.get_attribute("aria-selected") == "true":
                break
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_have_attribute("aria-selected", "true")
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#q")).to_have_value("")
        self.settle()

    def load(self, path: Path | dict[str, Any]) -> None:
        """Open a case from its file, by the button."""
        self.page.locator("#file").set_input_files(path)
        self.page.wait_for_function("() => document.getElementById('said').textContent.endsWith('opened')")
        self.settle()

    def give(self, path: Path | dict[str, Any]) -> None:
        """The same for a file that may be refused."""
        self.page.locator("#file").set_input_files(path)
        self.settle()

    def drop(self, name: str, text: str) -> None:
        """Drag a file over the page and let it fall."""
        told = {"name": name, "text": text}
        over = """({name, text}) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name));
          return data;
        }"""
        data = self.page.evaluate_handle(over, told)
        self.page.dispatch_event("body", "dragover", {"dataTransfer": data})
        expect(self.page.locator("#drop")).to_be_visible()
        self.page.dispatch_event("body", "drop", {"dataTransfer": data})
        expect(self.page.locator("#drop")).to_be_hidden()
        self.settle()

    def case(self) -> dict[str, Any]:
        """The case that the page holds."""
        held: dict[str, Any] = json.loads(self.page.locator("input[name=case]").input_value())
        return held

    def result(self) -> str:
        """The text of the result, that of parts out of sight too."""
        return " ".join((self.page.locator("#result").text_content() or "").split())

    def press(self, name: str, *, exact: bool = True) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.settle()

    def save(self, menu: str, item: str) -> bytes:
        """Take a file from a menu of the tools: its bytes."""
        self.page.locator("details.menu > summary", has_text=menu).click()
        with self.page.expect_download() as awaited:
            self.page.get_by_role("button", name=item).click()
        return Path(awaited.value.path()).read_bytes()

    def print_page(self, item: str) -> Page:
        """The page that a choice of the menu Print opens."""
        self.page.locator("details.menu > summary", has_text="Print").click()
        with self.page.expect_popup() as awaited:
            self.page.get_by_role("button", name=item, exact=True).click()
        awaited.value.wait_for_load_state("load")
        return awaited.value


def overflow(page: Page) -> list[str]:
    """The outermost elements that stand out of the page to the right and do not scroll by themselves; else nothing."""
    found: list[str] = page.evaluate(
        """() => {
          const screen = document.documentElement.clientWidth;
          const scrolls = (e) => e && e !== document.body && e !== document.documentElement
            && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
          const named = (e) => e.tagName.toLowerCase() + (e.id && "#" + e.id)
            + [...e.classList].map((name) => "." + name).join("");
          const out = (e) => e.checkVisibility() && e.getBoundingClientRect().right > screen + 1;
          const found = [...document.body.querySelectorAll("*")].filter((e) => out(e) && !out(e.parentElement) && !scrolls(e.parentElement))
            .map((e) => `${e.parentElement && named(e.parentElement)} > ${named(e)} ends at `
              + `${Math.round(e.getBoundingClientRect().right)} of ${screen}: ${e.textContent.trim().slice(0, 30)}`);
          const width = document.documentElement.scrollWidth;
          return width > screen || found.length ? [`the page is ${width} wide`, ...found.slice(0, 6)] : [];
        }"""
    )
    return found


def twice(page: Page) -> list[str]:
    """Ids that stand more than once in the page; links and labels then mean the wrong one. axe-core does not look."""
    found: list[str] = page.evaluate(
        """() => {
          const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
          return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map((id) => `the id ${id} is there twice`);
        }"""
    )
    return found


def violations(page: Page, run: Callable[[Page], dict[str, Any]]) -> list[str]:
    """What axe-core finds, a line each with the place."""
    return [
        f"{found['id']} ({found['impact']}): {node['target'][0]} {node['html'][:120]} | "
        + "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
        for found in run(page)["violations"]
        for node in found["nodes"]
    ]
