"""The chain of the disease in this patient: tumour, antibody and its antigen, structure, syndrome, findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from paraneo.contract import Assessment, Candidate, Share
from paraneo.knowledge.model import Antibody, Condition, KnowledgeBase, Place
from paraneo.quantities import percent
from paraneo.views.drawings.findings import Row, draw, rows
from paraneo.views.drawings.measure import wrap
from paraneo.views.drawings.sheet import LEADING, SMALL, TEXT, WIDTH, Sheet
from paraneo.views.drawings.tumour_bars import named

LINES = "Full line: counted together in a study, or so defined; dashed: assumed."
LIKELY, MOST = 0.05, 2  # what is drawn: at most two of a kind, each at least so likely
NARROW, WIDE, PAD, GAP = 164.0, 240.0, 9.0, 34.0
PLACES: dict[Place, str] = {
    "surface": "on the cell surface",
    "intracellular": "inside the cell",
    "intracellular-synaptic": "inside the cell, at the synapse",
    "extracellular": "outside the cell",
}
STRUCTURES = {  # where the presentation groups of kb/assumptions/groups have their seat
    "encephalopathy": "cerebrum",
    "ataxia-and-brainstem": "cerebellum and brainstem",
    "movement": "motor circuits",
    "spinal-cord": "spinal cord",
    "neuropathy": "peripheral nerves and ganglia",
    "muscle-and-junction": "muscle and neuromuscular junction",
    "vision": "retina and optic nerve",
    "gut-and-autonomic": "autonomic nerves",
    "hormones": "hormones and salts",
    "skin": "skin",
    "blood": "blood",
    "joints-and-bones": "joints and bones",
    "kidney-and-liver": "kidney and liver",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One link of the chain as it is drawn. `ids` are the conditions of a structure, else the one entity."""

    ids: tuple[str, ...]
    word: str
    name: str
    chance: float | None
    kind: str = "card"
    place: Place | None = None
    detail: str = ""


Link = tuple[Card, Card, str]  # from, to, and how the line is painted


def chain(assessment: Assessment, kb: KnowledgeBase) -> str:
    """Draw what is likely at each link of the chain, and which leads to which."""
    conditions = [c for c in assessment.conditions[:MOST] if c.probability >= LIKELY] or assessment.conditions[:1]
    entries = [kb.conditions[c.id] for c in conditions if c.id in kb.conditions]
    levels = [
        [Card((s.id,), "Tumour", named(s), s.probability, _kind(s)) for s in likely(assessment.tumours)],
        [_antibody(s, kb) for s in likely(assessment.antibodies)],
        _structures(entries),
        [Card((c.id,), c.kind.capitalize(), c.name, c.probability, c.kind) for c in conditions],
    ]
    links = _links(levels, entries, kb)
    sheet = Sheet("chain")
    y = 2.0
    below: dict[Card, tuple[float, float]] = {}
    for depth, cards in enumerate(levels):
        if cards:
            placed = _places(cards, [c.id for c in conditions])
            for upper, lower, paint in links:
                if upper in below and lower in cards:
                    _link(sheet, below[upper], (placed[lower][0] + placed[lower][1] / 2, y), paint)
            height = max(_height(card, placed[card][1]) for card in cards)
            for card in cards:
                _draw(sheet, card, placed[card], y, height)
            below |= {card: (x + w / 2, y + height) for card, (x, w) in placed.items()}
            y += height + (GAP if depth < len(levels) - 1 else 0)
    found = rows(conditions)
    y = draw(sheet, found, [below[card] for card in levels[-1]], y)
    left = _left(assessment, conditions)
    y = sheet.lines(0, y + 18, left, room=WIDTH, size=SMALL, paint="faint", most=6) + 8
    facts = [*_facts(levels, links), *_finding_facts(found, conditions), left]
    return sheet.finish(y, f"From tumour to findings in case {assessment.case}", facts)


def likely(shares: Sequence[Share]) -> list[Share]:
    """The likeliest two, `none` included, that are not unlikely."""
    return [s for s in shares[:MOST] if s.probability >= LIKELY] or list(shares[:1])


def _kind(share: Share) -> str:
    return "card-none" if share.id == "none" else "card"


def _antibody(share: Share, kb: KnowledgeBase) -> Card:
    entry = kb.antibodies.get(share.id)
    if entry is None:
        name = "No antibody explains it" if share.id == "none" else share.name
        return Card((share.id,), "Antibody", name, share.probability, _kind(share))
    antigen = entry.antigen.text.split(";")[0].removesuffix(".")
    return Card((share.id,), "Antibody", share.name, share.probability, "card", entry.place, f"Antigen: {antigen}")


def _structures(entries: Sequence[Condition]) -> list[Card]:
    """Where the syndromes have their seat; those with the same seat share a card. A mimic only resembles them."""
    by_seat: dict[tuple[str, ...], list[Condition]] = {}
    for entry in entries:
        seats = tuple(STRUCTURES[group] for group in entry.groups if group in STRUCTURES)
        if entry.kind == "syndrome" and seats:
            by_seat.setdefault(seats, []).append(entry)
    cards = []
    for seats, of in by_seat.items():
        word = "Nervous structure" if all(c.system == "neurological" for c in of) else "System"
        cards.append(Card(tuple(c.id for c in of), word, ", ".join(seats).capitalize(), None))
    return cards


def _links(levels: Sequence[Sequence[Card]], entries: Sequence[Condition], kb: KnowledgeBase) -> list[Link]:
    """Which card leads to which: a full line where a study counts them together, else a dashed one.

    Nothing leads from the card of no tumour, and a card is not left without a line where one is possible.
    """
    tumours, antibodies, structures, conditions = levels
    by_id = {entry.id: entry for entry in entries}
    causes = [card for card in tumours if card.kind == "card"]
    links = _joined(causes, antibodies, lambda t, a: _tumour_counted(t.ids[0], kb.antibodies.get(a.ids[0]), entries))
    links += _joined(
        antibodies, structures, lambda a, s: any(_belongs(kb.antibodies[a.ids[0]], by_id[i]) for i in s.ids)
    )
    return links + [(s, c, "link") for s, c in product(structures, conditions) if c.ids[0] in s.ids]


def _joined(upper: Sequence[Card], lower: Sequence[Card], counted: Callable[[Card, Card], bool]) -> list[Link]:
    known = [(a, b) for a, b in product(upper, lower) if "card-none" not in (a.kind, b.kind) and counted(a, b)]
    real = [card for card in lower if card.kind != "card-none"] or lower[:1]
    assumed = [(a, b) for a, b in product(upper, real) if all(b != end for _, end in known)]
    assumed += [(a, real[0]) for a in upper if real and all(a != start for start, _ in (*known, *assumed))]
    return [(a, b, "link") for a, b in known] + [(a, b, "link-none") for a, b in assumed]


def _tumour_counted(tumour: str, antibody: Antibody | None, entries: Iterable[Condition]) -> bool:
    """Whether a study counts the tumour among patients with the antibody, at all or with one of the conditions."""
    if antibody is None:
        return False
    profiles = [entry.with_antibody[antibody.id] for entry in entries if antibody.id in entry.with_antibody]
    tables = [*antibody.tumours, *(shares for profile in profiles for shares in profile.tumours)]
    return any(shares.counts.get(tumour) for shares in tables)


def _belongs(antibody: Antibody, entry: Condition) -> bool:
    """Whether a study counts the antibody among patients with the condition, or the condition is named after it."""
    counted = any(shares.counts.get(antibody.id) for shares in entry.antibodies) or antibody.id in entry.with_antibody
    return counted or any(
        re.search(rf"(?<!\w){re.escape(n)}(?!\w)", entry.name) for n in (antibody.name, *antibody.names)
    )


def _places(cards: Sequence[Card], columns: Sequence[str]) -> dict[Card, tuple[float, float]]:
    """The left edge and the width of each card of a level; a structure stands above its condition."""
    sides = [1.0, WIDTH - 1 - NARROW]
    if len(cards) == 2:
        return {card: (side, NARROW) for card, side in zip(cards, sides, strict=True)}
    own = [side for side, column in zip(sides, columns, strict=False) if column in cards[0].ids]
    if len(columns) == 2 and len(own) == 1:
        return {cards[0]: (own[0], NARROW)}
    return {cards[0]: ((WIDTH - WIDE) / 2, WIDE)}


def _height(card: Card, w: float) -> float:
    name = len(wrap(card.name, w - 2 * PAD, TEXT, bold=True, most=12))
    detail = len(wrap(card.detail, w - 2 * PAD, SMALL, most=12)) if card.detail else 0
    place = len(wrap(PLACES[card.place], w - 2 * PAD - 20, SMALL, most=2)) if card.place else 0
    return 24 + name * TEXT * LEADING + (detail + place) * SMALL * LEADING + (6 if card.place else 0) + 8


def _draw(sheet: Sheet, card: Card, at: tuple[float, float], y: float, height: float) -> None:
    x, w = at
    sheet.box("card-none" if card.kind == "card-none" else "card", x, y, w, height, round_by=5)
    start = x + PAD
    if card.kind in ("syndrome", "mimic", "other"):
        sheet.mark(card.kind, x + PAD + 5, y + 14)
        start += 15
    sheet.text(start, y + 18, card.word, size=SMALL, paint="faint")
    if card.chance is not None:
        sheet.text(x + w - PAD, y + 18, percent(card.chance), anchor="end", bold=True)
    room = w - 2 * PAD
    below = sheet.lines(x + PAD, y + 36, card.name, room=room, bold=True, most=12)
    if card.place:
        _cell(sheet, card.place, x + PAD + 7, below + SMALL * LEADING)
        words = PLACES[card.place]
        below = sheet.lines(x + PAD + 20, below + SMALL * LEADING + 4, words, room=room - 20, size=SMALL, most=2) + 3
    if card.detail:
        sheet.lines(x + PAD, below + SMALL * LEADING, card.detail, room=room, size=SMALL, paint="faint", most=12)


def _cell(sheet: Sheet, place: Place, x: float, y: float) -> None:
    """A cell as a ring, and the antigen as a dot on it, in it, at its edge from within, or beside it."""
    away = {"surface": 6.5, "intracellular": 0.0, "intracellular-synaptic": 3.0, "extracellular": 10.0}[place]
    sheet.circle("strong-rule", x, y, 6.5)
    sheet.circle("ink", x + away, y, 2.6)


def _link(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], paint: str) -> None:
    """A line with an arrowhead from the lower edge of one card to the upper edge of another."""
    (a, top), (b, bottom) = start, end
    middle = (top + bottom) / 2
    sheet.path(paint, "M", a, top, "C", a, middle, b, middle, b, bottom - 6)
    sheet.path("arrow", "M", b, bottom - 1, "L", b - 4.5, bottom - 8, "L", b + 4.5, bottom - 8, "Z")


def _left(assessment: Assessment, conditions: Sequence[Candidate]) -> str:
    """What is not drawn, so that nobody takes the drawing for all."""
    parts = []
    for word, all_, shown in (
        ("tumours or none", assessment.tumours, likely(assessment.tumours)),
        ("antibodies or none", assessment.antibodies, likely(assessment.antibodies)),
        ("conditions", assessment.conditions, conditions),
    ):
        rest = sum(entry.probability for entry in all_[len(shown) :])
        parts.append(f"other {word} {percent(rest)}")
    return f"Not drawn: {', '.join(parts)}. {LINES}"


def _facts(levels: Sequence[Sequence[Card]], links: Sequence[Link]) -> list[str]:
    facts = []
    for card in (card for cards in levels for card in cards):
        chance = "" if card.chance is None else f" {percent(card.chance)}"
        more = [PLACES[card.place]] if card.place else []
        more += [card.detail] if card.detail else []
        facts.append(f"{card.word}: {'; '.join([f'{card.name}{chance}', *more])}.")
    verbs = {"link": "goes with", "link-none": "may go with"}
    facts += [f"{upper.name} {verbs[paint]} {lower.name}." for upper, lower, paint in links]
    return facts


def _finding_facts(found: Sequence[Row], conditions: Sequence[Candidate]) -> list[str]:
    return [
        f"{row.label}: {', '.join(f'{v} for {c.name}' for v, c in zip(row.shown, conditions, strict=True))}."
        for row in found
    ]
