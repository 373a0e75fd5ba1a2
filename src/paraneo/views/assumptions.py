"""The assumptions that hold for every case, as Markdown: value, range, reason."""

from __future__ import annotations

from collections.abc import Iterator

from paraneo.knowledge.assumptions import Assumptions, Number
from paraneo.knowledge.check import walk

GENERAL = ("settings", "hypotheses", "reporting", "pooling", "cancer", "assays", "next_tests", "thresholds", "words")
HEAD = """# Assumptions

Generated from `kb/assumptions`. These numbers hold for every case; no study gives them, or none that was seen. Each has
the range in which a reasonable expert might put it. Those of single conditions, antibodies, tumours, findings stand in
the same folder, one file each; every output that rests on one calls it an assumption.
"""


def render_assumptions(assumptions: Assumptions) -> str:
    """Every general assumption with its range and the reason of its file."""
    lines = [HEAD]
    for name in GENERAL:
        entry = getattr(assumptions, name)
        files = entry.items() if isinstance(entry, dict) else [("", entry)]
        for identifier, one in files:
            title = f"{name}/{identifier}" if identifier else name
            lines += [f"## {title}", "", " ".join(one.reason.split()), "", *_table(one), ""]
    return "\n".join(lines)


def _table(entry: object) -> Iterator[str]:
    yield "| what | value | range |"
    yield "|---|---:|---:|"
    for path, number in walk(entry):
        if isinstance(number, Number):
            name = " ".join(part for part in path if part != "share")
            yield f"| {name} | {number.value:g} | {number.low:g} to {number.high:g} |"
