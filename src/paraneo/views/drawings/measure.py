"""How wide text is and where its lines break, without a browser: an estimate that the usual fonts do not exceed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Advance widths of DejaVu Sans, the widest of the usual system fonts, in thousandths of the size, from space to tilde.
WIDTHS = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
)  # fmt: skip
OTHER, WIDEST = 850, {"…": 1000, "—": 1000}
BOLD = 1.16


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The room that a line of text needs.

    >>> round(width("91%", 10), 1), width("91%", 10, bold=True) > width("91%", 10)
    (22.2, True)
    """
    return size / 1000 * sum(_advance(letter) for letter in text) * (BOLD if bold else 1.0)


def _advance(letter: str) -> int:
    if letter in WIDEST:
        return WIDEST[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return WIDTHS[ord(base) - 32] if 32 <= ord(base) < 127 else OTHER


def wrap(text: str, room: float, size: float, *, bold: bool = False, most: int = 6) -> list[str]:
    """The lines of a text that has so much room; what does not fit into `most` lines ends in an ellipsis.

    >>> wrap("Rapidly progressive cerebellar syndrome", 130, 12)
    ['Rapidly progressive', 'cerebellar syndrome']
    >>> wrap("Ovarian/fallopian tube/primary peritoneal carcinoma", 130, 12, most=2)
    ['Ovarian/fallopian', 'tube/primary perito…']
    """
    lines = [""]
    for piece in _pieces(text, room, size, bold=bold):
        if width((lines[-1] + piece).rstrip(), size, bold=bold) <= room or not lines[-1]:
            lines[-1] += piece
        else:
            lines.append(piece)
    lines = [line.strip() for line in lines]
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] = f"{' '.join(lines[most - 1 :])}…"
    return [_cut(line, room, size, bold=bold) for line in kept]


def _pieces(text: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    """Words with the space after them; a line may also break after a slash or a hyphen, and where no word fits."""
    for word in re.split(r"(?<=[ /])|(?<=\w\w-)(?=\w\w)", text):
        rest = word
        while width(rest.rstrip(), size, bold=bold) > room:
            fits = max((n for n in range(1, len(rest)) if width(rest[:n], size, bold=bold) <= room), default=1)
            fits = rest.rfind("-", 0, fits) + 1 or fits
            yield rest[:fits]
            rest = rest[fits:]
        yield rest


def _cut(line: str, room: float, size: float, *, bold: bool) -> str:
    while width(line, size, bold=bold) > room and len(line) > 2:
        line = line.removesuffix("…")[:-1].rstrip() + "…"
    return line
