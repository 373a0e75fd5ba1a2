"""The assessment as text for a terminal: tables, then reasons, then sources; it reads the same without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.table import Table
from rich.text import Text

from paraneo.contract import AdviceStep, Assessment, Candidate, Criteria, CriteriaItem, Share
from paraneo.knowledge.model import Study
from paraneo.quantities import percent

MOST_CONDITIONS = 6
MOST_REASONS = 8
MOST_SHARES = 5
LEAST_SHARE = 0.005
BAR = 8


class References:
    """Numbers the sources in the order in which the text first cites them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def cite(self, sources: Iterable[str]) -> str:
        """The marks of some sources, as they stand in the text."""
        marks = [self._numbers.setdefault(source, len(self._numbers) + 1) for source in dict.fromkeys(sources)]
        return "".join(f"[{mark}]" for mark in marks)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return iter([(number, source) for source, number in self._numbers.items()])


def render(assessment: Assessment, studies: dict[str, Study], console: Console) -> None:
    """Print an assessment.

    Args:
        studies: of the knowledge base, by id, for the list of sources.
        console: where to print; its width is respected from 80 columns on.
    """
    references = References()
    for part in _parts(assessment, references):
        console.print(part)
    console.print(_sources(references, studies))
    console.print(Text(assessment.intended_use, style="dim"))


def _parts(a: Assessment, refs: References) -> list[RenderableType]:
    parts: list[RenderableType] = [_heading(a)]
    if a.alerts:
        parts += [_title("Must not wait"), _steps(a.alerts, refs, mark="!")]
    parts += [_title("Likeliest"), _conditions(a)]
    if a.outside.flag:
        parts.append(_outside(a))
    if a.beside_the_first:
        parts += [_title("Beside the first, if it is right"), _beside(a)]
    parts += [_title(f"Why {a.conditions[0].name}"), _reasons(a.conditions[0], refs)]
    if len(a.conditions) > 1 and a.conditions[1].probability >= 0.1:
        parts += [_title(f"Why {a.conditions[1].name}"), _reasons(a.conditions[1], refs)]
    parts += [_title("Antibody that explains it, and tumour that causes it"), _shares(a)]
    if a.antibody_results:
        parts += [_title("How far to trust the antibody results"), _readings(a, refs)]
    if a.antibodies_to_request:
        parts += [_title("Antibodies worth asking for"), _requests(a, refs)]
    if a.criteria:
        parts.append(_title("Published criteria"))
        parts += [_criteria(criteria, {c.id: c.name for c in a.conditions}, refs) for criteria in a.criteria]
    if a.disagreements:
        parts += [_title("Criteria and probabilities disagree"), *(Text(f"- {line}") for line in a.disagreements)]
    parts += [_title("What to ask or test next"), _next_tests(a)]
    for title, steps in (
        ("Work-up", a.work_up),
        ("Search for a tumour", a.tumour_search),
        ("Treatment: options and cautions", a.treatment),
        ("Follow-up", a.follow_up),
    ):
        if steps:
            parts += [_title(title), _steps(steps, refs)]
        if steps is a.tumour_search and a.after_negative_search is not None:
            left = "If all of these are negative, a tumour not known yet is still the cause with "
            parts.append(Text(f"{left}{percent(a.after_negative_search)}; look again as below."))
    if a.unrecognised:
        parts += [_title("Not used"), _unrecognised(a)]
    return parts


def _heading(a: Assessment) -> Text:
    date = f" as of {a.as_of}" if a.as_of else ""
    sure = between(a.paraneoplastic.interval)
    line = f"Case {a.case}{date}: paraneoplastic disease {percent(a.paraneoplastic.probability)} likely ({sure})"
    versions = f"paraneo {a.version}, knowledge {a.kb_version} ({a.knowledge[:14]}), HPO {a.hpo}"
    setting = f"Among {a.setting.name}; before anything is known of one, {percent(a.setting.pretest)} likely"
    return Text.assemble((line, "bold"), "\n", setting, "\n", (versions, "dim"))


def _title(text: str) -> Text:
    return Text(f"\n{text}", style="bold underline")


def between(interval: tuple[float, float]) -> str:
    """An interval as people read it."""
    low, high = (percent(end).removesuffix("%") for end in interval)
    return f"{low} to {high}%"


def _conditions(a: Assessment) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    table.add_column(width=BAR)
    table.add_column()
    table.add_column()
    shown = [c for c in a.conditions[:MOST_CONDITIONS] if c.probability >= LEAST_SHARE] or a.conditions[:1]
    for candidate in shown:
        bar = "#" * round(BAR * candidate.probability)
        table.add_row(percent(candidate.probability), between(candidate.interval), bar, candidate.kind, candidate.name)
    rest = sum(c.probability for c in a.conditions[len(shown) :])
    table.add_row(percent(rest), "", "", "", f"{len(a.conditions) - len(shown)} other conditions together")
    return table


def _beside(a: Assessment) -> RenderableType:
    return Group(
        *(
            _bullet(f"{percent(s.probability)} {s.name}: would explain {', '.join(s.explains)}")
            for s in a.beside_the_first
        )
    )


def _reasons(candidate: Candidate, refs: References) -> RenderableType:
    """The strongest items in their order of entry, with the odds before and after them."""
    strongest = sorted(candidate.evidence, key=lambda e: -abs(e.decibans))[:MOST_REASONS]
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", width=6)
    table.add_column(ratio=1)
    table.add_row(f"{candidate.prior_decibans:+.1f}", "before the case, in decibans (10: ten times the odds)")
    for entry in candidate.evidence:
        if entry not in strongest or not entry.decibans:
            continue
        match = f", {entry.match}" if entry.match not in ("", "same term", "nearly neutral") else ""
        numbers = f": {'; '.join(dict.fromkeys(entry.estimates))}" if entry.estimates else ""
        said = "" if entry.status in ("known", "not mentioned") else f" {entry.status}"
        table.add_row(f"{entry.decibans:+.1f}", f"{entry.item}{said}{match}{numbers} {refs.cite(entry.sources)}")
    rest = sum(e.decibans for e in candidate.evidence if e not in strongest)
    if len(candidate.evidence) > len(strongest):
        table.add_row(f"{rest:+.1f}", f"{len(candidate.evidence) - len(strongest)} weaker items together")
    table.add_row(f"{candidate.decibans:+.1f}", f"together: {percent(candidate.probability)}", style="bold")
    return table


def _shares(a: Assessment) -> Table:
    table = Table.grid(padding=(0, 3))
    table.add_column()
    table.add_column()
    left, right = _share_lines(a.antibodies), _share_lines(a.tumours)
    for i in range(max(len(left), len(right))):
        table.add_row(left[i] if i < len(left) else "", right[i] if i < len(right) else "")
    return table


def _share_lines(shares: list[Share]) -> list[str]:
    shown = [s for s in shares[:MOST_SHARES] if s.probability >= LEAST_SHARE]
    return [f"{percent(s.probability):>4} {s.name}" for s in shown]


def _readings(a: Assessment, refs: References) -> RenderableType:
    lines = []
    for reading in a.antibody_results:
        text = (
            f"{reading.name} ({'; '.join(reading.results)}): the cause {percent(reading.relevant)}, there at all "
            f"{percent(reading.present)}; {reading.kind} {refs.cite(reading.sources)}"
        )
        lines.append(_bullet(text))
        lines += [_bullet(f"caution: {caution}", indent=4, mark="") for caution in reading.cautions]
    return Group(*lines)


def _requests(a: Assessment, refs: References) -> RenderableType:
    return Group(
        *(
            _bullet(f"{percent(r.probability)} {r.name}: {r.specimen} {refs.cite(r.sources)}")
            for r in a.antibodies_to_request
        )
    )


def render_criteria(
    criteria: list[Criteria], names: dict[str, str], studies: dict[str, Study], console: Console
) -> None:
    """Print instruments with every item: what it asks, what decides it, what is missing.

    Args:
        names: of the conditions, by id.
    """
    references = References()
    for one in criteria:
        console.print(_title(one.name))
        console.print(_criteria(one, names, references))
        for item in one.items:
            asked = f": {item.text}" if item.text else ""
            console.print(_bullet(f"{item.id} [{item.status}]{asked}", indent=2))
            why = [*item.because, *(f"missing: {what}" for what in item.missing if what != item.text)]
            if why:
                console.print(_bullet("; ".join(why), indent=6, mark="", style="dim"))
    console.print(_sources(references, studies))


def _criteria(criteria: Criteria, names: dict[str, str], refs: References) -> RenderableType:
    about = f", for {names[criteria.subject]}" if criteria.subject else ""
    likely = "" if criteria.inferred is None else f" ({percent(criteria.inferred)} likely)"
    head = f"{criteria.name} ({criteria.year}){about}{likely}: {_standing(criteria)} {refs.cite(criteria.sources)}"
    lines: list[RenderableType] = [_bullet(head)]
    for status in ("met", "not met", "open"):
        told = [_item(item) for item in criteria.items if ("open" if item.missing else item.status) == status]
        if told:
            lines.append(_bullet(f"{status}: {'; '.join(told)}", indent=4, mark=""))
    for way in criteria.ways:
        lines.append(_bullet(f"{way.level} with {', '.join(way.needs)}", indent=4, mark=""))
    lines += [_bullet(line, indent=4, mark="") for line in (*criteria.readings, *criteria.notes)]
    return Group(*lines)


def _standing(criteria: Criteria) -> str:
    """The level and the score as they are now, and what may still come."""
    open_ = [level for level in criteria.reachable if level != criteria.level]
    level = f"{criteria.level}{f', may become {_either(open_)}' if open_ else ''}" if criteria.reachable else ""
    if not criteria.most:
        return level
    score = f"{criteria.score:g}" if criteria.score == criteria.most else f"{criteria.score:g} to {criteria.most:g}"
    return f"{level}{', ' if level else ''}{score} points"


def _item(item: CriteriaItem) -> str:
    return f"{item.id} ({', '.join(item.because)})" if item.because else item.id


def _either(words: list[str]) -> str:
    return " or ".join(words)


def _steps(steps: list[AdviceStep], refs: References, mark: str = "-") -> RenderableType:
    lines: list[RenderableType] = []
    for step in steps:
        chance = "" if step.chance is None else f" (finds something: {percent(step.chance)})"
        when = f" [{step.when}]" if step.when else ""
        dates = f" ({', '.join(step.dates[:4])}{', ...' if len(step.dates) > 4 else ''})" if step.dates else ""
        lines.append(_bullet(f"{step.text}{chance}{when}{dates}", mark=mark))
        lines.append(_bullet(f"{step.because} {refs.cite(step.sources)}", indent=4, mark="", style="dim"))
    return Group(*lines)


def _outside(a: Assessment) -> Text:
    least = f"; hardly explained by the first: {', '.join(a.outside.findings)}" if a.outside.findings else ""
    return Text(f"! This may be an illness that the knowledge base does not know{least}.", style="bold")


def _next_tests(a: Assessment) -> RenderableType:
    """The tests worth doing, each with what its likeliest results would do."""
    if not a.next_tests:
        return Text("Nothing that was not done yet would be expected to change much.")
    names = {c.id: c.name for c in a.conditions}
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", min_width=4)
    table.add_column()
    for test in a.next_tests:
        kind = "ask or look" if test.kind == "question" else test.burden
        table.add_row("", Text.assemble((test.name, "bold"), (f" ({kind}; {test.worth:.2f} bits)", "dim")))
        for r in test.results:
            then = f"paraneoplastic {percent(r.paraneoplastic)}; {names[r.first]} {percent(r.first_probability)}"
            table.add_row(percent(r.probability), Text.assemble(r.result, ": ", (then, "italic")))
    return table


def _unrecognised(a: Assessment) -> RenderableType:
    lines = []
    for entry in a.unrecognised:
        offer = f"; did you mean {' or '.join(entry.suggestions)}?" if entry.suggestions else ""
        lines.append(_bullet(f"{entry.input}: {entry.reason}{offer}"))
    return Group(*lines)


@dataclass(frozen=True, slots=True)
class _Bullet:
    """A mark and a text beside it, wrapped; what a grid of rich would show, ten times faster."""

    text: str
    indent: int
    mark: str
    style: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        first = " " * self.indent + (f"{self.mark} " if self.mark else "")
        rest = " " * len(first)
        lines = textwrap.wrap(
            self.text, options.max_width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        )
        yield Text("\n".join(lines), style=self.style)


def _bullet(text: str, *, indent: int = 0, mark: str = "-", style: str = "") -> RenderableType:
    return _Bullet(text, indent, mark, style)


def _sources(references: References, studies: dict[str, Study]) -> RenderableType:
    lines: list[RenderableType] = [_title("Sources")]
    for number, source in references:
        lines.append(_bullet(describe(source, studies), indent=1, mark=f"[{number}]"))
    return Group(*lines)


def describe(source: str, studies: dict[str, Study]) -> str:
    """One line that leads to a source: a study's citation, or the file of an assumption."""
    study = studies.get(source)
    if study is None:
        return f"{source.replace('assumption:', 'assumption, kb/assumptions/')}.yaml"
    named = "" if "not shown" in study.authors.lower() else f"{study.authors.split(',')[0]}, "
    address = f"PMID {study.pmid}" if study.pmid else f"doi {study.doi}" if study.doi else study.url or ""
    year = "" if study.year is None else f" {study.year}"
    return f"{named}{study.journal or study.title}{year}. {address}".strip()
