"""Small drawings as inline SVG: a proportion with its interval. Length carries the meaning, colour only repeats it."""

from __future__ import annotations

import math

from markupsafe import Markup

WIDTH, HEIGHT = 160, 14
Z = 1.959964  # of a 95% interval


def wilson(events: int, total: int) -> tuple[float, float]:
    """The 95% score interval of a proportion (Wilson 1927), from 0 to 1.

    >>> tuple(round(x, 3) for x in wilson(18, 31))
    (0.408, 0.736)
    """
    share = events / total
    centre = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    half = Z / (1 + Z * Z / total) * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    return max(0.0, centre - half), min(1.0, centre + half)


def bar(events: int, total: int) -> Markup:
    """A bar as long as the proportion, with a line for its interval."""
    share = events / total
    low, high = wilson(events, total)
    return _svg(share, low, high, f"{100 * share:.0f}%, interval {100 * low:.0f} to {100 * high:.0f}%")


def span(low: float, high: float) -> Markup:
    """A range of percentages without counts: the line only."""
    return _svg(None, low / 100, high / 100, f"{low:g} to {high:g}%")


def _svg(share: float | None, low: float, high: float, text: str) -> Markup:
    def x(value: float) -> str:
        return f"{value * (WIDTH - 2) + 1:.1f}"

    box = f'<rect class="full" x="1" y="2" width="{WIDTH - 2}" height="10"/>'
    length = "" if share is None else f'<rect class="part" x="1" y="2" width="{share * (WIDTH - 2):.1f}" height="10"/>'
    line = f'<path class="interval" d="M{x(low)} 7H{x(high)}M{x(low)} 3V11M{x(high)} 3V11"/>'
    return Markup(
        f'<svg class="bar" role="img" aria-label="{text}" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{box}{length}{line}</svg>'
    )
