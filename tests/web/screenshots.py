"""The pictures of the workbench in docs/figures, of a published case that is opened from its file.

PYTHONPATH=src:. python -m tests.web.screenshots
"""

from __future__ import annotations

import sys

from playwright.sync_api import Browser, Page, expect

from tests.web.browser import CASES, CHROMIUM, ROOT, WATCH, WITHOUT, Workbench, served, started

CASE = CASES / "c1-01.json"
FOLDER = ROOT / "docs" / "figures"
MOST_BYTES = 250_000
DESK, TELEPHONE = (1440, 900), (390, 844)


def main() -> None:
    """Take them all."""
    if CHROMIUM is None:
        sys.exit(f"tests.web.screenshots: {WITHOUT}")
    with served() as address, started() as browser:
        keep(opened(browser, address, DESK).page, "start")
        typing = opened(browser, address, DESK)
        typing.page.locator("#q").press_sequentially("mem")
        keep(typing.settle().page, "typing")
        keep(section(opened(browser, address, DESK), "chain"), "chain")
        keep(section(opened(browser, address, DESK, "dark"), "tumours"), "dark")
        keep(opened(browser, address, TELEPHONE).page, "telephone")
        report = opened(browser, address, DESK).print_page("Report for the record")
        report.set_viewport_size({"width": 900, "height": 1150})
        keep(report, "report")


def opened(browser: Browser, address: str, size: tuple[int, int], scheme: str = "light") -> Workbench:
    """The workbench with the case."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.add_init_script(WATCH)
    bench = Workbench(context.new_page(), address).open()
    bench.load(CASE)
    expect(bench.page.locator("#said")).to_be_empty(timeout=10_000)  # it says for a while that the file is open
    return bench


def section(bench: Workbench, name: str) -> Page:
    """Scrolled so that a section of the result begins the picture, under the names of the sections."""
    bench.page.locator(f"#result h2[id='{name}']").evaluate("(heading) => heading.scrollIntoView()")
    bench.settle()
    return bench.page


def keep(page: Page, name: str) -> None:
    """Write a picture of what a person sees."""
    path = FOLDER / f"workbench-{name}.png"
    page.screenshot(path=path, caret="hide")
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)} {size / 1000:.0f} kB")
    if size > MOST_BYTES:
        sys.exit(f"{path.name} has more than {MOST_BYTES:,} bytes")


if __name__ == "__main__":
    main()
