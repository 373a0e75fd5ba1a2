"""Comments on antibody panels as text, as a table (CSV, one row per positive antibody), or one JSON object a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Literal

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from paraneo.comment import Comment
from paraneo.quantities import percent

COLUMNS = ("id", "antibody", "relevant", "present", "tumour", "paraneoplastic", "comment", "panel", "sources")
NONE_POSITIVE = "No antibody is positive."


def write_comments(comments: Sequence[Comment], form: Literal["text", "jsonl", "csv"], console: Console) -> None:
    """Print comments."""
    if form == "jsonl":
        for found in comments:
            console.print(msgspec.json.encode(found).decode(), soft_wrap=True)
    elif form == "csv":
        console.print(to_csv(comments), end="", soft_wrap=True)
    else:
        for found in comments:
            _print(found, console)
        if comments:
            setting = comments[0].setting
            words = f"Among {setting.name}; before anything is known of one, {percent(setting.pretest)} paraneoplastic."
            console.print(Text(words))
            console.print(Text(comments[0].intended_use, style="dim"))


def _print(found: Comment, console: Console) -> None:
    console.print(Text(found.case, style="bold"))
    for result in found.results:
        console.print(Padding(Text(result.text), (0, 0, 0, 2)))
    if not found.results:
        console.print(Padding(Text(NONE_POSITIVE), (0, 0, 0, 2)))
    if found.negative:
        console.print(Padding(Text(f"Negative: {', '.join(found.negative)}."), (0, 0, 0, 2)))
    console.print(Padding(Text(found.panel), (0, 0, 1, 2)))


def to_csv(comments: Sequence[Comment]) -> str:
    """One row per positive antibody; a case without one has one row."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for found in comments:
        for result in found.results:
            table.writerow((
                found.case, result.antibody, result.relevant, result.present, result.tumour, found.paraneoplastic,
                result.text, found.panel, ";".join(result.sources),
            ))  # fmt: skip
        if not found.results:
            table.writerow(
                (found.case, "", "", "", "", found.paraneoplastic, "No antibody is positive.", found.panel, "")
            )
    return out.getvalue()
