"""What else stands on the page of an entry, beside its numbers: advice, emergencies, criteria in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from paraneo.criteria.rules import AtLeast, Not, Rule, Score
from paraneo.knowledge.model import Advice, Emergency, KnowledgeBase, Study
from paraneo.pathway.steps import when_in_words
from paraneo.views.drawings.chain import PLACES
from paraneo.views.knowledge_index import SYSTEMS
from paraneo.views.knowledge_pages import address

STAGES = {
    "work-up": "Work-up", "tumour-search": "Search for a tumour", "treatment": "Treatment", "caution": "Cautions",
    "follow-up": "Follow-up",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A piece of advice as it is shown.

    Attributes:
        when: its schedule in words, or nothing. applies: what it applies to, by kind, each a page or a phrase.
    """

    advice: Advice
    when: str
    applies: tuple[tuple[str, tuple[str, ...]], ...]


def label(study: Study) -> str:
    """How a study is cited in a table: its first author and year; its title where no author was shown."""
    if not study.authors or "not shown" in study.authors.lower():
        return study.id
    return " ".join(str(part) for part in (study.authors.split(",")[0], study.year) if part)


def outside(study: Study) -> tuple[str, str]:
    """What a study is known by elsewhere, and its address there; two empty texts where it has none."""
    where = address(study)
    if not where.startswith(("https://", "http://")):
        return "", ""
    if study.pmid:
        return f"PMID {study.pmid}", where
    return (f"doi:{study.doi}", where) if study.doi else (where.split("/")[2], where)


def steps(kb: KnowledgeBase) -> list[tuple[str, str, list[Step]]]:
    """Every piece of advice by stage, with the stage's name, in the order in which they are given."""
    ordered = sorted(kb.advice.values(), key=lambda advice: (advice.order, advice.id))
    return [(stage, name, [step(a) for a in ordered if a.stage == stage]) for stage, name in STAGES.items()]


def step(advice: Advice) -> Step:
    """A piece of advice as it is shown."""
    when = when_in_words(advice.schedule) if advice.schedule else ""
    return Step(advice, when, tuple(_applies(advice)))


def _applies(advice: Advice) -> Iterator[tuple[str, tuple[str, ...]]]:
    a = advice.applies
    ages = [f"from {a.age_from} years"] if a.age_from is not None else []
    ages += [f"up to {a.age_to} years"] if a.age_to is not None else []
    parts = {
        "condition": [f"conditions/{c}" for c in a.conditions],
        "antibody": [f"antibodies/{x}" for x in a.antibodies],
        "tumour": [f"tumours/{t}" for t in a.tumours],
        "body system": [SYSTEMS[s] for s in a.systems],
        "presentation": [_words(group) for group in a.groups],
        "antigen": [PLACES[place] for place in a.places],
        "exposure": [_words(exposure) for exposure in a.exposures],
        "patient": [*([a.sex] if a.sex else []), *ages],
        "situation": [_words(situation) for situation in a.situations],
    }
    yield from ((name, tuple(told)) for name, told in parts.items() if told)


def _words(identifier: str) -> str:
    return identifier.replace("-", " ")


def advice_on(kb: KnowledgeBase, kind: str, identifier: str) -> list[Step]:
    """Advice that names a condition, an antibody or a tumour."""
    named = (a for a in kb.advice.values() if identifier in getattr(a.applies, kind))
    stages = list(STAGES)
    return [step(a) for a in sorted(named, key=lambda a: (stages.index(a.stage), a.order, a.id))]


def emergencies_of(kb: KnowledgeBase, condition: str) -> list[Emergency]:
    """What must not wait in a condition."""
    return [emergency for emergency in kb.emergencies.values() if condition in emergency.conditions]


def rule_in_words(rule: Rule) -> str:
    """What a level asks of the items, by their names.

    >>> rule_in_words(AtLeast(2, ("onset", "memory", Not("other-cause"))))
    'at least 2 of: onset; memory; not other-cause'
    """
    if isinstance(rule, str):
        return rule
    if isinstance(rule, Not):
        return f"not {_inner(rule.rule)}"
    if isinstance(rule, Score):
        return f"at least {rule.least:g} points" + (f" from {', '.join(rule.of)}" if rule.of else "")
    inner = [_inner(part) for part in rule.rules]
    if rule.count == len(inner):
        return " and ".join(inner)
    return " or ".join(inner) if rule.count == 1 else f"at least {rule.count} of: {'; '.join(inner)}"


def _inner(rule: Rule) -> str:
    several = isinstance(rule, AtLeast) and len(rule.rules) > 1
    return f"({rule_in_words(rule)})" if several else rule_in_words(rule)
