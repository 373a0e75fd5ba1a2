"""Drawings of an assessment as SVG text: the differential, one candidate's reasons, the chain, the body, the tumours.

Each is a pure function, draws nothing that the assessment does not say, and holds the same facts as text in `<desc>`.
They are 340 units wide, so that they can be read on a phone and stand beside each other on paper. No identifiers and
no style attributes: many fit on one page, under any content security policy. Colours are presentation attributes for
paper; `drawings.css` replaces them by the colours of the page.
"""

from __future__ import annotations

from importlib.resources import files

from paraneo.views.drawings.body import body
from paraneo.views.drawings.chain import chain
from paraneo.views.drawings.differential import differential
from paraneo.views.drawings.tumour_bars import tumour_bars
from paraneo.views.drawings.waterfall import waterfall

__all__ = ["body", "chain", "differential", "style_sheet", "tumour_bars", "waterfall"]


def style_sheet() -> str:
    """The text of drawings.css."""
    return files(__package__).joinpath("drawings.css").read_text(encoding="utf-8")
