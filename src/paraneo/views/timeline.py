"""A timeline as text with a plot for a terminal, and as a drawing (SVG). Lines differ by mark and dash."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from xml.sax.saxutils import escape

from rich.console import Console
from rich.table import Table
from rich.text import Text

from paraneo.knowledge.model import KnowledgeBase
from paraneo.quantities import percent
from paraneo.timeline import Point, Timeline

BAR = 10
MOST_NEW = 4
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 800, 360, 60, 20, 40, 90
SERIES = (
    ("paraneoplastic", "paraneoplastic disease", "", "circle"),
    ("syndrome", "", "6 4", "square"),
    ("tumour", "", "2 3", "triangle"),
)


def render_timeline(found: Timeline, kb: KnowledgeBase, console: Console) -> None:
    """Print a timeline."""
    console.print(Text(f"Case {found.case}, as it was known on each date", style="bold"))
    table = Table(box=None, padding=(0, 1))
    table.add_column("Date", no_wrap=True)
    table.add_column("Paraneoplastic", no_wrap=True)
    table.add_column("Likeliest", ratio=3)
    table.add_column("Ranks", justify="center", no_wrap=True)
    table.add_column("New", ratio=2)
    for point in found.points:
        bar = "#" * round(BAR * point.paraneoplastic)
        ranks = f"{point.syndrome_rank or '-'}, {point.tumour_rank or '-'}"
        first = f"{_name(point.first, kb)} {percent(point.first_probability)}"
        table.add_row(point.date, f"{percent(point.paraneoplastic):>4} {bar:<{BAR}}", first, ranks, _new(point.new))
    console.print(table)
    if found.syndrome:
        followed = [_name(i, kb) for i in (found.syndrome, found.tumour) if i]
        console.print(Text(f"Ranks of: {', '.join(followed)}", style="dim"))
    for line in conclusions(found, kb):
        console.print(Text(line))


def conclusions(found: Timeline, kb: KnowledgeBase) -> Iterator[str]:
    """When the syndrome and the tumour were among the first three, and the lead time."""
    for followed, since in ((found.syndrome, found.syndrome_seen), (found.tumour, found.tumour_seen)):
        if followed:
            seen = f"stayed among the first three from {since}" if since else "was not among the first three at the end"
            yield f"{_name(followed, kb)} {seen}."
    if found.lead_days is not None:
        when = f"{abs(found.lead_days)} days {'before' if found.lead_days >= 0 else 'after'}"
        yield f"That is {when} it was found on {found.tumour_found}."


def _new(items: list[str]) -> str:
    shown = ", ".join(items[:MOST_NEW])
    return f"{shown} and {len(items) - MOST_NEW} more" if len(items) > MOST_NEW else shown


def _name(identifier: str | None, kb: KnowledgeBase) -> str:
    """The name of a condition or a tumour, without what stands in brackets; empty for none."""
    if identifier is None:
        return ""
    entry = kb.conditions.get(identifier) or kb.tumours.get(identifier)
    return entry.name.split(" (")[0] if entry else "None of the known conditions"


def to_svg(found: Timeline, kb: KnowledgeBase) -> str:
    """A drawing of the timeline: probabilities by date, and the day on which the tumour was found."""
    days = [datetime.date.fromisoformat(point.date).toordinal() for point in found.points]
    ends = days + ([datetime.date.fromisoformat(found.tumour_found).toordinal()] if found.tumour_found else [])
    low, span = min(ends), max(max(ends) - min(ends), 1)

    def x(day: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - low) / span

    def y(chance: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - chance)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="13" fill="currentColor" stroke="none">',
        f"<title>{escape(f'Case {found.case}: probability by date')}</title>",
        f"<desc>{escape(' '.join(conclusions(found, kb)))}</desc>",
    ]
    for tenth in (0, 5, 10):
        at = y(tenth / 10)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#999"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10 * tenth}%</text>')
    parts += _dates(found.points, [x(day) for day in days])
    names = {"syndrome": found.syndrome, "tumour": found.tumour}
    for number, (field, name, dash, mark) in enumerate(SERIES):
        label = name or _name(names.get(field), kb)
        if label:
            chances = [getattr(point, field) or 0.0 for point in found.points]
            spots = [(x(day), y(chance)) for day, chance in zip(days, chances, strict=True)]
            parts += _series(spots, dash, mark)
            parts += _legend(label, dash, mark, number)
    if found.tumour_found:
        at = x(datetime.date.fromisoformat(found.tumour_found).toordinal())
        parts.append(f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="currentColor" '
                     'stroke-width="2"/>')  # fmt: skip
        anchor = "end" if at > WIDTH / 2 else "start"
        parts.append(f'<text x="{at:.1f}" y="{TOP - 8}" text-anchor="{anchor}">tumour found</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _dates(points: list[Point], places: list[float]) -> Iterator[str]:
    """Dates below the axis, as many as have room."""
    last = float("-inf")
    for point, at in zip(points, places, strict=True):
        if at - last >= 85:
            anchor = "end" if at > WIDTH - 60 else "middle"
            yield f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="{anchor}">{point.date}</text>'
            last = at


def _series(spots: list[tuple[float, float]], dash: str, mark: str) -> Iterator[str]:
    """Marks joined by steps: what is known holds until the next date."""
    steps = [spots[0]]
    for a, b in spots[1:]:
        steps += [(a, steps[-1][1]), (a, b)]
    line = " ".join(f"{a:.1f},{b:.1f}" for a, b in steps)
    yield f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-dasharray="{dash}"/>'
    for a, b in spots:
        yield _mark(a, b, mark)


def _mark(a: float, b: float, mark: str) -> str:
    if mark == "circle":
        return f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4"/>'
    if mark == "square":
        return f'<rect x="{a - 4:.1f}" y="{b - 4:.1f}" width="8" height="8"/>'
    return f'<path d="M {a:.1f} {b - 5:.1f} l 5 9 h -10 z"/>'


def _legend(label: str, dash: str, mark: str, number: int) -> Iterator[str]:
    at, below = LEFT + number * 245, HEIGHT - 25
    yield (
        f'<line x1="{at}" x2="{at + 30}" y1="{below - 4}" y2="{below - 4}" stroke="currentColor" '
        f'stroke-dasharray="{dash}"/>'
    )
    yield _mark(at + 15, below - 4, mark)
    short = label if len(label) <= 30 else label[:29] + "…"
    yield f'<text x="{at + 36}" y="{below}">{escape(short)}</text>'
