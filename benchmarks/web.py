"""How fast the workbench is, in Chromium and under fifty users, beside what the project promised.

    PYTHONPATH=src:. python benchmarks/web.py

Needs Chromium (`apt-get install chromium`), playwright and httpx; the fifty users need `locust` on the PATH (of an
environment of its own, if you like), and are left out without it.
"""

from __future__ import annotations

import csv
import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import httpx
from playwright.sync_api import Browser, Page
from tests.web.browser import CASES, CHROMIUM, ROOT, WATCH, WITHOUT, Workbench, served, started

CASE = CASES / "c3-16.json"
TYPED_IN = ("c1-01", "c1-42", "c2-05", "c3-16", "c5-16")
FIRST_PAGES = 11
KEYS = 12  # for each case
USERS, SECONDS = 50, 40
WORDS = ("gait ataxia", "double vision", "no fever", "anti-Hu", "small cell lung", "sodium 121", "tingling", "ataxai")

# From the key as the browser got it to the frame after the picture of the differential changed.
TIMER = """
() => {
  const picture = () => document.querySelector("#likeliest + * .drawing, #likeliest + * svg")?.outerHTML;
  let pressed = 0, before = picture();
  window.took = 0;
  document.addEventListener("keydown", (event) => {
    pressed = event.timeStamp; before = picture(); window.took = 0;
  }, true);
  new MutationObserver(() => {
    if (!pressed || picture() === before) return;
    const start = pressed;
    pressed = 0;
    requestAnimationFrame(() => setTimeout(() => { window.took = performance.now() - start; }));
  }).observe(document.getElementById("work"), { subtree: true, childList: true, attributes: true });
}
"""
Row = tuple[str, float, str, str]


def main() -> None:
    if CHROMIUM is None:
        sys.exit(f"benchmarks/web.py: {WITHOUT}")
    start = time.perf_counter()
    with served() as address:
        show("start of the server", 1000 * (time.perf_counter() - start), "ms", "")
        with started() as browser:
            for row in itertools.chain(first_page(browser, address), sizes(browser, address), keys(browser, address)):
                show(*row)
        for row in itertools.chain(suggestions(address), users(address)):
            show(*row)


def show(name: str, value: float, unit: str, promised: str) -> None:
    print(f"{name:58} {value:8.1f} {unit:3} {promised}", flush=True)


def first_page(browser: Browser, address: str) -> Iterator[Row]:
    """The empty workbench in a browser that has nothing of it."""
    painted, loaded = [], []
    for _ in range(FIRST_PAGES):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        painted.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        loaded.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        context.close()
    yield "first page, empty cache, to the first paint", median(painted), "ms", "at most 500"
    yield "first page, empty cache, to the end of loading", median(loaded), "ms", "at most 500"


def sizes(browser: Browser, address: str) -> Iterator[Row]:
    """Kilobytes, as sent without compression: documents, and the first page with all that it loads."""
    context = browser.new_context(base_url=address)
    context.add_init_script(WATCH)
    page = context.new_page()
    loaded: dict[str, int] = {}
    context.on("requestfinished", lambda request: loaded.update({request.url: request.sizes()["responseBodySize"]}))
    bench = Workbench(page, address).open()
    yield "first page with all that it loads", sum(loaded.values()) / 1000, "kB", "at most 300"
    bench.load(CASE)
    yield "workbench with a case, document", kilobytes(page), "kB", "at most 300"
    for name, item in (("report", "Report for the record"), ("page for the patient", "Page for the patient")):
        opened = bench.print_page(item)
        yield f"{name}, document", kilobytes(opened), "kB", "at most 300"
        opened.close()
    for path in (
        "/components",
        "/browse",
        "/browse/conditions/limbic-encephalitis",
        "/browse/advice",
        "/browse/studies",
    ):
        page.goto(path)
        yield f"{path}, document", kilobytes(page), "kB", "at most 300"
    with httpx.Client(base_url=address) as client:
        largest = max(result_size(client, path) for path in CASES.glob("*.json"))
    yield "entry and result of a case, the largest of ninety", largest / 1000, "kB", "at most 300"
    context.close()


def kilobytes(page: Page) -> float:
    return len(page.content().encode()) / 1000


def result_size(client: httpx.Client, path: Path) -> int:
    files = {"file": (path.name, path.read_bytes())}
    return len(client.post("/import", files=files, headers={"HX-Request": "true"}).raise_for_status().content)


def keys(browser: Browser, address: str) -> Iterator[Row]:
    """From a key to the changed picture of the differential: in a field, and a finding's state."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(WATCH)
    bench = Workbench(context.new_page(), address).open()
    bench.page.evaluate(TIMER)
    typed, pressed = [], []
    for name in TYPED_IN:
        bench.load(CASES / f"{name}.json")
        typed += timed(bench, "#age", ("Backspace", "9"))
        pressed += timed(bench, "[id='findings.0.state']", ("Enter",))
    context.close()
    yield "key in the field of the age to changed differential", median(typed), "ms", "at most 150"
    yield "the same, 95th percentile", quantiles(typed, n=20)[-1], "ms", ""
    yield "key on a finding's state to changed differential", median(pressed), "ms", "at most 150"
    yield "the same, 95th percentile", quantiles(pressed, n=20)[-1], "ms", ""


def timed(bench: Workbench, place: str, pressed: tuple[str, ...]) -> list[float]:
    """Milliseconds of each press that changed the differential."""
    found = []
    bench.page.locator(place).focus()
    bench.page.keyboard.press("End")
    for key in itertools.islice(itertools.cycle(pressed), KEYS):
        bench.page.keyboard.press(key)
        bench.settle()
        found.append(float(bench.page.evaluate("window.took")))
    return [time for time in found if time]


def suggestions(address: str) -> Iterator[Row]:
    """Every beginning of the words, asked over HTTP one after the other."""
    took = []
    with httpx.Client(base_url=address) as client:
        for words in WORDS:
            for length in range(1, len(words) + 1):
                start = time.perf_counter()
                client.post("/suggest", data={"q": words[:length]}).raise_for_status()
                took.append(1000 * (time.perf_counter() - start))
    yield "suggestions, with HTTP", median(took), "ms", "at most 50"
    yield "the same, 95th percentile", quantiles(took, n=20)[-1], "ms", ""
    yield "the same, slowest", max(took), "ms", ""


def users(address: str) -> Iterator[Row]:
    """Fifty users who type three keys a second, each of them; locust runs on the same two cores."""
    locust = shutil.which("locust")
    if locust is None:
        print("fifty users: left out, there is no locust: pip install locust")
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [
            locust, "-f", str(ROOT / "benchmarks" / "web_users.py"), "--headless", "--only-summary",
            "--host", address.rstrip("/"), "--users", str(USERS), "--spawn-rate", str(USERS),
            "--run-time", f"{SECONDS}s", "--csv", f"{folder}/users",
        ]  # fmt: skip
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        table = Path(folder) / "users_stats.csv"
        if not table.exists():
            sys.exit(f"benchmarks/web.py: locust failed: {ran.stderr[-500:]}")
        rows = {row["Name"]: row for row in csv.DictReader(table.open())}
    for name in ("suggestions", "case and result", "Aggregated"):
        told = "all" if name == "Aggregated" else name
        yield f"{USERS} users: {told}, median", float(rows[name]["50%"]), "ms", ""
        yield f"{USERS} users: {told}, 95th percentile", float(rows[name]["95%"]), "ms", "at most 500"
    yield f"{USERS} users: requests a second", float(rows["Aggregated"]["Requests/s"]), "/s", ""
    yield f"{USERS} users: failures", float(rows["Aggregated"]["Failure Count"]), "", "none"


if __name__ == "__main__":
    main()
