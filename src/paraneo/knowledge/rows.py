"""How often each finding is seen in each condition: beliefs pooled from words and studies, then arrays.

A row belongs to a condition, or to a condition with one causal antibody where that is known to differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from paraneo.knowledge import pooling
from paraneo.knowledge.assumptions import Assumptions, Number, ProfileAssumption
from paraneo.knowledge.compiled import Provenance
from paraneo.knowledge.estimates import Frequency
from paraneo.knowledge.model import Condition, KnowledgeBase, Profile
from paraneo.ontology import Ontology
from paraneo.quantities import Array, Beta

SHARE_MOST = 0.95  # even a defining sign may be missing early on
INVOLVED_MOST = 0.985
SHARE_LEAST = 0.002
NOT_LISTED_SPREAD = 0.6  # of the logarithm of a finding's share that a condition does not list: a factor of 2.7 in 90%
NORMAL_90 = 1.645  # half the width of the middle 90% of a normal distribution, in standard deviations
UNLISTED_STRENGTH = 1.0  # weight, in patients, of the background where only studies speak of a finding


@dataclass
class Row:
    """Finding frequencies under construction: beliefs about the findings that are listed."""

    name: str
    beliefs: dict[str, Beta] = field(default_factory=dict)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    spread: dict[str, float] = field(default_factory=dict)
    tempo: dict[str, float] = field(default_factory=dict)


def log_spread(number: Number) -> float:
    """The standard deviation of the logarithm of a number whose range is taken as its middle 90%."""
    return math.log(number.high / number.low) / (2.0 * NORMAL_90) if number.low > 0.0 else 1.0


class Rows:
    """Makes the rows of one knowledge base; `findings` and `areas` are the order of the arrays."""

    def __init__(self, kb: KnowledgeBase, assumptions: Assumptions, ontology: Ontology) -> None:
        self.kb = kb
        self.assumed = assumptions
        self.ontology = ontology
        self.area_of = {f.id: area.id for area in kb.areas.values() for f in area.findings}
        self.means = {term.id: area.id for area in kb.areas.values() for term in area.means}
        self.typical = {f: assumptions.words.words[word].share.value
                        for b in assumptions.backgrounds.values() for f, word in b.typical.items()}  # fmt: skip
        self.findings = sorted(self.area_of)
        self.areas = sorted(kb.areas)
        self.above = {finding: self._above(finding) for finding in self.findings}

    def area_index(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The area of each finding, (findings,)."""
        return np.array([self.areas.index(self.area_of[f]) for f in self.findings], dtype=np.int64)

    def _above(self, finding: str) -> set[str]:
        """The listed findings of the same area of which this one is a special case."""
        area = self.area_of[finding]
        entry = next(f for f in self.kb.areas[area].findings if f.id == finding)
        terms = [finding] if finding in self.ontology else [parent.id for parent in entry.parents]
        up = set(terms).union(*(self.ontology.ancestors(term) for term in terms)) - {finding}
        return {other for other in up if self.area_of.get(other) == area}

    def base_row(self, condition: Condition) -> Row:
        """The condition whatever its antibody: the words assumed of its groups and of itself, then the studies."""
        row = Row(condition.id)
        for group in self.assumed.groups.values():
            for core in group.core:
                if condition.id in core.cells:
                    self._assume(row, core.finding, core.cells[condition.id], f"groups/{group.id}")
        own = self.assumed.conditions[condition.id]
        self._assume_all(row, own, f"conditions/{condition.id}")
        self._observe_all(row, condition)
        row.tempo = self._tempo({str(k): v for k, v in own.tempo.items()}, condition)
        return row

    def antibody_row(self, base: Row, condition: Condition, antibody: str) -> Row:
        """The condition with one causal antibody: starts where the condition is, at the weight of a word."""
        row = Row(f"{condition.id}/{antibody}")
        row.spread = dict(base.spread)
        for finding, belief in base.beliefs.items():
            row.beliefs[finding] = Beta.of_mean(belief.mean, strength=pooling.ASSUMED_NUMBER_STRENGTH)
            row.provenance[finding] = base.provenance[finding]
        profile = condition.with_antibody.get(antibody, Profile())
        assumption = self.assumed.conditions[condition.id].with_antibody.get(antibody, ProfileAssumption())
        self._assume_all(row, assumption, f"conditions/{condition.id}")
        self._observe_all(row, profile)
        start = {str(k): v for k, v in assumption.tempo.items()} or base.tempo
        row.tempo = self._tempo(start, profile)
        return row

    def _tempo(self, start: Mapping[str, float], profile: Profile) -> dict[str, float]:
        return pooling.pool_tempo(
            start, profile.tempo, profile.tempo_frequency, profile.duration, self.assumed.words, self.kb.studies
        )

    def _assume_all(self, row: Row, assumption: ProfileAssumption, source: str) -> None:
        for finding, word in assumption.findings.items():
            self._assume(row, finding, word, source)

    def _assume(self, row: Row, finding: str, word: str, source: str) -> None:
        meaning = self.assumed.words.words[word]
        row.beliefs[finding] = Beta.of_mean(meaning.share.value, strength=meaning.strength)
        row.provenance[finding] = Provenance([f'assumed "{word}"'], [f"assumption:{source}"])
        row.spread[finding] = log_spread(meaning.share)

    def _observe_all(self, row: Row, profile: Profile) -> None:
        by_finding: dict[str, list[Frequency]] = {}
        stages = {(e.finding.id, e.stage) for e in profile.findings}
        for estimate in profile.findings:
            # First symptoms are counted only where no study counted the whole course.
            if estimate.stage == "course" or (estimate.finding.id, "course") not in stages:
                by_finding.setdefault(estimate.finding.id, []).append(estimate)
        for finding, estimates in by_finding.items():
            start = row.beliefs.get(finding) or self.unlisted(finding)
            row.beliefs[finding] = pooling.pool_frequency(
                start, estimates, self.assumed.words, self.kb.studies, self.assumed.pooling.between_studies.value
            )
            belief = row.beliefs[finding]
            row.spread[finding] = self._narrowed(row.spread.get(finding, NOT_LISTED_SPREAD), belief.mean, estimates)
            cited = self._provenance(estimates)
            before = row.provenance.get(finding)
            if before and all(e.proportion is None for e in estimates):
                cited = Provenance(before.estimates + cited.estimates, before.sources + cited.sources)
            row.provenance[finding] = cited

    def _narrowed(self, before: float, mean: float, estimates: Sequence[Frequency]) -> float:
        """The spread of a share that was known to `before` when studies add what they know; precisions add up."""
        between = self.assumed.pooling.between_studies.value
        patients = pooling.effective_patients(estimates, self.assumed.words, self.kb.studies, between)
        counted = math.sqrt((1.0 - mean) / (mean * (patients + 1.0)))
        return 1.0 / math.hypot(1.0 / before, 1.0 / counted)

    def unlisted(self, finding: str) -> Beta:
        """The belief about a finding that a condition does not list: as common as among patients at large."""
        involved = self.assumed.backgrounds[self.area_of.get(finding) or self.means[finding]].involved.value
        return Beta.of_mean(involved * self.typical.get(finding, 1.0), strength=UNLISTED_STRENGTH)

    @staticmethod
    def _provenance(estimates: Sequence[Frequency]) -> Provenance:
        ordered = sorted(estimates, key=lambda e: (e.study, e.locator))
        return Provenance([str(e) for e in ordered], [e.study for e in ordered])

    def row_arrays(self, row: Row) -> tuple[Array, Array]:
        """P(area involved) and P(finding | area involved) of a row.

        An area that the row lists is involved as often as its commonest finding is seen. Findings of the area that the
        row does not list follow a listed term above or below them; else a sign has the share that it has in patients
        at large with this area involved, and the result of a test is as common as in patients at large: one result
        of a test says little of another.
        """
        involved = np.array([self.assumed.backgrounds[area].involved.value for area in self.areas])
        share = np.array([self.typical[finding] for finding in self.findings])
        for g, area in enumerate(self.areas):
            listed = {f: b.mean for f, b in row.beliefs.items() if self.area_of.get(f) == area}
            stated = [b.mean for f, b in row.beliefs.items() if self.means.get(f) == area]
            if not listed and not stated:
                continue
            most = max([mean / SHARE_MOST for mean in listed.values()] + stated)
            involved[g] = min(most, INVOLVED_MOST)
            for f, finding in enumerate(self.findings):
                if self.area_of[finding] == area:
                    share[f] = self._share(finding, listed, involved[g])
        return involved, share

    def _share(self, finding: str, listed: Mapping[str, float], involved: float) -> float:
        def bounded(value: float) -> float:
            return min(max(value, SHARE_LEAST), SHARE_MOST)

        if finding in listed:
            return bounded(listed[finding] / involved)
        typical = self.typical[finding]
        ratios = [listed[up] / involved / self.typical[up] for up in self.above[finding] if up in listed]
        at_large = self.assumed.backgrounds[self.area_of[finding]].involved.value
        is_result = self.kb.areas[self.area_of[finding]].kind == "test"
        unlisted = typical * min(1.0, at_large / involved) if is_result else typical
        from_above = typical * max(ratios) if ratios else unlisted
        absent = 1.0
        for down in listed:
            if finding in self.above[down]:
                absent *= 1.0 - min(listed[down] / involved, SHARE_MOST)
        return bounded(max(from_above, 1.0 - absent))

    def other_rows(self, rows: Mapping[str, tuple[Array, Array]]) -> dict[str, tuple[Array, Array]]:
        """One row per presentation group: the average patient of the group, drawn towards patients at large."""
        spread = self.assumed.hypotheses.spread.value
        plain = self.row_arrays(Row("patients at large"))
        out = {}
        for group in self.assumed.groups.values():
            members = [rows[c] for c in group.conditions]
            involved = np.mean([m[0] for m in members], axis=0)
            # P(finding) is averaged, then divided by P(area involved), so that the class is a mixture of its members.
            seen = np.mean([m[0][self.area_index()] * m[1] for m in members], axis=0)
            share = np.clip(seen / involved[self.area_index()], SHARE_LEAST, SHARE_MOST)
            out[group.id] = (
                (1.0 - spread) * involved + spread * plain[0],
                (1.0 - spread) * share + spread * plain[1],
            )
        return out

    def spreads(self, row: Row | None) -> list[float]:
        """The standard deviation of the logarithm of each finding's share; without a row, of findings not listed."""
        known = row.spread if row else {}
        return [known.get(finding, NOT_LISTED_SPREAD) for finding in self.findings]
