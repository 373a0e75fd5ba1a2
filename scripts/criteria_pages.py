"""The pages of the published instruments: an index for the program, a table of all, and a manual page for each.

A manual page is the instrument's own card and items, and its specification: every case of tests/spec as a table, so
that what the tests hold the program to can be read.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.spec.criteria import EXPECTED, entries

from paraneo.api import assessor
from paraneo.criteria import instruments
from paraneo.criteria.catalogue import NOT_ENCODED
from paraneo.criteria.instrument import Card, Instrument
from paraneo.criteria.rules import AtLeast, Not, Rule, Score

SEEN = {"full-text": "full text", "abstract": "abstract", "excerpt": "excerpt"}


@cache
def cards() -> dict[str, tuple[str, Card]]:
    """Module and instrument by id, in the order of the ids."""
    found = {}
    for module in pkgutil.iter_modules(instruments.__path__):
        card: Card = importlib.import_module(f"{instruments.__name__}.{module.name}").INSTRUMENT
        found[card.id] = (module.name, card)
    return dict(sorted(found.items()))


def index() -> str:
    """What each instrument is for, as the program reads it."""
    lines = [
        json.dumps({"id": card.id, "module": module, "subjects": sorted(card.subjects)})
        for module, card in cards().values()
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def overview() -> str:
    """docs/criteria.md."""
    count = sum(len(entries(card.id)) for _, card in cards().values())
    parts = [
        INTRODUCTION.format(instruments=len(cards()), cases=count),
        "| Instrument | Year | Source | What was seen | Cases | Status |\n|---|---|---|---|---|---|",
    ]
    for _, card in cards().values():
        status = f"in part: {len(card.off)} clauses off" if card.off else "whole"
        if len(card.off) == 1:
            status = "in part: 1 clause off"
        row = (f"[{card.name}](criteria/{card.id}.md)", card.year, _source(card.sources[0]), card.seen)
        parts.append(f"| {' | '.join(_cell(str(value)) for value in row)} | {len(entries(card.id))} | {status} |")
    for off in NOT_ENCODED:
        parts.append(f"| {off.name} | {off.year} | | {_cell(off.reason)} | 0 | off |")
    return "\n".join(parts) + "\n"


def page(instrument: str) -> str:
    """The manual page of one instrument."""
    _, card = cards()[instrument]
    lines = [f"# {card.name}", "", f"`{card.id}`, {card.year}. {'; '.join(_source(s) for s in card.sources)}.", ""]
    lines += [
        f"**For whom.** {card.scope}",
        "",
        f"**Not for.** {card.misuse}",
        "",
        f"**What was seen.** {card.seen}",
        "",
    ]
    if card.off:
        lines += ["**Not encoded:**", "", *(f"- {clause}" for clause in card.off), ""]
    if card.subjects:
        names = assessor().knowledge.kb.conditions
        lines += [f"**Applied to:** {', '.join(sorted(names[s].name for s in card.subjects))}.", ""]
    if isinstance(card, Instrument):
        lines += _items(card)
    lines += ["## Specification", "", SPECIFICATION, ""]
    lines += ["| Case | Kind | Given | Expected | Where |", "|---|---|---|---|---|"]
    lines += [_case(entry) for entry in entries(card.id)]
    return "\n".join(lines) + "\n"


def _items(card: Instrument) -> list[str]:
    lines = ["## Items", "", "| Item | What it asks | Points | Answered by | Where |", "|---|---|---|---|---|"]
    for q in card.questions:
        points = " or ".join(f"{p:g}" for p in q.points) if card.scored and q.scores else ""
        asked = q.text + (": " + "; ".join(f"{n} {grade}" for n, grade in enumerate(q.grades)) if q.grades else "")
        asked += f" (does not count beside `{q.unless}`)" if q.unless else ""
        by = "the case, or a person" if q.read else "a person"
        lines.append(f"| `{q.id}` | {_cell(asked)} | {points} | {by} | {_cell(q.locator)} |")
    if card.levels:
        lines += ["", "## Levels, lowest first", ""]
        lines += [f"- **{level.name}**: {_rule(level.rule)} ({level.locator})" for level in card.levels]
    return [*lines, ""]


def _rule(rule: Rule) -> str:
    if isinstance(rule, str):
        return f"`{rule}`"
    if isinstance(rule, Not):
        return f"not {_rule(rule.rule)}"
    if isinstance(rule, Score):
        of = f" of {', '.join(f'`{name}`' for name in rule.of)}" if rule.of else ""
        return f"at least {rule.least:g} points{of}"
    inner = [f"({_rule(r)})" if isinstance(r, AtLeast) and len(r.rules) > 1 else _rule(r) for r in rule.rules]
    if rule.count == len(inner):
        return " and ".join(inner)
    return " or ".join(inner) if rule.count == 1 else f"at least {rule.count} of {', '.join(inner)}"


def _case(entry: Mapping[str, Any]) -> str:
    given = [f"{item}: {value}" for item, value in (entry.get("answers") or {}).items()]
    given += [f"{field}: {_plain(value)}" for field, value in (entry.get("case") or {}).items()]
    given += [f"subject: {entry['subject']}"] if entry.get("subject") else []
    expected = [f"{key}: {_plain(entry[key])}" for key in EXPECTED if key in entry]
    values = (entry["name"], entry["kind"], "; ".join(given) or "nothing", "; ".join(expected), entry["locator"])
    return "| " + " | ".join(_cell(str(value)) for value in values) + " |"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(inner) for inner in value)
    return str(value)


def _source(study: str) -> str:
    known = assessor().knowledge.kb.studies[study]
    where = f"PMID {known.pmid}" if known.pmid else f"doi {known.doi}" if known.doi else known.url or ""
    authors = (known.authors or "").split(",")[0]
    return f"{authors or known.title}, {known.journal or ''} {known.year or ''}, {where}".replace(" ,", ",")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


INTRODUCTION = """# Published criteria and scores

Generated by `scripts/criteria_pages.py` from the instruments (`src/paraneo/criteria/instruments`, one module
each) and their specifications (`tests/spec`): {instruments} instruments, {cases} cases.

Every item of an instrument is met, not met or undetermined. An outcome has the level and the score that are
certain now, the levels and points that answers to the unknown can still lead to, and the shortest list of
answers found that makes each level certain. A missing result never counts as a negative one: a finding is
absent only where the case says so, an antibody only where serum and CSF were tested (or a report names no
specimen). Two laws are tested on every instrument: an empty case meets nothing, and filling in what is unknown
never reverses what is settled. Each specification is itself tested: every copy of an instrument with one
threshold, clause or number of points changed must fail at least one of its cases.

A clause is encoded from the original, or from two independent copies that agree; what was seen is said for
each. Clauses that could not be seen are off and named on the instrument's page. Judgements, such as whether
other causes are excluded, are never read from a case: a person answers them, in the case itself,

```yaml
criteria:
  graus-2016-limbic: {{exclusion: yes, mri: no}}
```

or item by item with `paraneo criteria CASE INSTRUMENT --ask`. `paraneo assess` applies every instrument that is
for the conditions that the case states, else for the leading candidates (marked with their probability), and
names the others with the reason; `paraneo classify` applies them to a [registry](registry.md).
"""
SPECIFICATION = """The cases that the tests hold the program to. Published ones are worked cases of the paper or of
one that applied it; boundaries lie at every threshold; three-valued ones leave something unknown."""
