"""An entry of the knowledge base as text: what it says, each number with its study, and what is assumed."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.estimates import Entry, Sourced, Statement, Term
from paraneo.ontology import Lexicon
from paraneo.views.text import describe


def render_entry(identifier: str, knowledge: Compiled, console: Console) -> str:
    """Print an entry; returns what is wrong where there is none, with up to three suggestions."""
    kb, assumed = knowledge.kb, knowledge.assumptions
    kinds: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "condition": (kb.conditions, assumed.conditions),
        "antibody": (kb.antibodies, assumed.antibodies),
        "tumour": (kb.tumours, assumed.tumours),
        "test": (kb.tests, {}),
        "request": (kb.requests, {}),
        "setting": (assumed.settings, {}),
        "area of findings": (kb.areas, assumed.backgrounds),
        "advice": (kb.advice, {}),
        "emergency": (kb.emergencies, assumed.thresholds.emergencies),
        "study": (kb.studies, {}),
        "presentation group": (assumed.groups, {}),
    }
    identifier = _by_name(identifier, kinds)
    found = [
        (kind, entries[identifier], extra.get(identifier))
        for kind, (entries, extra) in kinds.items()
        if identifier in entries
    ]
    if not found:
        every = [(name, name) for entries, _ in kinds.values() for name in entries]
        near = Lexicon(every).suggest(identifier)
        return f'there is no entry "{identifier}"' + (f"; did you mean {' or '.join(near)}?" if near else "")
    for kind, entry, extra in found:
        console.print(Text(f"{getattr(entry, 'name', None) or getattr(entry, 'title', identifier)}", style="bold"))
        console.print(Text(f"{kind} {identifier}, knowledge base {kb.version}", style="dim"))
        _fields(entry, console, knowledge)
        if extra is not None:
            console.print(Text("\nAssumed where no study was found", style="bold underline"))
            _fields(extra, console, knowledge)
    return ""


def _by_name(wanted: str, kinds: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> str:
    """The id of the one entry with this id, or else with this name in any case; what was wanted if there is none."""
    if any(wanted in entries for entries, _ in kinds.values()):
        return wanted
    named = {
        identifier
        for entries, _ in kinds.values()
        for identifier, entry in entries.items()
        for name in (identifier, getattr(entry, "name", ""), *getattr(entry, "names", ()))
        if name.casefold() == wanted.casefold()
    }
    return named.pop() if len(named) == 1 else wanted


def _fields(entry: Entry, console: Console, knowledge: Compiled) -> None:
    for name in entry.__struct_fields__:
        value = getattr(entry, name)
        if name in ("id", "name") or value in (None, [], {}, ""):
            continue
        title = name.replace("_", " ")
        if isinstance(value, Statement):
            console.print(Text(f"\n{title}: {value.text} [{', '.join(value.sources)}]"))
        elif isinstance(value, list) and isinstance(value[0], Sourced):
            console.print(Text(f"\n{title}", style="underline"))
            console.print(_numbers(value, knowledge))
        elif isinstance(value, dict) and all(isinstance(v, Entry) for v in value.values()):
            for key, inner in value.items():
                console.print(Text(f"\n{title}: {key}", style="underline"))
                _fields(inner, console, knowledge)
        else:
            console.print(Text(f"{title}: {_plain(value)}"))


def _numbers(estimates: list[Any], knowledge: Compiled) -> Table:
    table = Table.grid(padding=(0, 1))
    for width in (None, None, None):
        table.add_column(width=width)
    for e in estimates:
        what = [
            getattr(e, k)
            for k in ("quantity", "method", "specimen", "population", "among", "tumour", "tempo")
            if getattr(e, k, None)
        ]
        finding = getattr(e, "finding", None)
        if isinstance(finding, Term):
            what.append(finding.label)
        number = e.risk if hasattr(e, "risk") else str(e)
        table.add_row(" ".join(what), number, f"{describe(e.study, knowledge.kb.studies)} ({e.locator})")
    return table


def _plain(value: Any) -> str:
    if isinstance(value, Entry):
        return ", ".join(f"{name} {_plain(getattr(value, name))}" for name in value.__struct_fields__)
    if isinstance(value, list):
        return "; ".join(_plain(v) for v in value)
    if isinstance(value, dict):
        return ", ".join(f"{k} {_plain(v)}" for k, v in value.items())
    return str(value)
