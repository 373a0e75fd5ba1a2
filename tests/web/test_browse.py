"""The knowledge base in the workbench: every entry has its page, every number its study, every link leads somewhere."""

from __future__ import annotations

import asyncio
from collections import Counter
from html.parser import HTMLParser

import pytest

pytest.importorskip("fastapi")

import httpx
from fastapi import FastAPI

from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.criteria.rules import all_of, any_of, at_least
from paraneo.knowledge.store import load_knowledge
from paraneo.views import knowledge_index as index
from paraneo.views.knowledge_entries import rule_in_words
from paraneo.views.knowledge_pages import condition_tables, entries_of
from paraneo.views.knowledge_search import Search
from paraneo.views.proportions import bar, interval
from paraneo.web.app import create_app

KNOWLEDGE = load_knowledge()
KB = KNOWLEDGE.kb
LIMIT = 300_000  # bytes of a page
PAGES = [
    *(f"{kind}/{name}" for kind, found in entries_of(KB).items() for name in found),
    *(f"criteria/{name}" for name in INSTRUMENTS),
    *(f"studies/{name}" for name in list(KB.studies)[::40]),
]


class Client:
    """Asks the application without a server."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def get(
        self, path: str, params: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.get(path, params=params, headers=headers)

        return asyncio.run(once())


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(create_app())


@pytest.fixture(scope="module")
def searching() -> Search:
    return Search(KB)


class Page(HTMLParser):
    """Links, identifiers and headings of a page; what the browser would load by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.away: list[dict[str, str | None]] = []
        self.loaded: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.ids[given.get("id") or ""] += 1
        assert "style" not in given
        assert not any(name.startswith("on") for name in given)
        address = given.get("href") or given.get("src") or ""
        if tag == "a":
            self.links.append(address)
            if address.startswith("http"):
                self.away.append(given)
        elif address:
            self.loaded.append(address)


def read(client: Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert len(answer.content) < LIMIT, address
    return Page(answer.text)


def test_the_overview_has_the_groupings_and_every_entry(client: Client) -> None:
    page = read(client, "/browse")
    assert {
        "area",
        "symptoms",
        "immune",
        "system",
        "mimics",
        "antibodies",
        "tumours",
        "tests",
        "advice",
        "criteria",
    } <= {*page.ids}
    linked = set(page.links)
    assert not [p for p in PAGES if not p.startswith("studies/") and f"/browse/{p}" not in linked]


@pytest.mark.parametrize("kind", ["conditions", "antibodies", "tumours", "tests", "criteria", "studies"])
def test_every_entry_has_a_page_with_one_title_and_its_links_lead_somewhere(client: Client, kind: str) -> None:
    known = {f"/browse/{page}" for page in PAGES} | {f"/browse/studies/{study}" for study in KB.studies}
    known |= {f"/browse/findings/{finding}" for finding in index.by_finding(KB)}
    known |= {f"/browse/advice#{advice}" for advice in KB.advice}
    for address in (p for p in PAGES if p.startswith(f"{kind}/")):
        page = read(client, f"/browse/{address}")
        assert page.tags["h1"] == 1, address
        assert not [name for name, count in page.ids.items() if name and count > 1], address
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids, f"{address}: {link}"
            elif link.startswith("/browse/") and link.count("/") > 2:
                assert link in known, f"{address}: {link}"
        assert all(given.get("rel") == "noreferrer" for given in page.away)
        assert all(loaded.startswith("/") and not loaded.startswith("//") for loaded in page.loaded)


def test_a_condition_shows_its_counts_with_interval_study_and_pmid(client: Client) -> None:
    text = client.get("/browse/conditions/lambert-eaton").text
    assert "85 of 150" in text
    assert "57%, 49 to 64%" in text
    assert 'href="/browse/studies/oneill-1988"' in text
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/2838124/"' in text
    assert KB.conditions["lambert-eaton"].plain[:40] in text
    assert 'href="/patient/lambert-eaton"' in text
    assert "From tumour to finding" in text


def test_holes_are_said(client: Client) -> None:
    assert "No study that was seen gives:" in client.get("/browse/conditions/erythrocytosis").text
    assert "Off: clauses that are not encoded" in client.get("/browse/criteria/pns-care-2021").text
    assert "the definitions of the single phenotypes: not seen" in client.get(
        "/browse/criteria/pns-care-2021"
    ).text.replace("&#39;", "'")


def test_a_study_shows_the_numbers_taken_from_it(client: Client) -> None:
    text = client.get("/browse/studies/graus-2001").text
    assert "167 of 200" in text
    assert 'href="/browse/antibodies/hu"' in text
    assert "PMID 11353730" in text


def test_a_finding_is_compared_across_illnesses(client: Client) -> None:
    page = client.get("/browse/findings/HP:0001251").text
    assert page.index("/browse/conditions/cerebellar-degeneration") < page.index(
        "/browse/conditions/brainstem-encephalitis"
    )


def test_advice_has_its_reason_and_what_it_applies_to(client: Client) -> None:
    page = read(client, "/browse/advice")
    assert set(KB.advice) <= set(page.ids)
    assert client.get("/browse/advice/search-ovary").headers["location"] == ("/browse/advice#search-ovary")


def test_every_study_stands_on_one_shelf(client: Client) -> None:
    first = read(client, "/browse/studies")
    letters = [link for link in first.links if link.startswith("/browse/studies?letter=")]
    found = Counter(link for letter in letters for link in read(client, letter).links if "/studies/" in link)
    assert found == Counter(f"/browse/studies/{study}" for study in KB.studies)


def test_search_works_as_a_form_and_while_typing(client: Client) -> None:
    whole = client.get("/browse/search", params={"q": "lems"}).text
    live = client.get("/browse/search", params={"q": "lems"}, headers={"hx-request": "true"}).text
    for text in (whole, live):
        assert 'href="/browse/conditions/lambert-eaton"' in text
    assert "<html" in whole
    assert "<html" not in live


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("lems", "conditions/lambert-eaton"), ("anna-1", "antibodies/hu"), ("sclc", "tumours/small-cell-lung-cancer"),
        ("pns-care", "criteria/pns-care-2021"), ("11353730", "studies/graus-2001"), ("ataxia", "findings/HP:0001251"),
        ("ataxai", "findings/HP:0001251"), ("ANTI-NMDA encephalitis", "conditions/nmdar-encephalitis"),
        ("fdg pet", "tests/fdg-pet-ct"), ("octreotide", "advice/caution-carcinoid"),
    ],
)  # fmt: skip
def test_search_finds(searching: Search, text: str, page: str) -> None:
    found = searching.find(text, 40)
    assert page in [hit.page for _, _, hits in found.groups for hit in hits]


def test_search_does_not_find_what_is_not_there(searching: Search) -> None:
    assert searching.find("zzzzqqqq", 5).total == 0
    assert searching.find("   ", 5).total == 0
    assert searching.find("ataxia", 1).total > 1


def test_a_search_is_shown_as_text_only(client: Client) -> None:
    text = client.get("/browse/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/browse/conditions/lambert-eton", "/browse/conditions/lambert-eaton"),
        ("/browse/antibodies/hoo", "/browse/antibodies/hu"), ("/browse/tumours/thymomas", "/browse/tumours/thymoma"),
        ("/browse/nothing/limbic-encephalitis", "/browse/conditions/limbic-encephalitis"),
        ("/browse/criteria/pns-care", "/browse/criteria/pns-care-2021"),
    ],
)  # fmt: skip
def test_a_missing_page_names_what_comes_near(client: Client, address: str, near: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert near in Page(answer.text).links


def test_groupings_hold_every_syndrome() -> None:
    syndromes = {f"conditions/{c.id}" for c in KB.conditions.values() if c.kind == "syndrome"}
    nervous = {
        f"conditions/{c.id}" for c in KB.conditions.values() if c.kind == "syndrome" and c.system == "neurological"
    }
    area, immune, system = index.groupings(KB)
    assert {page for _, pages in system.groups for page in pages} == syndromes
    assert {page for _, pages in area.groups for page in pages} == nervous
    assert {p for _, pages in immune.groups for p in pages if p.startswith("anti")} == {
        f"antibodies/{a}" for a in KB.antibodies
    }
    symptoms = dict(index.by_symptoms(KNOWLEDGE).groups)
    assert "conditions/limbic-encephalitis" in symptoms["Seizures"]
    assert "conditions/lambert-eaton" not in symptoms["Seizures"]


def test_findings_come_with_the_most_frequent_first() -> None:
    table = condition_tables(KB.conditions["lambert-eaton"], KB)[0]
    names = list(dict.fromkeys(row.of for row in table.rows))
    assert names.index("Proximal muscle weakness in lower limbs") < names.index("Bulbar signs (first symptom)")


def test_shares_are_never_said_to_be_nothing_or_all() -> None:
    assert interval(50, 50) == ">99%, 93 to >99%"
    assert interval(0, 10) == "<1%, <1 to 28%"
    assert 'aria-label="&lt;1%, 95% interval &lt;1 to 28%"' in bar(0, 10)


def test_rules_in_words() -> None:
    assert rule_in_words(all_of("a", any_of("b", "c"))) == "a and (b or c)"
    assert rule_in_words(at_least(2, "a", "b", "c")) == "at least 2 of: a; b; c"
