"""Turns the knowledge base into the arrays of the joint distribution. What the arrays mean: :mod:`compiled`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paraneo.knowledge import pooling
from paraneo.knowledge.assumptions import AgeRange, Assumptions, Number
from paraneo.knowledge.compiled import Compiled, Model
from paraneo.knowledge.estimates import AgeEstimate, Frequency, Shares
from paraneo.knowledge.load import Sources
from paraneo.knowledge.model import SUSPECTED, Condition, KnowledgeBase, Performance
from paraneo.knowledge.rows import Rows, log_spread
from paraneo.ontology import Ontology
from paraneo.quantities import Array, Beta

NONE = "none"
OTHER = "other"
SPECIMENS = ("serum", "csf", None)

WEIGHT_STRENGTH = 300.0  # weight, in patients, of an assumed pre-test probability against a study of those tested


def compile_sources(sources: Sources, ontology: Ontology) -> Compiled:
    """Make the model. The sources must have passed :func:`paraneo.knowledge.check.check`."""
    model = _Compiler(sources.kb, sources.assumptions, ontology).model()
    return Compiled(sources.digest, sources.kb, sources.assumptions, model)


@dataclass
class _Hypothesis:
    condition: str
    antibody: str
    row: str
    prior: float
    tumours: dict[str, float]
    before: float
    cancer_strength: float


class _Compiler:
    def __init__(self, kb: KnowledgeBase, assumptions: Assumptions, ontology: Ontology) -> None:
        self.kb = kb
        self.assumed = assumptions
        self.rows = Rows(kb, assumptions, ontology)
        self.tumours = sorted(kb.tumours)
        self.antibodies = sorted(kb.antibodies)

    def _prior_spread(self, condition: str) -> float:
        if condition == OTHER:
            return log_spread(self.assumed.settings[SUSPECTED].other)
        return log_spread(self.assumed.conditions[condition].weight)

    def _treated(self, area: str) -> float:
        given = self.assumed.backgrounds[area].with_cancer
        return given.value if given else 0.0

    # Hypotheses: conditions, antibodies, tumours

    def antibody_shares(self, condition: Condition) -> dict[str, float]:
        start = self.assumed.conditions[condition.id].antibodies or {NONE: 1.0}
        return pooling.pool_shares(start, condition.antibodies, self.kb.studies)

    def tumour_shares(self, condition: Condition, antibody: str) -> tuple[dict[str, float], float]:
        """P(causal tumour | condition, antibody), `none` included, and the strength of the share with any.

        The share with any cancer and the shares among cancers come, each, from the first that says: the condition with
        this antibody, the antibody, the condition.
        """
        own = self.assumed.conditions[condition.id]
        pair, pair_assumed = condition.with_antibody.get(antibody), own.with_antibody.get(antibody)
        by_antibody = self.kb.antibodies.get(antibody)
        antibody_assumed = self.assumed.antibodies.get(antibody)

        if (pair and pair.cancer) or (pair_assumed and pair_assumed.cancer):
            start = pooling.assumed(pair_assumed.cancer if pair_assumed else None, 0.5)
            cancers: Sequence[Frequency] = pair.cancer if pair else []
        elif by_antibody and antibody_assumed:
            start, cancers = pooling.assumed(antibody_assumed.cancer, 0.5), by_antibody.cancer
        else:
            start, cancers = pooling.assumed(own.cancer, 0.0), condition.cancer
        between = self.assumed.pooling.between_studies.value
        belief = pooling.pool_frequency(start, cancers, self.assumed.words, self.kb.studies, between)
        strength = start.alpha + start.beta
        strength += pooling.effective_patients(cancers, self.assumed.words, self.kb.studies, between)
        cancer = belief.mean

        if (pair and pair.tumours) or (pair_assumed and pair_assumed.tumours):
            sites = pooling.pool_shares(
                pair_assumed.tumours if pair_assumed else {}, pair.tumours if pair else [], self.kb.studies
            )
        elif by_antibody and antibody_assumed:
            sites = pooling.pool_shares(antibody_assumed.tumours, by_antibody.tumours, self.kb.studies)
        else:
            sites = pooling.pool_shares(own.tumours, condition.tumours, self.kb.studies)
        if not sites:
            return {NONE: 1.0}, strength
        return {NONE: 1.0 - cancer} | {site: cancer * share for site, share in sites.items()}, strength

    def before_share(self, condition: Condition) -> float:
        own = self.assumed.conditions[condition.id].before_tumour
        start = pooling.assumed(own or self.assumed.cancer.before_tumour, 0.65)
        between = self.assumed.pooling.between_studies.value
        return pooling.pool_frequency(start, condition.before_tumour, self.assumed.words, self.kb.studies, between).mean

    def weight(self, condition: Condition) -> float:
        """Patients with the condition among a thousand in whom a paraneoplastic disease is suspected."""
        start = Beta.of_mean(self.assumed.conditions[condition.id].weight.value / 1000.0, strength=WEIGHT_STRENGTH)
        seen = [estimate for estimate in condition.relative_frequency if estimate.among == "patients-tested"]
        return 1000.0 * pooling.pool_frequency(start, seen, self.assumed.words, self.kb.studies).mean

    def weights(self) -> dict[str, float]:
        """P(condition | one of the knowledge base): syndromes together have their share of the setting, mimics the
        rest."""
        weights = {c.id: self.weight(c) for c in self.kb.conditions.values()}
        syndromes = self.assumed.settings[SUSPECTED].syndromes.value
        for kind, share in (("syndrome", syndromes), ("mimic", 1.0 - syndromes)):
            members = [c.id for c in self.kb.conditions.values() if c.kind == kind]
            whole = sum(weights[c] for c in members)
            weights |= {c: share * weights[c] / whole for c in members}
        return weights

    def hypotheses(self) -> list[_Hypothesis]:
        weights = self.weights()
        known = 1.0 - self.assumed.settings[SUSPECTED].other.value
        out = []
        for condition in self.kb.conditions.values():
            for antibody, share in self.antibody_shares(condition).items():
                row = f"{condition.id}/{antibody}" if self._has_own_row(condition, antibody) else condition.id
                tumours, strength = self.tumour_shares(condition, antibody)
                out.append(
                    _Hypothesis(
                        condition.id, antibody, row, known * weights[condition.id] * share, tumours,
                        self.before_share(condition), strength,
                    )
                )  # fmt: skip
        groups = self.assumed.groups
        in_groups = sum(weights[c] for group in groups.values() for c in group.conditions)
        for group in groups.values():
            prior = (1.0 - known) * sum(weights[c] for c in group.conditions) / in_groups
            out.append(_Hypothesis(OTHER, NONE, f"{OTHER}/{group.id}", prior, {NONE: 1.0}, 1.0, 1.0))
        return out

    def _has_own_row(self, condition: Condition, antibody: str) -> bool:
        seen = condition.with_antibody.get(antibody)
        assumption = self.assumed.conditions[condition.id].with_antibody.get(antibody)
        return bool(
            (seen and (seen.findings or seen.tempo or seen.tempo_frequency or seen.duration))
            or (assumption and (assumption.findings or assumption.tempo))
        )

    # Who has it

    def age(self, hypothesis: _Hypothesis, tumour: str) -> Array | None:
        """Density of age: that of the causal tumour, else of the condition with this antibody, the antibody, the
        condition; None where nothing is said."""
        if tumour != NONE:
            return self._density(self.assumed.tumours[tumour].age, self.kb.tumours[tumour].age)
        if hypothesis.condition == OTHER:
            return None
        condition = self.kb.conditions[hypothesis.condition]
        own = self.assumed.conditions[condition.id]
        pair = condition.with_antibody.get(hypothesis.antibody)
        pair_assumed = own.with_antibody.get(hypothesis.antibody)
        if (pair and pair.age) or (pair_assumed and pair_assumed.age):
            return self._density(pair_assumed.age if pair_assumed else [], pair.age if pair else [])
        antibody = self.kb.antibodies.get(hypothesis.antibody)
        antibody_assumed = self.assumed.antibodies.get(hypothesis.antibody)
        if antibody and antibody_assumed and (antibody.age or antibody_assumed.age):
            return self._density(antibody_assumed.age, antibody.age)
        if own.age or condition.age:
            return self._density(own.age, condition.age)
        return None

    def _density(self, ranges: Sequence[AgeRange], estimates: Sequence[AgeEstimate]) -> Array:
        kept = pooling.independent(estimates, self.kb.studies, {e.study: e.total for e in estimates})
        return pooling.age_density(ranges, kept)

    def male(self, hypothesis: _Hypothesis, tumour: str) -> float:
        if tumour != NONE:
            entry = self.kb.tumours[tumour]
            if entry.sex is not None:
                return 0.0 if entry.sex == "female" else 1.0
            return self._male(self.assumed.tumours[tumour].male, entry.sexes)
        if hypothesis.condition == OTHER:
            return 0.5
        condition = self.kb.conditions[hypothesis.condition]
        own = self.assumed.conditions[condition.id]
        pair = condition.with_antibody.get(hypothesis.antibody)
        pair_assumed = own.with_antibody.get(hypothesis.antibody)
        if (pair and pair.sex) or (pair_assumed and pair_assumed.male):
            return self._male(pair_assumed.male if pair_assumed else None, pair.sex if pair else [])
        antibody = self.kb.antibodies.get(hypothesis.antibody)
        antibody_assumed = self.assumed.antibodies.get(hypothesis.antibody)
        if antibody and antibody_assumed and (antibody.sex or antibody_assumed.male):
            return self._male(antibody_assumed.male, antibody.sex)
        return self._male(own.male, condition.sex)

    def _male(self, number: Number | None, counts: Sequence[Shares]) -> float:
        start = pooling.assumed(number, 0.5).mean
        return pooling.pool_shares({"male": start, "female": 1.0 - start}, counts, self.kb.studies)["male"]

    def smoker(self, hypothesis: _Hypothesis, tumour: str) -> float:
        everyone = self.assumed.cancer.smoker_share.value
        if tumour != NONE:
            start = pooling.assumed(self.assumed.tumours[tumour].smoking, everyone)
            estimates: Sequence[Frequency] = self.kb.tumours[tumour].smoking
        elif hypothesis.condition == OTHER:
            return everyone
        else:
            start = pooling.assumed(self.assumed.conditions[hypothesis.condition].smoking, everyone)
            estimates = self.kb.conditions[hypothesis.condition].smoking
        return pooling.pool_frequency(start, estimates, self.assumed.words, self.kb.studies).mean

    # Antibodies and tests

    def incidental(self) -> tuple[Array, Array]:
        base = np.array([self.assumed.antibodies[a].base_rate.value for a in self.antibodies])
        by_tumour = np.repeat(base[:, None], len(self.tumours), axis=1)
        for a, antibody in enumerate(self.antibodies):
            for t, tumour in enumerate(self.tumours):
                found = [e for e in self.kb.antibodies[antibody].incidental if e.population == tumour]
                if found:
                    start = pooling.assumed(self.assumed.antibodies[antibody].base_rate, 0.001)
                    belief = pooling.pool_frequency(start, found, self.assumed.words, self.kb.studies)
                    by_tumour[a, t] = max(belief.mean, base[a])
        return base, by_tumour

    def assays(self) -> tuple[list[str], Array, Array, Array]:
        """Methods; sensitivity and false-positive rate by antibody, method and specimen; the mixture for none stated.

        What a study found of one specimen holds for it; what it found without saying which holds for all.
        """
        assays = self.assumed.assays
        methods = sorted(assays.methods)
        sensitivity = np.zeros((len(self.antibodies), len(methods), len(SPECIMENS)))
        false_positive = np.zeros_like(sensitivity)
        unstated = np.zeros((len(self.antibodies), len(methods)))
        for a, name in enumerate(self.antibodies):
            antibody = self.kb.antibodies[name]
            for i, method in enumerate(methods):
                unstated[a, i] = assays.unstated[antibody.place].get(method, 0.0)
                for j, specimen in enumerate(SPECIMENS):
                    found = [p for p in antibody.performance if p.method == method and p.specimen in (None, specimen)]
                    assumed = assays.methods[method]
                    sensitivity[a, i, j] = self._assay(assumed.sensitivity, found, "sensitivity")
                    specificity = Number(
                        value=1.0 - assumed.false_positive.value,
                        low=1.0 - assumed.false_positive.high,
                        high=1.0 - assumed.false_positive.low,
                    )
                    false_positive[a, i, j] = 1.0 - self._assay(specificity, found, "specificity")
        return [str(method) for method in methods], sensitivity, false_positive, unstated

    def _assay(self, start: Number, found: Sequence[Performance], quantity: str) -> float:
        estimates = [p for p in found if p.quantity == quantity]
        return pooling.pool_frequency(pooling.assumed(start, 0.5), estimates, self.assumed.words, self.kb.studies).mean

    def sensitivities(self) -> Array:
        out = np.zeros((len(self.kb.tests), len(self.tumours)))
        for i, test in enumerate(self.kb.tests.values()):
            for tumour in {s.tumour for s in test.sensitivity}:
                found = [s for s in test.sensitivity if s.tumour == tumour]
                belief = pooling.pool_frequency(Beta(0.5, 0.5), found, self.assumed.words, self.kb.studies)
                out[i, self.tumours.index(tumour)] = belief.mean
        return out

    # Assembly

    def model(self) -> Model:
        rows = {c.id: self.rows.base_row(c) for c in self.kb.conditions.values()}
        hypotheses = self.hypotheses()
        for h in hypotheses:
            if h.row not in rows and h.condition != OTHER:
                rows[h.row] = self.rows.antibody_row(rows[h.condition], self.kb.conditions[h.condition], h.antibody)
        arrays = {name: self.rows.row_arrays(row) for name, row in rows.items()}
        others = {f"{OTHER}/{group}": value for group, value in self.rows.other_rows(arrays).items()}
        names = sorted(rows) + sorted(others)
        arrays |= others
        tempo = [[rows[n].tempo.get(t, 1.0 / 3.0) if n in rows else 1.0 / 3.0 for t in pooling.TEMPOS] for n in names]

        conditions = [*self.kb.conditions, OTHER]
        sites = [*self.tumours, NONE]
        densities, age_of = self._ages(hypotheses, sites)
        base, incidental = self.incidental()
        methods, sensitivity, false_positive, unstated = self.assays()
        omission = self.assumed.reporting.omission
        salience = {f.id: f.salience for area in self.kb.areas.values() for f in area.findings}
        silent = {f for f in self.rows.findings if self.kb.areas[self.rows.area_of[f]].kind == "test"}
        return Model(
            conditions=conditions,
            kinds=[self.kb.conditions[c].kind if c != OTHER else OTHER for c in conditions],
            tumours=self.tumours,
            antibodies=self.antibodies,
            findings=self.rows.findings,
            areas=self.rows.areas,
            tests=list(self.kb.tests),
            methods=methods,
            row_names=names,
            condition=np.array([conditions.index(h.condition) for h in hypotheses], dtype=np.int64),
            antibody=np.array(
                [self.antibodies.index(h.antibody) if h.antibody != NONE else len(self.antibodies) for h in hypotheses],
                dtype=np.int64,
            ),
            row=np.array([names.index(h.row) for h in hypotheses], dtype=np.int64),
            area=self.rows.area_index(),
            age_of=age_of,
            prior=np.array([h.prior for h in hypotheses]),
            tumour=np.array([[h.tumours.get(t, 0.0) for t in sites] for h in hypotheses]),
            before=np.array([h.before for h in hypotheses]),
            age=densities,
            male=np.array([[self.male(h, t) for t in sites] for h in hypotheses]),
            smoker=np.array([[self.smoker(h, t) for t in sites] for h in hypotheses]),
            tempo=np.array(tempo),
            involved=np.array([arrays[n][0] for n in names]),
            share=np.array([arrays[n][1] for n in names]),
            spread=np.array([self.rows.spreads(rows.get(name)) for name in names]),
            prior_spread=np.array([self._prior_spread(condition) for condition in conditions]),
            cancer_strength=np.array([h.cancer_strength for h in hypotheses]),
            treated=np.array([self._treated(area) for area in self.rows.areas]),
            typical=np.array([self.rows.typical[f] for f in self.rows.findings]),
            omission=np.array([0.0 if f in silent else omission[salience[f]].value for f in self.rows.findings]),
            base_rate=base,
            incidental=incidental,
            known=np.array([self.assumed.tumours[t].known.value for t in self.tumours]),
            occult=np.array([self.assumed.tumours[t].occult.value for t in self.tumours]),
            sensitivity=sensitivity,
            false_positive=false_positive,
            unstated=unstated,
            test_sensitivity=self.sensitivities(),
            provenance={
                f"{name}|{finding}": provenance
                for name, row in sorted(rows.items())
                for finding, provenance in sorted(row.provenance.items())
            },
        )

    def _ages(
        self, hypotheses: Sequence[_Hypothesis], sites: Sequence[str]
    ) -> tuple[Array, np.ndarray[tuple[int, int], np.dtype[np.int64]]]:
        """The distinct age densities, and which one each hypothesis and tumour has.

        The first is that of all patients together; it stands where nothing is said.
        """
        numbers: dict[bytes, int] = {}
        table: list[Array] = [np.zeros(pooling.AGES)]
        index = np.zeros((len(hypotheses), len(sites)), dtype=np.int64)
        for i, hypothesis in enumerate(hypotheses):
            for j, site in enumerate(sites):
                density = self.age(hypothesis, site)
                if density is None:
                    continue
                index[i, j] = numbers.setdefault(density.tobytes(), len(table))
                if index[i, j] == len(table):
                    table.append(density)
                table[0] = table[0] + hypothesis.prior * hypothesis.tumours.get(site, 0.0) * density
        table[0] = table[0] / table[0].sum() if table[0].any() else np.full(pooling.AGES, 1.0 / pooling.AGES)
        return np.array(table), index
