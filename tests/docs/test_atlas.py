"""The atlas: every entry and study has its page, every link leads somewhere, and no page asks another host for anything."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from atlas.build import Site

from paraneo.knowledge.store import load_knowledge
from paraneo.views.proportions import wilson
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("atlas")
    Site(load_knowledge(), folder).build(ROOT / "docs")
    return folder


class Links(HTMLParser):
    """Collects addresses that a reader may follow, and those that the browser would load by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.followed: list[str] = []
        self.loaded: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        if tag == "a":
            self.followed.append(given.get("href") or "")
        for name in ("src", "href", "srcset", "data", "action"):
            if tag != "a" and given.get(name):
                self.loaded.append(given[name] or "")
        assert "style" not in given, "styles stand in the style sheet"
        assert not any(name.startswith("on") for name in given), "no inline script"


def links(page: Path) -> Links:
    found = Links()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def test_every_entry_and_every_study_has_its_page(site: Path) -> None:
    kb = load_knowledge().kb
    for kind, entries in (
        ("conditions", kb.conditions), ("antibodies", kb.antibodies), ("tumours", kb.tumours), ("tests", kb.tests),
        ("studies", kb.studies),
    ):  # fmt: skip
        assert {page.stem for page in (site / kind).glob("*.html")} - {"index"} == set(entries)


def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        found = links(page)
        assert found.headings == 1, page
        for address in found.followed:
            if not address.startswith(("https://", "http://", "#")):
                assert (page.parent / address.split("#")[0]).resolve().exists(), f"{page}: {address}"
        for address in found.loaded:
            assert not address.startswith(("http", "//")), f"{page}: {address}"
            assert (page.parent / address).resolve().exists(), f"{page}: {address}"


def test_numbers_lead_to_their_study_and_holes_are_said(site: Path) -> None:
    text = (site / "conditions/lambert-eaton.html").read_text()
    assert "50 of 50" in text
    assert "studies/oneill-1988.html" in text
    assert "No study that was seen gives:" in (site / "conditions/erythrocytosis.html").read_text()


def test_the_search_knows_every_page(site: Path) -> None:
    index = (site / "index.js").read_text()
    for name in ("conditions/lambert-eaton.html", "antibodies/hu.html", "studies/graus-2001.html"):
        assert name in index


@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (1, 2, 0.095, 0.905), (81, 263, 0.255, 0.366)],
)
def test_wilson_interval(events: int, total: int, low: float, high: float) -> None:
    """Values of Newcombe 1998 (81 of 263) and of the closed form."""
    found: Any = wilson(events, total)
    assert found == (pytest.approx(low, abs=0.001), pytest.approx(high, abs=0.001))


def test_building_twice_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    Site(load_knowledge(), tmp_path).build(ROOT / "docs")
    for page in site.rglob("*.*"):
        assert (tmp_path / page.relative_to(site)).read_bytes() == page.read_bytes()
