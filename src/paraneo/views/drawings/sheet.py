"""The sheet that a drawing is made on: text, boxes, bars and marks as SVG elements with a class each."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from paraneo.views.drawings.measure import wrap

WIDTH = 340
SMALL, TEXT = 12.5, 13.5  # sizes of type
LEADING = 1.25  # from line to line, in sizes

# What each class looks like on white paper and without a style sheet; drawings.css says it again in the page's colours.
PAINT = {
    "ink": 'fill="#1c2430"',
    "faint": 'fill="#54606e"',
    "card": 'fill="#f3f6f9" stroke="#c9d1da"',
    "card-none": 'fill="none" stroke="#54606e" stroke-dasharray="4 3"',
    "track": 'fill="#e8edf2"',
    "rule": 'fill="none" stroke="#c9d1da"',
    "strong-rule": 'fill="none" stroke="#54606e"',
    "halo": 'fill="none" stroke="#ffffff" stroke-width="4.5"',
    "interval": 'fill="none" stroke="#12263a" stroke-width="1.8"',
    "syndrome": 'fill="#2b6cb0" stroke="#2b6cb0"',
    "mimic": 'fill="#ffffff" stroke="#9a5b00"',
    "mimic-hatch": 'fill="none" stroke="#9a5b00" stroke-width="1.4"',
    "other": 'fill="#ffffff" stroke="#54606e" stroke-dasharray="2 2"',
    "for": 'fill="#1f6f78" stroke="#1f6f78"',
    "against": 'fill="#ffffff" stroke="#a8431f"',
    "against-hatch": 'fill="none" stroke="#a8431f" stroke-width="1.4"',
    "share": 'fill="#6b5296" stroke="#6b5296"',
    "link": 'fill="none" stroke="#54606e" stroke-width="1.6"',
    "link-none": 'fill="none" stroke="#54606e" stroke-width="1.6" stroke-dasharray="4 3"',
    "arrow": 'fill="#54606e"',
    "figure": 'fill="#e8edf2" stroke="#8794a3"',
    "organ": 'fill="#d7dfe7"',
    "site": 'fill="#6b5296" stroke="#ffffff" stroke-width="1.5"',
    "on-site": 'fill="#ffffff"',
}


def number(value: float) -> str:
    """A coordinate, to one decimal and without a trailing zero."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


class Sheet:
    """Collects the elements of one drawing from top to bottom."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._parts: list[str] = []

    def text(
        self, x: float, y: float, words: str, *, size: float = TEXT, paint: str = "ink", anchor: str = "start",
        bold: bool = False,
    ) -> None:  # fmt: skip
        """One line of text on a baseline."""
        ends = "" if anchor == "start" else f' text-anchor="{anchor}"'
        weight = ' font-weight="700"' if bold else ""
        at = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
        self._parts.append(f'<text class="{paint}" {at}{ends}{weight} {PAINT[paint]}>{escape(words)}</text>')

    def lines(
        self, x: float, y: float, words: str, *, room: float, size: float = TEXT, paint: str = "ink",
        anchor: str = "start", bold: bool = False, most: int = 6,
    ) -> float:  # fmt: skip
        """Text in as many lines as it needs; returns the baseline of the last one."""
        broken = wrap(words, room, size, bold=bold, most=most)
        for place, line in enumerate(broken):
            self.text(x, y + place * size * LEADING, line, size=size, paint=paint, anchor=anchor, bold=bold)
        return y + (len(broken) - 1) * size * LEADING

    def box(self, paint: str, x: float, y: float, w: float, h: float, *, round_by: float = 0.0) -> None:
        """A rectangle."""
        corner = f' rx="{number(round_by)}"' if round_by else ""
        at = f'x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
        self._parts.append(f'<rect class="{paint}" {at}{corner} {PAINT[paint]}/>')

    def circle(self, paint: str, x: float, y: float, r: float) -> None:
        """A circle."""
        at = f'cx="{number(x)}" cy="{number(y)}" r="{number(r)}"'
        self._parts.append(f'<circle class="{paint}" {at} {PAINT[paint]}/>')

    def path(self, paint: str, *steps: str | float) -> None:
        """A path, as its commands and coordinates."""
        data = " ".join(step if isinstance(step, str) else number(step) for step in steps)
        self._parts.append(f'<path class="{paint}" d="{data}" {PAINT[paint]}/>')

    def hatch(self, paint: str, x: float, y: float, w: float, h: float, *, gap: float = 5.0) -> None:
        """Slanted lines that fill a rectangle and do not leave it."""
        steps: list[str | float] = []
        start = gap / 2
        while start < w + h:
            a, b = min(start, w), max(0.0, start - h)  # along the upper edge, along the lower edge
            steps += ["M", x + a, y + start - a, "L", x + b, y + start - b]
            start += gap
        if steps:
            self.path(paint, *steps)

    def mark(self, kind: str, x: float, y: float) -> None:
        """What tells conditions apart beside the word: a disc (syndrome), an open diamond (mimic), a dashed ring."""
        if kind == "mimic":
            self.path(kind, "M", x, y - 5, "L", x + 5, y, "L", x, y + 5, "L", x - 5, y, "Z")
        else:
            self.circle(kind, x, y, 4.5)

    def badge(self, label: str, x: float, y: float, *, r: float = 8.5, square: bool = False) -> None:
        """A short label in a disc, or in a square."""
        if square:
            self.box("site", x - r, y - r, 2 * r, 2 * r, round_by=3)
        else:
            self.circle("site", x, y, r)
        self.text(x, y + 4, label, size=SMALL, paint="on-site", anchor="middle", bold=True)

    def finish(self, height: float, title: str, facts: Sequence[str]) -> str:
        """The drawing as text; `facts` are the sentences that say in words what it shows."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing drawing-{self.name}" role="img" '
            f'viewBox="0 0 {WIDTH} {number(height)}" font-family="system-ui, sans-serif" {PAINT["ink"]}>'
        )
        words = [f"<title>{escape(title)}</title>", f"<desc>{escape(' '.join(facts))}</desc>"]
        return "\n".join([head, *words, *self._parts, "</svg>"]) + "\n"
