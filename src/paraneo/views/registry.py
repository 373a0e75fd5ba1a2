"""The summary of a classified registry, as text and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from rich.console import Console
from rich.table import Table
from rich.text import Text

from paraneo.criteria.instrument import Card
from paraneo.registry.classify import levels
from paraneo.registry.summary import Agreement, Summary
from paraneo.version import __version__

MOST_REASONS = 5
MOST_OPEN = 8
NOW = "who is still open counts with the level that is certain now"


def render_summary(summary: Summary, console: Console) -> None:
    """Print counts by level, what is open most often, agreement, and what changed."""
    told = f", {summary.with_problems:,} with something not understood" if summary.with_problems else ""
    console.print(Text(f"{_patients(summary.rows)}{told}", style="bold"))
    for card in summary.cards:
        console.print(Text(f"\n{card.name} ({card.year})", style="bold"))
        table = _grid("level", "patients", "share")
        for level, count in summary.levels(card):
            if count:
                table.add_row(level, f"{count:,}", _share(count, summary.rows))
        console.print(table)
        still = summary.still_open[card.id]
        if still:
            console.print(Text(f"{still:,} may still reach a higher level; open most often: {_open(summary, card)}"))
    for agreement in summary.agreements():
        _agreement(agreement, {card.id: card for card in summary.cards}, console)


def _agreement(agreement: Agreement, cards: Mapping[str, Card], console: Console) -> None:
    console.print(Text(f"\n{agreement.first} (rows) against {agreement.second} (columns)", style="bold"))
    first, second = levels(cards[agreement.first]), levels(cards[agreement.second])
    table = _grid("", *second)
    for row in first:
        table.add_row(row, *(f"{agreement.table.get((row, column), 0):,}" for column in second))
    console.print(table)
    kappa = "not defined" if agreement.kappa is None else f"{agreement.kappa:.3f}"
    console.print(Text(f"Cohen's kappa {kappa}, over levels of the same name; {NOW}"))
    for (before, after), reasons in agreement.reasons.items():
        total = agreement.table[before, after]
        console.print(Text(f"{before} to {after} ({total:,}):"))
        for reason, count in reasons[:MOST_REASONS]:
            console.print(Text(f"  {count:,}: {reason}"))


def _grid(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    return table


def _open(summary: Summary, card: Card) -> str:
    found = summary.open[card.id].most_common()
    ordered = sorted(found, key=lambda entry: (-entry[1], entry[0]))[:MOST_OPEN]
    return ", ".join(f"{item} ({count:,})" for item, count in ordered)


def _patients(count: int) -> str:
    return f"{count:,} patient{'' if count == 1 else 's'}"


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.1f}%"


def to_html(summary: Summary, cards: Mapping[str, Card]) -> str:
    """The same as one page that asks nothing of another host."""
    import jinja2  # only a page needs it

    template = resources.files("paraneo.views").joinpath("registry.html.jinja").read_text(encoding="utf-8")
    page = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
    return page.render(
        summary=summary,
        cards=cards,
        levels=levels,
        patients=_patients,
        share=_share,
        open=_open,
        most=MOST_REASONS,
        version=__version__,
    )
