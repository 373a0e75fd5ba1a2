"""What the knowledge base holds of a syndrome that a patient's page tells: nothing here is worded, nothing is new."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

import msgspec
import numpy as np

from paraneo.knowledge.compiled import Compiled, Model
from paraneo.knowledge.load import parse_yaml
from paraneo.knowledge.model import Advice, Condition
from paraneo.ontology import load_ontology
from paraneo.plain import BASE, texts
from paraneo.quantities import Array

# Shares from which a sign counts as seen in most, in about half, in some, in a few patients.
OFTEN = {"most": 0.65, "many": 0.38, "some": 0.13, "few": 0.05}
WARNS = 0.05  # a sign that a study saw in fewer patients raises no warning by itself
TUMOUR_SELDOM = 0.05  # share of patients with a tumour as the cause, below which tumours are not listed
TUMOUR_LISTED = 0.05  # share among these tumours, from which one is named
MOST_TESTS = 6
Indices = np.ndarray[Any, np.dtype[np.int64]]
Sex = Literal["women", "more_women", "both", "more_men", "men"]


class WarningRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a warning sign belong to a syndrome: findings, emergencies, words of its own plain text."""

    findings: list[str]
    emergencies: list[str]
    words: list[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a syndrome.

    Attributes:
        signs: findings that a study counted, with their share, commonest first.
        tumours: with their share among patients in whom one is the cause; empty where it seldom is.
        tests: that look for these tumours, in the order in which they are done.
        age: years, below which 5%, 50% and 95% of the patients are; `sex`, `smoked`: who they are.
        counted: whether a study counted ages, and sexes.
        warnings: ids of warning signs.
        treatments: ids of advice. search_again: the schedule after a first search that found nothing.
    """

    signs: list[tuple[str, float]]
    tumours: list[tuple[str, float]]
    tests: list[str]
    age: tuple[int, int, int]
    sex: Sex
    smoked: bool
    counted: tuple[bool, bool]
    warnings: list[str]
    treatments: list[str]
    search_again: Advice | None


def facts(syndrome: str, knowledge: Compiled) -> Facts:
    """What is told of a syndrome in general.

    Raises:
        KeyError: if the knowledge base has no such syndrome.
    """
    condition = knowledge.kb.conditions[syndrome]
    if condition.kind != "syndrome":
        raise KeyError(syndrome)
    of, weight = _hypotheses(syndrome, knowledge.model)
    causal = weight @ knowledge.model.tumour[of]
    signs = _signs(condition, knowledge, of, weight)
    tumours = _tumours(causal, knowledge.model.tumours)
    return Facts(
        signs=signs,
        tumours=tumours,
        tests=_tests([tumour for tumour, share in tumours[:4] if share >= TUMOUR_LISTED], knowledge),
        age=_age(knowledge.model, of, weight),
        sex=_sex(condition, knowledge.model, of, weight),
        smoked=_mean(knowledge.model.smoker, knowledge.model, of, weight) >= 0.6,
        counted=(bool(condition.age), bool(condition.sex)),
        warnings=warnings(condition, dict(signs), knowledge),
        treatments=_treatments(condition, knowledge, with_tumour=bool(tumours)),
        search_again=_search_again(condition, knowledge) if tumours else None,
    )


def often(share: float) -> str | None:
    """The class of `OFTEN` of a share; None where it is too small to tell."""
    return next((name for name, least in OFTEN.items() if share >= least), None)


@functools.cache
def rules() -> dict[str, WarningRule]:
    """The warning signs, in their order of weight."""
    text = resources.files("paraneo.plain").joinpath("red-flags.yaml").read_text(encoding="utf-8")
    return msgspec.convert(parse_yaml(text), dict[str, WarningRule])


def warnings(condition: Condition, signs: dict[str, float], knowledge: Compiled) -> list[str]:
    """The warning signs of a syndrome: by its findings, its emergencies, and its own plain words."""
    return [name for name, rule in rules().items() if _warns(rule, condition, signs, knowledge)]


def _warns(rule: WarningRule, condition: Condition, signs: dict[str, float], knowledge: Compiled) -> bool:
    ontology = load_ontology()
    if any(condition.id in knowledge.kb.emergencies[emergency].conditions for emergency in rule.emergencies):
        return True
    if any(word in texts(BASE).syndromes[condition.id].urgent.lower() for word in rule.words):
        return True
    seen = [sign for sign, share in signs.items() if share >= WARNS and sign in ontology]
    return any(ontology.is_a(sign, wanted) for sign in seen for wanted in rule.findings)


def _hypotheses(syndrome: str, model: Model) -> tuple[Indices, Array]:
    """The model's hypotheses of a syndrome, one for each causal antibody and none, with their weights."""
    of = np.where(model.condition == model.conditions.index(syndrome))[0]
    return of, model.prior[of] / model.prior[of].sum()


def _signs(condition: Condition, knowledge: Compiled, of: Indices, weight: Array) -> list[tuple[str, float]]:
    """Signs with a count or a word from a study, the model's share of patients, commonest first."""
    model, areas = knowledge.model, knowledge.kb.areas
    of_area = {term.id: area.id for area in areas.values() for term in area.means}
    rows = model.row[of]
    shares = {}
    for profile in (condition, *condition.with_antibody.values()):
        for sign in (entry.finding.id for entry in profile.findings):
            if sign in model.findings:
                place = model.findings.index(sign)
                area = int(model.area[place])
                share = weight @ (model.involved[rows, area] * model.share[rows, place])
            elif sign in of_area:
                area = model.areas.index(of_area[sign])
                share = weight @ model.involved[rows, area]
            else:
                continue
            if areas[model.areas[area]].kind == "sign":
                shares[sign] = float(share)
    return sorted(shares.items(), key=lambda entry: (-entry[1], entry[0]))


def _tumours(causal: Array, names: list[str]) -> list[tuple[str, float]]:
    """Each tumour's share among patients in whom a tumour is the cause."""
    any_tumour = float(causal[:-1].sum())
    if any_tumour < TUMOUR_SELDOM:
        return []
    shares = [(name, float(share) / any_tumour) for name, share in zip(names, causal, strict=False)]
    return sorted(shares, key=lambda entry: (-entry[1], entry[0]))


def _tests(tumours: list[str], knowledge: Compiled) -> list[str]:
    """The tests for the first tumours: the first one of each, then the second, until there are enough."""
    lists = [knowledge.kb.tumours[tumour].search for tumour in tumours]
    turns = [search[turn] for turn in range(max(map(len, lists), default=0)) for search in lists if turn < len(search)]
    return list(dict.fromkeys(turns))[:MOST_TESTS]


def _mean(values: Array, model: Model, of: Indices, weight: Array) -> float:
    """A share of (hypotheses, tumours) in the patients of some hypotheses."""
    return float(weight @ (values[of] * model.tumour[of]).sum(axis=1))


def _age(model: Model, of: Indices, weight: Array) -> tuple[int, int, int]:
    """Ages below which 5%, 50% and 95% are; from ten years on to the nearest five."""
    share = weight[:, None] * model.tumour[of]
    density = np.einsum("ht,hta->a", share, model.age[model.age_of[of]])
    below = np.cumsum(density) / density.sum()
    low, middle, high = (int(np.searchsorted(below, part)) for part in (0.05, 0.5, 0.95))
    return _rounded(low), _rounded(middle), _rounded(high)


def _rounded(years: int) -> int:
    return years if years < 10 else 5 * round(years / 5)


def _sex(condition: Condition, model: Model, of: Indices, weight: Array) -> Sex:
    """As counted by studies, else as the model has it."""
    men = sum(shares.counts.get("male", 0) for shares in condition.sex)
    women = sum(shares.counts.get("female", 0) for shares in condition.sex)
    male = men / (men + women) if men + women else _mean(model.male, model, of, weight)
    bounds: list[tuple[float, Sex]] = [(0.25, "women"), (0.43, "more_women"), (0.57, "both"), (0.75, "more_men")]
    return next((name for most, name in bounds if male < most), "men")


def _treatments(condition: Condition, knowledge: Compiled, *, with_tumour: bool) -> list[str]:
    """Advice on treatment that names the syndrome, whatever the antibody; else what holds for any tumour."""
    named = [
        advice
        for advice in knowledge.kb.advice.values()
        if advice.stage == "treatment" and condition.id in advice.applies.conditions and _in_general(advice)
    ]
    named.sort(key=lambda advice: (advice.order, advice.id))
    return [advice.id for advice in named] or (["treat-outlook"] if with_tumour else [])


def _in_general(advice: Advice) -> bool:
    applies = advice.applies
    return not (applies.places or applies.antibodies or applies.tumours or applies.exposures)


def _search_again(condition: Condition, knowledge: Compiled) -> Advice | None:
    """The schedule after a first search that found nothing; the one for fewest syndromes is the most fitting."""
    named = [
        advice
        for advice in knowledge.kb.advice.values()
        if advice.stage == "follow-up" and advice.schedule and condition.id in advice.applies.conditions
        and _in_general(advice)
    ]  # fmt: skip
    return min(named, key=lambda advice: (len(advice.applies.conditions), advice.id), default=None)
