"""The drawings: well-formed, legible, the same each time, and saying what the assessment says, in text too."""

from __future__ import annotations

import functools
import itertools
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

import msgspec
import pytest
from evaluation.run import patients

from paraneo import api
from paraneo.contract import Assessment, Contribution
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.model import KnowledgeBase
from paraneo.quantities import percent
from paraneo.views import drawings
from paraneo.views.drawings.chain import STRUCTURES
from paraneo.views.drawings.figure import HEIGHT, SITES
from paraneo.views.drawings.measure import width, wrap
from paraneo.views.drawings.sheet import PAINT, WIDTH, Sheet
from paraneo.views.drawings.tumour_bars import looks_for, searching

NAMESPACE = "{http://www.w3.org/2000/svg}"
PERCENT = re.compile(r"[<>]?\d+%")
DECIBANS = re.compile(r"[+−]?\d+\.\d")
KINDS = ("differential", "waterfall", "waterfall of the second", "chain", "body", "tumours")


@functools.cache
def assessments() -> dict[str, Assessment]:
    return {name: api.assess(case) for name, case in patients("workup").items()}


CASES = sorted(patients("workup"))


@pytest.fixture
def kb(knowledge: Compiled) -> KnowledgeBase:
    return knowledge.kb


def drawn(a: Assessment, kb: KnowledgeBase) -> dict[str, str]:
    return {
        "differential": drawings.differential(a),
        "waterfall": drawings.waterfall(a.conditions[0]),
        "waterfall of the second": drawings.waterfall(a.conditions[1]),
        "chain": drawings.chain(a, kb),
        "body": drawings.body(a, kb),
        "tumours": drawings.tumour_bars(a),
    }


def texts(svg: str) -> list[ET.Element]:
    return [node for node in ET.fromstring(svg).iter(f"{NAMESPACE}text") if node.text]


def words(svg: str) -> list[str]:
    return [node.text or "" for node in texts(svg)]


def description(svg: str) -> str:
    return ET.fromstring(svg).findtext(f"{NAMESPACE}desc") or ""


Extent = tuple[float, float, float, float]


def extent(node: ET.Element) -> Extent:
    """Left, top, right and bottom of a line of text: from the height of a capital to the depth of a g."""
    x, y, size = (float(node.attrib[name]) for name in ("x", "y", "font-size"))
    long = width(node.text or "", size, bold="font-weight" in node.attrib)
    left = x - {"start": 0.0, "middle": long / 2, "end": long}[node.attrib.get("text-anchor", "start")]
    return left, y - 0.73 * size, left + long, y + 0.22 * size


def collisions(svg: str) -> Iterator[tuple[str | None, str | None]]:
    """Labels that cover each other, or leave the page (then the second is None)."""
    _, _, page, height = (float(part) for part in ET.fromstring(svg).attrib["viewBox"].split())
    lines = [(node.text, extent(node)) for node in texts(svg)]
    for text, (left, top, right, bottom) in lines:
        if left < -0.05 or top < 0 or right > page + 0.05 or bottom > height:
            yield text, None
    for (one, a), (other, b) in itertools.combinations(lines, 2):
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
            yield one, other


@pytest.mark.parametrize("case", CASES)
def test_labels_never_overlap_and_stay_on_the_page(case: str, kb: KnowledgeBase) -> None:
    for kind, svg in drawn(assessments()[case], kb).items():
        assert list(collisions(svg)) == [], kind


@pytest.mark.parametrize("case", CASES)
def test_no_mark_covers_a_number(case: str, kb: KnowledgeBase) -> None:
    for kind in ("waterfall", "waterfall of the second", "chain"):
        svg = drawn(assessments()[case], kb)[kind]
        boxes = [extent(node) for node in texts(svg)]
        for x, y, r in marks(svg):
            assert not [b for b in boxes if b[0] - r < x < b[2] + r and b[1] < y < b[3]], kind


def marks(svg: str) -> Iterator[tuple[float, float, float]]:
    """Discs, rings and diamonds of a drawing: centre, and half width."""
    for node in ET.fromstring(svg).iter():
        if node.tag == f"{NAMESPACE}circle":
            yield float(node.attrib["cx"]), float(node.attrib["cy"]), float(node.attrib["r"])
        if node.attrib.get("class") == "ink" and node.tag == f"{NAMESPACE}path":
            x, _, right, y = (float(n) for n in re.findall(r"-?\d+\.?\d*", node.attrib["d"])[:4])
            yield x, y, right - x


def test_the_overlap_is_seen_where_there_is_one() -> None:
    sheet = Sheet("x")
    sheet.text(10, 30, "Ataxia")
    sheet.text(40, 34, "Chorea")
    sheet.text(WIDTH - 10, 80, "Outside")
    assert list(collisions(sheet.finish(90, "t", []))) == [("Outside", None), ("Ataxia", "Chorea")]


@pytest.mark.parametrize("case", CASES)
def test_the_text_holds_every_number_that_is_drawn(case: str, kb: KnowledgeBase) -> None:
    for kind, svg in drawn(assessments()[case], kb).items():
        told = description(svg)
        scale = {"0%", "50%", "100%"} if kind == "differential" else set()
        numbers = {n for line in words(svg)[3 if "waterfall" in kind else 0 :] for n in DECIBANS.findall(line)}
        shares = {n for line in words(svg) if "waterfall" not in kind for n in PERCENT.findall(line)} - scale
        told_numbers = {*DECIBANS.findall(told), *PERCENT.findall(told)}
        assert (numbers if kind != "differential" else set()) | shares <= told_numbers, kind


@pytest.mark.parametrize("case", CASES)
def test_only_the_labels_of_the_waterfall_may_be_cut(case: str, kb: KnowledgeBase) -> None:
    for kind, svg in drawn(assessments()[case], kb).items():
        if "waterfall" not in kind:
            assert [line for line in words(svg) if line.endswith("…")] == [], kind


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_safe_and_accessible_svg(kind: str, kb: KnowledgeBase) -> None:
    svg = drawn(assessments()["c1-28"], kb)[kind]
    root = ET.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert root[0].tag == f"{NAMESPACE}title"
    assert root[0].text
    assert root[1].tag == f"{NAMESPACE}desc"
    assert root[1].text
    assert not {"width", "height"} & set(root.attrib)  # it takes the room that the page gives
    for node in root.iter():
        assert node.tag.removeprefix(NAMESPACE) in {"svg", "title", "desc", "text", "rect", "circle", "path"}
        assert not [name for name in node.attrib if name in ("style", "id", "href") or name.startswith("on")]
        assert "nan" not in "".join(node.attrib.values())
        if node.tag.removeprefix(NAMESPACE) in {"text", "rect", "circle", "path"}:
            assert node.attrib["class"] in PAINT
            assert {"fill", "stroke"} & set(node.attrib)  # legible without a style sheet


def test_every_class_has_its_colours_in_the_style_sheet() -> None:
    ruled = set(re.findall(r"\.drawing \.([a-z-]+)", drawings.style_sheet()))
    assert ruled == set(PAINT)
    defined = set(re.findall(r"(--drawing-[a-z]+):", drawings.style_sheet()))
    assert set(re.findall(r"var\((--drawing-[a-z]+)\)", drawings.style_sheet())) == defined


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_twice(kind: str, kb: KnowledgeBase) -> None:
    first = drawn(assessments()["c2-05"], kb)[kind]
    again = drawn(api.assess(patients("workup")["c2-05"]), kb)[kind]
    assert first.encode() == again.encode()


@pytest.mark.parametrize("case", CASES)
def test_the_differential_says_what_the_assessment_says(case: str) -> None:
    a = assessments()[case]
    svg = drawings.differential(a)
    told = description(svg)
    named = [c for c in a.conditions if f"{c.name} (" in told]
    shown = [line for line in words(svg) if PERCENT.fullmatch(line)][: len(named)]
    assert shown == [percent(c.probability) for c in named]
    assert [c.kind for c in named].count("other") == 1
    assert a.conditions[0] in named
    for c in named:
        word = "no known condition" if c.kind == "other" else c.kind
        assert f"{c.name} ({word}): {percent(c.probability)}, 95% interval " in told
    rest = percent(sum(c.probability for c in a.conditions if c not in named))
    assert f"{len(a.conditions) - len(named)} other conditions together: {rest}." in told


def test_a_bar_is_as_long_as_its_probability_and_kinds_differ_in_shape() -> None:
    a = assessments()["c1-10"]  # mimics and syndromes mixed
    root = ET.fromstring(drawings.differential(a))
    bars = [n for n in root.iter(f"{NAMESPACE}rect") if n.attrib["class"] != "track"]
    track = next(n for n in root.iter(f"{NAMESPACE}rect") if n.attrib["class"] == "track")
    lengths = [float(bar.attrib["width"]) / float(track.attrib["width"]) for bar in bars]
    for length, candidate in zip(lengths[:6], a.conditions, strict=False):
        assert length == pytest.approx(candidate.probability, abs=0.005)
    marks = {n.attrib["class"]: n.tag for n in root.iter() if n.attrib.get("class") in ("syndrome", "mimic", "other")
             and n.tag != f"{NAMESPACE}rect"}  # fmt: skip
    assert marks["mimic"] != marks["syndrome"]
    assert "mimic-hatch" in {n.attrib.get("class") for n in root.iter()}


@pytest.mark.parametrize("case", CASES)
def test_the_waterfall_adds_up(case: str) -> None:
    for candidate in assessments()[case].conditions[:4]:
        told = description(drawings.waterfall(candidate))
        rows = re.findall(r"(?:^|[:.] )([+−]?\d+\.\d)(?:,| decibans)", told)
        values = [float(row.replace("−", "-")) for row in rows]
        assert len(values) <= 18
        assert values[0] == candidate.prior_decibans
        assert values[-1] == candidate.decibans
        assert sum(values[:-1]) == pytest.approx(values[-1], abs=0.01)
        assert f"{percent(candidate.probability)} likely" in told


def test_the_strongest_items_stay_and_the_rest_is_one_step() -> None:
    base = assessments()["c2-05"].conditions[0]
    steps = [Contribution(f"Finding {i}", "sign", "present", (-1) ** i * i / 2, "", [], []) for i in range(1, 31)]
    total = round(base.prior_decibans + sum(s.decibans for s in steps), 1)
    candidate = msgspec.structs.replace(base, evidence=steps, decibans=total)
    told = description(drawings.waterfall(candidate))
    assert "Finding 30: +15.0, for." in told
    assert "Finding 29: −14.5, against." in told
    assert "Finding 16:" not in told
    assert "16 smaller items together: +4.0, for." in told


def test_decibans_without_end_stay_on_the_page() -> None:
    base = assessments()["c2-05"].conditions[0]
    steps = [Contribution("A factor of <infinity> & more", "sign", "present", 999.9, "", [], [])]
    svg = drawings.waterfall(msgspec.structs.replace(base, evidence=steps, decibans=985.6))
    assert list(collisions(svg)) == []
    for node in ET.fromstring(svg).iter(f"{NAMESPACE}path"):
        assert all(-1 <= float(n) <= 400 for n in re.findall(r"-?\d+\.?\d*", node.attrib["d"]))
    assert "A factor of <infinity> & more: +999.9, for." in description(svg)


def test_direction_and_pattern_say_for_and_against() -> None:
    base = assessments()["c2-05"].conditions[0]

    def paths(decibans: float) -> dict[str, str]:
        steps = [Contribution("Ataxia", "sign", "present", decibans, "", [], [])]
        root = ET.fromstring(drawings.waterfall(msgspec.structs.replace(base, evidence=steps)))
        return {n.attrib["class"]: n.attrib["d"] for n in root.iter(f"{NAMESPACE}path")}

    def ends(path: str) -> tuple[float, float]:
        start, tip = re.match(r"M (\S+) .* L (\S+) \S+ L", path).groups()  # type: ignore[union-attr]
        return float(start), float(tip)

    start, tip = ends(paths(9.0)["for"])
    assert tip > start
    start, tip = ends(paths(-9.0)["against"])
    assert tip < start
    assert "against-hatch" in paths(-9.0)


@pytest.mark.parametrize("case", CASES)
def test_tumours_and_body_say_what_the_assessment_says(case: str, kb: KnowledgeBase) -> None:
    a = assessments()[case]
    bars, figure = drawings.tumour_bars(a), drawings.body(a, kb)
    likely = [t for t in a.tumours if t.id != "none" and t.probability >= 0.01][:6]
    none = next(t for t in a.tumours if t.id == "none")
    for told in (description(bars), description(figure)):
        assert f"No tumour is the cause: {percent(none.probability)}." in told
        for tumour in likely:
            assert f"{tumour.name}: {percent(tumour.probability)}" in told
    rest = percent(sum(t.probability for t in a.tumours if t not in [*likely, none]))
    assert f"{len(a.tumours) - len(likely) - 1} other tumours together: {rest}." in description(bars)
    for n, test in enumerate(searching(a), 1):
        chance = "chance not known" if test.chance is None else f"finds a tumour: {percent(test.chance)}"
        assert f"Test {n}: {test.text}, {chance}." in description(bars)


@pytest.mark.parametrize("case", CASES)
def test_a_test_is_named_for_what_the_knowledge_base_says_it_finds(case: str, kb: KnowledgeBase) -> None:
    a = assessments()[case]
    assert [s.id for s in searching(a)] == [s.id for s in a.tumour_search if s.id in kb.tests]
    for step, tumour in itertools.product(searching(a), a.tumours):
        if looks_for(step, tumour):
            assert tumour.id in kb.tests[step.id].finds


@pytest.mark.parametrize("case", CASES)
def test_sites_do_not_cover_each_other_and_grow_with_the_probability(case: str, kb: KnowledgeBase) -> None:
    a = assessments()[case]
    root = ET.fromstring(drawings.body(a, kb))
    discs = [tuple(float(n.attrib[k]) for k in ("cx", "cy", "r")) for n in root.iter(f"{NAMESPACE}circle")]
    figure = [disc for disc in discs if disc[0] < 170]
    for one, other in itertools.combinations(figure, 2):
        assert math.dist(one[:2], other[:2]) >= one[2] + other[2]
    drawn_last_first = [t.probability for t in a.tumours if t.id in SITES and t.probability >= 0.01]
    assert sorted((r for _, _, r in figure), reverse=True) == [r for _, _, r in reversed(figure)]
    assert len(figure) <= len(drawn_last_first)


@pytest.mark.parametrize("case", CASES)
def test_the_chain_says_what_the_assessment_and_the_knowledge_base_say(case: str, kb: KnowledgeBase) -> None:
    a = assessments()[case]
    told = description(drawings.chain(a, kb))
    shown = [s for s in a.antibodies[:2] if s.probability >= 0.05]
    places = {"surface": "on the cell surface", "intracellular": "inside the cell"}
    for share in shown:
        name = "No antibody explains it" if share.id == "none" else share.name
        assert f"Antibody: {name} {percent(share.probability)}" in told
        entry = kb.antibodies.get(share.id)
        if entry and entry.place in places:
            assert f"{share.name} {percent(share.probability)}; {places[entry.place]}; Antigen: " in told
    for tumour in [t for t in a.tumours[:2] if t.probability >= 0.05]:
        name = "No tumour is the cause" if tumour.id == "none" else tumour.name
        assert f"Tumour: {name} {percent(tumour.probability)}." in told
    first = a.conditions[0]
    assert f"{first.kind.capitalize()}: {first.name} {percent(first.probability)}." in told
    assert "No tumour is the cause goes with" not in told
    assert "No tumour is the cause may go with" not in told
    present = {e.item for e in first.evidence if e.status == "present" and e.kind in ("sign", "test", "exposure")}
    stated = re.findall(r"\. ([^.]+): [+−]?\d+\.\d for ", told)
    assert set(stated) <= present
    assert bool(stated) == bool(present)


def test_every_presentation_group_has_a_structure_and_every_site_is_a_tumour(kb: KnowledgeBase) -> None:
    assert {g for c in kb.conditions.values() if c.kind == "syndrome" for g in c.groups} == set(STRUCTURES)
    assert set(SITES) <= set(kb.tumours)
    assert all(0 < y < HEIGHT and abs(x) < 60 for x, y in SITES.values())


@pytest.mark.parametrize(
    ("change", "draw"),
    [
        (lambda a: _with_first(a, probability=0.123456), lambda a, _: drawings.differential(a)),
        (lambda a: _with_first(a, kind="mimic"), lambda a, _: drawings.differential(a)),
        (lambda a: _with_first(a, interval=(0.11, 0.88)), lambda a, _: drawings.differential(a)),
        (lambda a: _with_first(a, probability=0.123456), lambda a, _: drawings.waterfall(a.conditions[0])),
        (lambda a: _with_first(a, probability=0.123456), drawings.chain),
    ],
)  # fmt: skip
def test_another_assessment_gives_another_drawing(
    change: Callable[[Assessment], Assessment], draw: Callable[[Assessment, KnowledgeBase], str], kb: KnowledgeBase
) -> None:
    a = assessments()["c2-05"]
    assert description(draw(a, kb)) != description(draw(change(a), kb))
    assert words(draw(a, kb)) != words(draw(change(a), kb))


def _with_first(a: Assessment, **changes: object) -> Assessment:
    return msgspec.structs.replace(
        a, conditions=[msgspec.structs.replace(a.conditions[0], **changes), *a.conditions[1:]]
    )


def test_names_cannot_break_the_drawing(kb: KnowledgeBase) -> None:
    a = _with_first(assessments()["c2-05"], name='</text><script>alert("x")</script> & so on without any end' * 3)
    for svg in drawn(a, kb).values():
        assert not list(ET.fromstring(svg).iter(f"{NAMESPACE}script"))
        assert list(collisions(svg)) == []


def test_lines_break_between_words_and_fit() -> None:
    name = "Neuroendocrine tumour and carcinoma outside the lung's small-cell (Merkel cell included)"
    lines = wrap(name, 130, 12, most=9)
    assert " ".join(lines).replace("- ", "-") == name
    assert all(width(line, 12) <= 130 for line in lines)
    assert wrap(name, 130, 12, most=2)[-1].endswith("…")
