"""Small drawings of one number as inline SVG: a share or an age with its interval. Length carries the meaning."""

from __future__ import annotations

import math

from markupsafe import Markup

from paraneo.quantities import percent

WIDTH, HEIGHT = 160, 14
Z = 1.959964  # of a 95% interval
OLDEST = 100  # years, the right end of a drawn age


def wilson(events: int, total: int) -> tuple[float, float]:
    """The 95% score interval of a proportion (Wilson 1927), from 0 to 1.

    >>> tuple(round(x, 3) for x in wilson(18, 31))
    (0.408, 0.736)
    """
    share = events / total
    centre = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    half = Z / (1 + Z * Z / total) * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def interval(events: int, total: int) -> str:
    """The share and its 95% interval as people read them; never 0% and never 100%.

    >>> interval(18, 31), interval(50, 50)
    ('58%, 41 to 74%', '>99%, 93 to >99%')
    """
    low, high = wilson(events, total)
    return f"{percent(events / total)}, {percent(low).removesuffix('%')} to {percent(high)}"


def bar(events: int, total: int) -> Markup:
    """A bar as long as the proportion, with a line for its interval."""
    low, high = wilson(events, total)
    share, _, bounds = interval(events, total).partition(", ")
    return _svg(events / total, low, high, f"{share}, 95% interval {bounds}")


def span(low: float, high: float) -> Markup:
    """A range of percentages without counts: the line only."""
    text = percent(low / 100) if low == high else f"{percent(low / 100).removesuffix('%')} to {percent(high / 100)}"
    return _svg(None, low / 100, high / 100, text)


def years(low: float, middle: float, high: float) -> Markup:
    """An age with its spread on a line from birth to a hundred years."""
    dot = f'<circle class="middle" cx="{_x(middle / OLDEST)}" cy="7" r="3.4"/>'
    return _drawing(_line(low / OLDEST, high / OLDEST) + dot, f"{middle:g} years, {low:g} to {high:g}")


def _svg(share: float | None, low: float, high: float, text: str) -> Markup:
    length = "" if share is None else f'<rect class="part" x="1" y="2" width="{share * (WIDTH - 2):.1f}" height="10"/>'
    return _drawing(length + _line(low, high), text)


def _x(value: float) -> str:
    return f"{min(value, 1.0) * (WIDTH - 2) + 1:.1f}"


def _line(low: float, high: float) -> str:
    return f'<path class="interval" d="M{_x(low)} 7H{_x(high)}M{_x(low)} 3V11M{_x(high)} 3V11"/>'


def _drawing(parts: str, text: str) -> Markup:
    box = f'<rect class="full" x="1" y="2" width="{WIDTH - 2}" height="10"/>'
    label = str(Markup.escape(text))
    return Markup(
        f'<svg class="bar" role="img" aria-label="{label}" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{box}{parts}</svg>'
    )
