"""The posterior, exact and vectorised; :mod:`enumeration` says the same plainly, and tests hold the two together.

Everything is summed out: the involvement of each area, the presence of each antibody, an unrelated tumour. What is left
is a weight for each hypothesis (a condition with one causal antibody or none) and causal tumour.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from paraneo.case import AntibodyResult, TestResult
from paraneo.inference.evidence import Evidence, Means, Part, Sign
from paraneo.inference.levels import Limit, limits
from paraneo.knowledge.compile import SPECIMENS
from paraneo.knowledge.compiled import Compiled
from paraneo.knowledge.pooling import TEMPOS
from paraneo.quantities import Array, Flags, Indices, Texts

AntibodyResults = tuple[tuple[int, tuple[AntibodyResult, ...]], ...]
TumourTests = tuple[tuple[int, tuple[TestResult, ...]], ...]


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the evidence makes of the model. Shapes use C conditions, H hypotheses, T tumours, A antibodies.

    Attributes:
        conditions: (C,) P(condition). antibodies: (A + 1,) P(causal antibody), none last.
        tumours: (T + 1,) P(causal tumour of a paraneoplastic syndrome), none last.
        antibody_present: (A,), tumour_present: (T,) P(it is there at all, as the cause or by coincidence).
        paraneoplastic: P(a syndrome, and its causal tumour is not none).
        tumour_with: (A,) P(any tumour is there | the antibody is there).
        joint: (H, T + 1) P(hypothesis, causal tumour).
    """

    conditions: Array
    antibodies: Array
    tumours: Array
    antibody_present: Array
    tumour_present: Array
    paraneoplastic: float
    tumour_with: Array
    joint: Array


TINY = 1e-300  # a probability below any that matters


class ImpossibleEvidence(ValueError):
    """No hypothesis allows this evidence; `items` are the statements that exclude one another."""

    def __init__(self, items: tuple[str, ...]) -> None:
        super().__init__("these cannot all be true of one patient: " + "; ".join(items))
        self.items = items


@dataclass(frozen=True, slots=True)
class Hidden:
    """What depends on antibodies and tumours that do not cause the illness. K is the unrelated tumour, none last.

    Attributes:
        weight: by causal antibody (A for none), (T + 1, K) P(results, unrelated tumour | causal tumour).
        carried: (A, T + 1, K) P(antibody present | it is not the cause, tumours, its results).
    """

    weight: Array
    carried: Array


def sum_by(index: Indices, weights: Array, size: int) -> Array:
    """(size,) the sum of the weights that have each index."""
    return np.asarray(np.bincount(index, weights=weights, minlength=size), dtype=np.float64)


class Exact:
    """The factors of the joint distribution for one knowledge base; their product, normalised, is the posterior."""

    def __init__(self, knowledge: Compiled) -> None:
        self.knowledge = knowledge
        self.model = m = knowledge.model
        self.reporting = knowledge.assumptions.reporting
        self.cancer = knowledge.assumptions.cancer
        self._unmentioned = np.log1p(-m.omission * m.share)  # (R, F) given that the area is involved
        by_area = np.argsort(m.area, kind="stable")
        first = np.searchsorted(m.area[by_area], np.arange(len(m.areas)))  # every area has a finding
        self._silent = np.add.reduceat(self._unmentioned[:, by_area], first, axis=1)  # (R, G)
        # (R, G) each, first without a known cancer, then with one.
        self._involved = (m.involved, 1.0 - (1.0 - m.involved) * (1.0 - m.treated))
        self._nothing_said: dict[bool, Array] = {}
        self._chances: dict[Part, Array] = {}  # at most one for each term of the ontology
        self._logs: dict[tuple[Part, bool], Array] = {}

    @functools.cached_property
    def own_row(self) -> Indices:
        """(C,) the row of each condition without an antibody; 0 for `other`."""
        row_of = {name: i for i, name in enumerate(self.model.row_names)}
        return np.array([row_of.get(c, 0) for c in self.model.conditions])

    @functools.cached_property
    def of_condition(self) -> Array:
        """(H, C) 1 where a hypothesis is of the condition."""
        return np.asarray(np.eye(len(self.model.conditions))[self.model.condition], dtype=np.float64)

    @functools.cached_property
    def _by_antibody(self) -> tuple[Indices, Indices, Indices]:
        """(H,) the hypotheses in the order of their antibody; the antibodies that cause any; where each begins."""
        order = np.argsort(self.model.antibody, kind="stable")
        antibody = np.flatnonzero(np.bincount(self.model.antibody))
        return order, antibody, np.searchsorted(self.model.antibody[order], antibody)

    @functools.cached_property
    def is_syndrome(self) -> Flags:
        """(H,) whether a hypothesis is of a paraneoplastic syndrome."""
        return np.asarray((np.array(self.model.kinds) == "syndrome")[self.model.condition], dtype=np.bool_)

    @functools.cached_property
    def _only_sex(self) -> Texts:
        """(T,) the sex that a tumour is confined to, or nothing."""
        return np.array([self.knowledge.kb.tumours[t].sex or "" for t in self.model.tumours])

    def by_condition(self, weights: Array) -> Array:
        """(..., C) the sums of weights (..., H) of hypotheses; those of one condition stand together in a model."""
        return np.asarray(np.add.reduceat(weights, self._first, axis=-1), dtype=np.float64)

    @functools.cached_property
    def _first(self) -> Indices:
        """(C,) the first hypothesis of each condition."""
        return np.searchsorted(self.model.condition, np.arange(len(self.model.conditions)))

    # Who has it

    def start(self) -> Array:
        """(H, T + 1) P(hypothesis, causal tumour)."""
        return np.asarray(self.model.prior[:, None] * self.model.tumour, dtype=np.float64)

    def age(self, age: int) -> Array:
        """(H, T + 1) P(age in years | hypothesis, causal tumour)."""
        density = self.model.age[:, min(max(age, 0), self.model.age.shape[1] - 1)]
        return np.asarray(density[self.model.age_of], dtype=np.float64)

    def sex(self, male: bool) -> Array:
        """(H, T + 1) P(sex | hypothesis, causal tumour)."""
        return np.asarray(self.model.male if male else 1.0 - self.model.male, dtype=np.float64)

    def smoking(self, smoker: bool) -> Array:
        """(H, T + 1) P(present or former smoker, or not | hypothesis, causal tumour)."""
        return np.asarray(self.model.smoker if smoker else 1.0 - self.model.smoker, dtype=np.float64)

    def known_cancers(self, evidence: Evidence) -> Array:
        """(H, T + 1) P(these cancers are known, and no other | hypothesis, causal tumour).

        A known cancer is the cause, or a coincidence as common as among patients at large of that sex. A causal tumour
        that is not among them is not known yet. Of one that may be any of several tumours, either it is the cause, or
        it is a coincidence and the cause is not known yet.
        """
        m = self.model
        factor = np.ones_like(m.tumour)
        factor[:, :-1] = m.before[:, None]
        coincidence = self._coincidence(m.known, evidence)
        for cancer in evidence.cancers:
            elsewhere = np.arange(factor.shape[1]) != cancer.tumour
            factor[:, elsewhere] *= coincidence[cancer.tumour]
            factor[:, cancer.tumour] *= (1.0 - m.before) / m.before * cancer.causal_factor
        for unsettled in evidence.unsettled:
            among = list(unsettled.tumours)
            either = np.full_like(factor, coincidence[among].sum())
            either[:, among] += ((1.0 - m.before) / m.before * unsettled.causal_factor)[:, None]
            factor *= either
        for tumour in evidence.ruled_out:
            factor[:, tumour] *= self.cancer.ruled_out.value
        return factor

    def _coincidence(self, share: Array, evidence: Evidence) -> Array:
        """(T,) share of patients of this sex in whom the tumour is a coincidence."""
        if evidence.male is None:
            return share.copy()
        return np.where(self._only_sex == ("female" if evidence.male else "male"), 0.0, share)

    # Findings

    def tempo(self, tempo: int) -> Array:
        """(R,) P(reported tempo | row): a share of courses is reported in a wrong class."""
        right = self.reporting.tempo_right.value
        wrong = (1.0 - right) / (len(TEMPOS) - 1)
        true = self.model.tempo[:, tempo]
        return np.asarray(right * true + wrong * (1.0 - true), dtype=np.float64)

    def signs(self, signs: tuple[Sign, ...], *, treated: bool, omissions: bool) -> Array:
        """(R,) log P(signs | row), tempered; with `omissions`, also of the findings that are not mentioned.

        `treated`: a cancer is known. Its treatments are then to be expected in every condition.

        Within an area the findings are independent once it is involved; areas are independent. So a second word for one
        ataxia says little that the first did not.
        """
        inside, across = self._by_area(signs, treated)
        total = across.sum(axis=0)
        if omissions:
            silent = self._silence(treated)
            total = total + silent.sum(axis=1)
        for area, said in inside.items():
            total = total + self._of_area(area, said, treated, omissions)
            if omissions:
                total = total - silent[:, area]
        return np.asarray(self.reporting.tempering.value * total, dtype=np.float64)

    def areas(self, signs: tuple[Sign, ...], *, treated: bool) -> tuple[Array, Array]:
        """(R, G) log P(signs of the area, and what of it is not mentioned | row), and (n, R) that of signs that span
        several areas."""
        inside, across = self._by_area(signs, treated)
        out = self._silence(treated).copy()
        for area, said in inside.items():
            out[:, area] = self._of_area(area, said, treated, omissions=True)
        return out, across

    def _by_area(self, signs: tuple[Sign, ...], treated: bool) -> tuple[dict[int, list[tuple[Sign, Part]]], Array]:
        """Signs by their area, and (n, R) log P of those that span several."""
        by_area: dict[int, list[tuple[Sign, Part]]] = defaultdict(list)
        across = []
        for sign in signs:
            if sign.present and len(sign.parts) > 1:
                across.append(np.log(self._any_part(sign, self._involved[treated])))
            else:
                for part in sign.parts:
                    by_area[part.area].append((sign, part))
        return by_area, np.array(across).reshape(-1, len(self.model.row_names))

    def _of_area(self, area: int, inside: list[tuple[Sign, Part]], treated: bool, omissions: bool) -> Array:
        """(R,) log P(signs of one area | row)."""
        involved = self._involved[treated][:, area]
        seen = np.zeros(len(self.model.row_names))
        for sign, part in inside:
            seen = seen + self._log_seen(part, sign.present)
        if omissions:
            mentioned = sorted({f for _, part in inside for f in part.findings})
            seen = seen + self._silent[:, area] - self._unmentioned[:, mentioned].sum(axis=1)
        likelihood = involved * np.exp(seen)
        if not any(sign.present for sign, _ in inside):
            likelihood = likelihood + 1.0 - involved
        return np.asarray(np.log(likelihood), dtype=np.float64)

    def involved(self, *, treated: bool) -> Array:
        """(R, G) P(area involved | row); `treated`: a cancer is known."""
        return self._involved[treated]

    def _silence(self, treated: bool) -> Array:
        """(R, G) log P(nothing of the area is mentioned)."""
        if treated not in self._nothing_said:
            involved = self._involved[treated]
            self._nothing_said[treated] = np.log(involved * np.exp(self._silent) + 1.0 - involved)
        return self._nothing_said[treated]

    def chance(self, part: Part) -> Array:
        """(R,) P(the part is seen | its area is involved)."""
        if part not in self._chances:
            self._chances[part] = self._chance_of(part)
        return self._chances[part]

    def _log_seen(self, part: Part, present: bool) -> Array:
        """(R,) log P(the part is reported as seen, or as not seen | its area is involved)."""
        if (part, present) not in self._logs:
            chance = self.chance(part)
            missed = self.reporting.missed.value
            self._logs[part, present] = np.log(chance) if present else np.log1p(-(1.0 - missed) * chance)
        return self._logs[part, present]

    def _chance_of(self, part: Part) -> Array:
        m = self.model
        if part.means is Means.AREA:
            return np.ones(len(m.row_names))
        if part.means is Means.UNLISTED:
            return np.full(len(m.row_names), self.reporting.unlisted_sign.value)
        if part.means is Means.NARROWER:
            finding = part.findings[0]
            mixed = part.kept * m.share[:, finding] + (1.0 - part.kept) * m.typical[finding]
            return np.asarray(self.reporting.narrower.value * mixed, dtype=np.float64)
        return np.asarray(1.0 - np.prod(1.0 - m.share[:, list(part.findings)], axis=1), dtype=np.float64)

    def _any_part(self, sign: Sign, involved: Array) -> Array:
        """(R,) P(at least one part of a broad term is seen), the areas taken as independent."""
        absent = np.ones(len(self.model.row_names))
        for part in sign.parts:
            absent = absent * (1.0 - involved[:, part.area] * self.chance(part))
        return np.asarray(1.0 - absent, dtype=np.float64)

    # Antibody results and tumour tests

    @functools.cached_property
    def _carried(self) -> Array:
        """(A, T + 1, K) P(antibody there by coincidence | tumours), without a known cancer."""
        rate = np.column_stack((self.model.incidental, self.model.base_rate))
        return np.asarray(np.maximum(rate[:, :, None], rate[:, None, :]), dtype=np.float64)

    def hidden(self, evidence: Evidence, antibody_results: AntibodyResults, tumour_tests: TumourTests) -> Hidden:
        """Sum out which antibodies are there without causing the illness, by which tumours are there.

        An antibody is carried without its syndrome as often as among people with the tumours that are there, or
        without any. At most one unknown tumour is unrelated to the illness.
        """
        m = self.model
        unrelated = self._unrelated(evidence)
        weight = self._tests(evidence, tumour_tests) * np.append(unrelated, 1.0 - unrelated.sum())

        known = [cancer.tumour for cancer in evidence.cancers]
        carried = self._carried
        if known:
            carried = np.maximum(carried, m.incidental[:, known].max(axis=1)[:, None, None])
        elif antibody_results:
            carried = carried.copy()
        shape = (len(m.antibodies) + 1, *weight.shape)
        whole = np.repeat(weight[None], shape[0], axis=0) if antibody_results else np.broadcast_to(weight, shape)
        for antibody, results in antibody_results:
            present, absent = self._results(antibody, results)
            cause, other = self._level(antibody, results)
            either = (carried[antibody] * present + (1.0 - carried[antibody]) * absent) * other
            carried[antibody] = carried[antibody] * present * other / either
            whole *= np.where(np.arange(len(whole))[:, None, None] == antibody, present * cause, either)
        return Hidden(whole, carried)

    @functools.cached_property
    def _limits(self) -> dict[int, Limit]:
        """Published limits of levels, by antibody."""
        return limits(self.knowledge)

    def _level(self, antibody: int, results: tuple[AntibodyResult, ...]) -> tuple[float, float]:
        """P(the level | the antibody is the cause), and | it is not; the first level that can be compared counts."""
        if antibody in self._limits:
            for result in results:
                chances = self._limits[antibody].chances(result)
                if chances != (1.0, 1.0):
                    return chances
        return 1.0, 1.0

    def _results(self, antibody: int, results: tuple[AntibodyResult, ...]) -> tuple[float, float]:
        """P(these results | antibody present), and given that it is absent.

        A second wrong result, in another specimen or by another method, is only partly independent of the first.
        """
        m, assays = self.model, self.knowledge.assumptions.assays
        present = absent = 1.0
        seen: set[str] = set()
        for result in results:
            specimen = SPECIMENS.index(result.specimen)
            mixture = m.unstated[antibody]
            if result.method is not None:
                mixture = np.array([float(method == result.method) for method in m.methods])
            sensitivity = float(mixture @ m.sensitivity[antibody, :, specimen])
            false_positive = float(mixture @ m.false_positive[antibody, :, specimen])
            if result.after_treatment:
                sensitivity *= assays.treated_sensitivity.value
            again = result.result in seen
            if result.result == "positive":
                present *= sensitivity * assays.band(result.band, present=True)
                absent *= assays.repeat_false_positive.value if again else false_positive
                absent *= assays.band(result.band, present=False)
            else:
                present *= assays.repeat_false_negative.value if again else 1.0 - sensitivity
                absent *= 1.0 - false_positive
            seen.add(result.result)
        return present, absent

    def _tests(self, evidence: Evidence, tumour_tests: TumourTests) -> Array:
        """(T + 1, K) P(results of the search | causal tumour, unrelated tumour).

        A tumour that is not known yet may be too small for any test; if it is not, each test misses it on its own. A
        positive test has found one of the tumours that are there, or is a false alarm. A negative test says nothing
        of a cancer that is known. A test without a sourced sensitivity for a tumour leaves that tumour as it was.
        """
        m = self.model
        sites = len(m.tumours) + 1
        known = sorted(evidence.settled_or_among(len(m.tumours)))
        missed_by_all = np.ones(sites)
        positive: list[tuple[float, Array]] = []
        for test, results in tumour_tests:
            miss = np.append(1.0 - m.test_sensitivity[test], 1.0)
            clean = (1.0 - self.cancer.test_false_positive.value) * miss[known].prod()
            miss[known] = 1.0
            negatives = sum(result.result == "negative" for result in results)
            if negatives:
                again = self.cancer.same_test_again.value ** (negatives - 1)
                missed_by_all *= np.where(miss < 1.0, miss * again, 1.0)
            if negatives < len(results):
                positive.append((clean, miss))
        hidden = self.cancer.not_detectable_yet.value
        states = ((hidden, np.zeros(sites)), (1.0 - hidden, np.ones(sites)))
        total = np.zeros((sites, sites))
        for causal_share, causal in states:
            for unrelated_share, unrelated in states:
                term = np.outer(causal_share * missed_by_all**causal, unrelated_share * missed_by_all**unrelated)
                for clean, miss in positive:
                    term *= 1.0 - clean * np.outer(miss**causal, miss**unrelated)
                total += term
        return total

    def search(self, evidence: Evidence, tumour_tests: TumourTests) -> Array:
        """(T + 1,) P(results of the search | causal tumour), an unrelated tumour summed out."""
        unrelated = self._unrelated(evidence)
        return np.asarray(self._tests(evidence, tumour_tests) @ np.append(unrelated, 1.0 - unrelated.sum()))

    def _unrelated(self, evidence: Evidence) -> Array:
        """(T,) P(a tumour is there unknown and by coincidence)."""
        share = self._coincidence(self.model.occult, evidence)
        for cancer in evidence.cancers:
            share[cancer.tumour] = 0.0
        return share

    # The whole

    def subject_weight(self, evidence: Evidence) -> Array:
        """(H, T + 1) start, age, sex, smoking and known cancers together."""
        weight = self.start()
        if evidence.age is not None:
            weight = weight * self.age(evidence.age)
        if evidence.male is not None:
            weight = weight * self.sex(evidence.male)
        if evidence.smoker is not None:
            weight = weight * self.smoking(evidence.smoker)
        return np.asarray(weight * self.known_cancers(evidence), dtype=np.float64)

    def row_weight(self, evidence: Evidence) -> Array:
        """(H,) tempo and findings, relative to the hypothesis they fit best."""
        log_rows = self.signs(evidence.signs, treated=evidence.treated, omissions=True)
        if evidence.tempo is not None:
            log_rows = log_rows + np.log(self.tempo(evidence.tempo))
        return np.asarray(np.exp(log_rows - log_rows.max())[self.model.row], dtype=np.float64)

    def posterior(self, evidence: Evidence) -> Posterior:
        """The exact posterior of a case.

        Raises:
            ImpossibleEvidence: if no hypothesis allows what the case says.
        """
        weight = self.subject_weight(evidence) * self.row_weight(evidence)[:, None]
        hidden = self.hidden(evidence, evidence.antibody_results, evidence.tumour_tests)
        joint = weight * hidden.weight.sum(axis=2)[self.model.antibody]
        whole = joint.sum()
        if not whole > 0.0:
            raise ImpossibleEvidence(self._conflict(evidence))
        return self._marginals(evidence, weight / whole, joint / whole, hidden)

    def _marginals(self, evidence: Evidence, weight: Array, joint: Array, hidden: Hidden) -> Posterior:
        m = self.model
        sites, antibodies = len(m.tumours), len(m.antibodies)
        tumours = joint[self.is_syndrome, :sites].sum(axis=0)
        by_antibody = np.zeros((antibodies + 1, sites + 1))
        order, antibody, first = self._by_antibody
        by_antibody[antibody] = np.add.reduceat(weight[order], first, axis=0)
        states = by_antibody[:, :, None] * hidden.weight  # (A + 1, T + 1, K), adds up to one
        total = states.sum(axis=0)
        causal = states[:antibodies]
        present = causal.sum(axis=(1, 2)) + ((total[None] - causal) * hidden.carried).sum(axis=(1, 2))
        without = causal[:, -1, -1] + (total - causal)[:, -1, -1] * hidden.carried[:, -1, -1]
        if evidence.treated:
            without = np.zeros_like(without)
        there = total[:sites].sum(axis=1) + total[:, :sites].sum(axis=0) - np.diagonal(total)[:sites]
        for cancer in evidence.cancers:
            there[cancer.tumour] = 1.0
        return Posterior(
            conditions=sum_by(m.condition, joint.sum(axis=1), len(m.conditions)),
            antibodies=sum_by(m.antibody, joint.sum(axis=1), antibodies + 1),
            tumours=np.append(tumours, 1.0 - tumours.sum()),
            antibody_present=present,
            tumour_present=there,
            paraneoplastic=float(tumours.sum()),
            tumour_with=1.0 - without / np.maximum(present, TINY),
            joint=joint,
        )

    def _conflict(self, evidence: Evidence) -> tuple[str, ...]:
        """Of age, sex, smoking and known cancers those that no patient of the model has together."""
        sex = {True: "male sex", False: "female sex", None: ""}[evidence.male]
        wrong = "female" if evidence.male else "male"
        cancers = [c.label for c in evidence.cancers if self._only_sex[c.tumour] == wrong and evidence.male is not None]
        return (sex, *cancers, *(unsettled.label for unsettled in evidence.unsettled))
