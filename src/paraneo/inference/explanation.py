"""Why: what each item of the evidence does to the odds of each condition, given the items before it.

The items enter in one order: who the patient is, known cancers, the course, exposures, signs, results of routine tests,
what is not mentioned, antibody results, tests for a tumour. The explanation is the computation: it multiplies the same
factors as :meth:`exact.Exact.posterior`, one at a time, and the decibans of an item are the change in the odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from paraneo.case import AntibodyResult
from paraneo.inference.evidence import Evidence, Means, Sign
from paraneo.inference.exact import Exact
from paraneo.knowledge.compiled import Compiled, Provenance
from paraneo.knowledge.estimates import Sourced
from paraneo.knowledge.pooling import TEMPOS
from paraneo.quantities import Array, decibans, log_odds_of_weights

ItemKind = Literal["subject", "cancer", "course", "exposure", "sign", "test", "omission", "antibody", "tumour-test"]
DECIBAN_LIMIT = 999.9  # stands for a factor of zero or infinity, which JSON cannot hold


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the evidence; `sign` is set for findings and exposures."""

    label: str
    kind: ItemKind
    status: str
    match: str
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Items with their decibans for every condition.

    Attributes:
        items: in the order in which they enter.
        prior: (C,) decibans of the prior odds, to one decimal.
        steps: (items, C) the change that each item makes, to one decimal; prior plus steps is the posterior's odds.
    """

    items: tuple[Item, ...]
    prior: Array
    steps: Array


def explain(exact: Exact, evidence: Evidence) -> Explanation:
    """Multiply the factors of the posterior one by one; see :class:`Explanation`."""
    weights: list[Array] = []  # (H,) each
    items: list[Item] = []
    model = exact.model

    def note(weight: Array, item: Item | None = None) -> None:
        weights.append(weight)
        if item is not None:
            items.append(item)

    joint = exact.start()
    note(joint.sum(axis=1))
    for factor, item in _subject_steps(exact, evidence):
        joint = joint * factor
        note(joint.sum(axis=1), item)

    subject = joint.sum(axis=1)
    rows = np.zeros(len(model.row_names))
    if evidence.tempo is not None:
        rows = np.log(exact.tempo(evidence.tempo))
        note(subject * _relative(rows)[model.row], Item(TEMPOS[evidence.tempo] + " course", "course", "present", ""))
    entering: tuple[Sign, ...] = ()
    found = np.zeros(len(model.row_names))
    fits: dict[tuple[Sign, ...], Array] = {(): found}  # log P of the signs that entered, by those of the same areas
    for sign in _in_order(exact, evidence.signs):
        found = found + _step(exact, sign, entering, fits, treated=evidence.treated)
        entering = (*entering, sign)
        status = "present" if sign.present else "excluded"
        note(
            subject * _relative(rows + found)[model.row], Item(sign.label, _kind(exact, sign), status, sign.match, sign)
        )
    whole = _relative(rows + exact.signs(entering, treated=evidence.treated, omissions=True))
    omitted = Item("Findings that are not mentioned", "omission", "not mentioned", "nearly neutral")
    note(subject * whole[model.row], omitted)

    joint = joint * whole[model.row][:, None]
    for antibodies in range(1, len(evidence.antibody_results) + 1):
        results = evidence.antibody_results[:antibodies]
        hidden = exact.hidden(evidence, results, ())
        note((joint * hidden.weight.sum(axis=2)[model.antibody]).sum(axis=1), _antibody_item(exact, results[-1]))
    for tests in range(1, len(evidence.tumour_tests) + 1):
        chosen = evidence.tumour_tests[:tests]
        hidden = exact.hidden(evidence, evidence.antibody_results, chosen)
        test, outcomes = chosen[-1]
        label = exact.knowledge.kb.tests[model.tests[test]].name
        item = Item(label, "tumour-test", ", ".join(outcome.result for outcome in outcomes), "")
        note((joint * hidden.weight.sum(axis=2)[model.antibody]).sum(axis=1), item)

    odds = decibans(1.0) * log_odds_of_weights(exact.by_condition(np.array(weights)))
    table = np.round(np.clip(odds, -DECIBAN_LIMIT, DECIBAN_LIMIT), 1)
    # Differences of rounded sums: whatever is cut off one step comes back in a later one, so that the sum is exact.
    return Explanation(tuple(items), table[0], np.round(np.diff(table, axis=0), 1))


def _step(
    exact: Exact, sign: Sign, before: tuple[Sign, ...], fits: dict[tuple[Sign, ...], Array], *, treated: bool
) -> Array:
    """(R,) the change of log P(signs | row) that one more sign makes: only signs of its areas matter."""
    areas = {part.area for part in sign.parts}
    related = tuple(other for other in before if not areas.isdisjoint(part.area for part in other.parts))
    for signs in (related, (*related, sign)):
        if signs not in fits:
            fits[signs] = exact.signs(signs, treated=treated, omissions=False)
    return fits[*related, sign] - fits[related]


def _relative(log_rows: Array) -> Array:
    return np.asarray(np.exp(log_rows - log_rows.max()), dtype=np.float64)


def _subject_steps(exact: Exact, evidence: Evidence) -> list[tuple[Array, Item]]:
    steps = []
    if evidence.age is not None:
        steps.append((exact.age(evidence.age), Item(f"Age {evidence.age}", "subject", "known", "")))
    if evidence.male is not None:
        sex = "Male" if evidence.male else "Female"
        steps.append((exact.sex(evidence.male), Item(sex, "subject", "known", "")))
    if evidence.smoker is not None:
        smoking = "Present or former smoker" if evidence.smoker else "Never smoked"
        steps.append((exact.smoking(evidence.smoker), Item(smoking, "subject", "known", "")))
    labels = [cancer.label for cancer in evidence.cancers] + [cancer.label for cancer in evidence.unsettled]
    known = "; ".join(labels)
    item = Item(f"Known cancer: {known}" if known else "No cancer known", "cancer", "known", "")
    steps.append((exact.known_cancers(evidence), item))
    return steps


def _kind(exact: Exact, sign: Sign) -> ItemKind:
    area = exact.knowledge.kb.areas[exact.model.areas[sign.parts[0].area]]
    kinds: dict[str, ItemKind] = {"exposure": "exposure", "test": "test"}
    return kinds.get(area.kind, "sign")


def _in_order(exact: Exact, signs: tuple[Sign, ...]) -> list[Sign]:
    """Exposures, then signs, then results of tests; within each in the order of the evidence."""
    ranks = {"exposure": 0, "sign": 1, "test": 2}
    return sorted(signs, key=lambda sign: ranks[_kind(exact, sign)])


def _antibody_item(exact: Exact, result: tuple[int, tuple[AntibodyResult, ...]]) -> Item:
    antibody, results = result
    name = exact.knowledge.kb.antibodies[exact.model.antibodies[antibody]].name
    shown = ", ".join(" ".join(part for part in (r.result, r.specimen, r.method) if part) for r in results)
    return Item(name, "antibody", shown, "")


@dataclass(frozen=True, slots=True)
class Cited:
    """What an item rests on, by condition: the numbers, and where each comes from."""

    estimates: list[list[str]]
    sources: list[list[str]]


class Citations:
    """The numbers behind what an item does to a condition, and where they come from; made once for a knowledge base.

    Assumptions are named "assumption:" and the file of kb/assumptions that holds them.
    """

    def __init__(self, knowledge: Compiled) -> None:
        self.knowledge = knowledge
        self.model = model = knowledge.model
        self._rows: dict[str, list[str]] = {condition: [] for condition in model.conditions}
        for name in model.row_names:
            self._rows[name.split("/")[0]].append(name)
        self._known: dict[tuple[object, ...], Cited] = {}
        self._means = {area.id: tuple(term.id for term in area.means) for area in knowledge.kb.areas.values()}

    def of(self, item: Item) -> Cited:
        """What an item rests on, for each condition of the model."""
        question = item.sign.parts if item.sign else (item.kind, item.label.split()[0])
        if question not in self._known:
            found = [self._look_up(item, condition) for condition in self.model.conditions]
            self._known[question] = Cited([p.estimates for p in found], [p.sources for p in found])
        return self._known[question]

    def _look_up(self, item: Item, condition: str) -> Provenance:
        entry = self.knowledge.kb.conditions.get(condition)
        if item.sign is not None:
            return self._of_sign(item.sign, condition)
        if entry is None:
            return Provenance([], ["assumption:hypotheses"])
        own = f"assumption:conditions/{condition}"
        if item.kind == "course":
            return _cited([*entry.tempo, *entry.tempo_frequency, *entry.duration], own)
        if item.kind == "subject":
            parts: dict[str, Sequence[Sourced]] = {"Age": entry.age, "Male": entry.sex, "Female": entry.sex}
            return _cited(parts.get(item.label.split()[0], entry.smoking), own)
        if item.kind == "cancer":
            return _cited([*entry.before_tumour, *entry.cancer], "assumption:cancer")
        if item.kind == "antibody":
            return _cited(entry.antibodies, own)
        if item.kind == "omission":
            return Provenance([], ["assumption:reporting"])
        return _cited(entry.tumours, own)

    def _of_sign(self, sign: Sign, condition: str) -> Provenance:
        """The estimates of the findings that a sign means, in the condition and with each antibody that differs."""
        found: dict[tuple[str, str], None] = {}
        for part in sign.parts:
            area = self.model.areas[part.area]
            terms = self._means[area] if part.means is Means.AREA else [self.model.findings[f] for f in part.findings]
            for row in self._rows[condition]:
                for term in terms:
                    known = self.model.provenance.get(f"{row}|{term}")
                    if known is not None:
                        found.update(dict.fromkeys(zip(known.estimates, known.sources, strict=True)))
        if not found:
            return Provenance([], [f"assumption:backgrounds/{self.model.areas[sign.parts[0].area]}"])
        return Provenance([estimate for estimate, _ in found], [source for _, source in found])


def _cited(estimates: Sequence[Sourced], otherwise: str) -> Provenance:
    studies = sorted({estimate.study for estimate in estimates})
    return Provenance([], studies or [otherwise])
