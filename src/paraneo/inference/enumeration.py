"""The posterior by plain enumeration: the slow, obvious definition of what :mod:`exact` must compute.

It walks through every hypothesis, causal tumour, unrelated tumour, state of every area and presence of every antibody
that was tested, multiplies what the model says of each, and adds up. Nothing here is fast, and nothing is clever.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from paraneo.inference.evidence import Evidence, Means, Part, Sign
from paraneo.inference.exact import ImpossibleEvidence, Posterior
from paraneo.inference.levels import limits
from paraneo.knowledge.compile import SPECIMENS
from paraneo.knowledge.compiled import Compiled


def posterior(knowledge: Compiled, evidence: Evidence) -> Posterior:
    """The posterior of a case, by adding up every state of the world. See :class:`exact.Posterior`."""
    m = knowledge.model
    sites, antibodies = len(m.tumours), len(m.antibodies)
    joint = np.zeros((len(m.condition), sites + 1))
    antibody_present = np.zeros(antibodies)
    tumour_present = np.zeros(sites)
    both = np.zeros(antibodies)  # the antibody and any tumour
    known = {cancer.tumour for cancer in evidence.cancers}
    tested = dict(evidence.antibody_results)
    levels = limits(knowledge)
    for h in range(len(m.condition)):
        findings = _findings(knowledge, evidence, int(m.row[h])) * _tempo(knowledge, evidence, int(m.row[h]))
        for t in range(sites + 1):
            subject = m.prior[h] * m.tumour[h, t] * _subject(knowledge, evidence, h, t)
            for unrelated, share in _unrelated(knowledge, evidence):
                there = {site for site in (t, unrelated) if site < sites} | known
                state = subject * findings * share * _search(knowledge, evidence, t, unrelated)
                causal = int(m.antibody[h])
                carried = {}
                for antibody in range(antibodies):
                    rate = max([m.base_rate[antibody], *(m.incidental[antibody, site] for site in there)])
                    present, absent = _results(knowledge, evidence, antibody) if antibody in tested else (1.0, 1.0)
                    limit = levels.get(antibody)
                    sides = [limit.chances(r) for r in tested.get(antibody, ())] if limit is not None else []
                    cause, other = next((side for side in sides if side != (1.0, 1.0)), (1.0, 1.0))
                    if antibody == causal:
                        state *= present * cause
                        carried[antibody] = 1.0
                    else:
                        present, absent = present * other, absent * other
                        either = rate * present + (1.0 - rate) * absent
                        state *= either
                        carried[antibody] = rate * present / either
                joint[h, t] += state
                for antibody, chance in carried.items():
                    antibody_present[antibody] += state * chance
                    both[antibody] += state * chance * bool(there or evidence.unsettled)
                for site in there:
                    tumour_present[site] += state
    whole = joint.sum()
    if not whole > 0.0:
        raise ImpossibleEvidence(tuple(cancer.label for cancer in evidence.cancers))
    joint /= whole
    conditions, by_antibody = np.zeros(len(m.conditions)), np.zeros(antibodies + 1)
    tumours = np.zeros(sites + 1)
    for h in range(len(m.condition)):
        conditions[m.condition[h]] += joint[h].sum()
        by_antibody[m.antibody[h]] += joint[h].sum()
        for t in range(sites + 1):
            causes = t < sites and m.kinds[m.condition[h]] == "syndrome"
            tumours[t if causes else sites] += joint[h, t]
    return Posterior(
        conditions=conditions,
        antibodies=by_antibody,
        tumours=tumours,
        antibody_present=antibody_present / whole,
        tumour_present=tumour_present / whole,
        paraneoplastic=float(tumours[:sites].sum()),
        tumour_with=both / antibody_present,
        joint=joint,
    )


def _subject(knowledge: Compiled, evidence: Evidence, h: int, t: int) -> float:
    """P(age, sex, smoking, known cancers | hypothesis, causal tumour)."""
    m = knowledge.model
    out = 1.0
    if evidence.age is not None:
        out *= m.age[m.age_of[h, t], min(evidence.age, m.age.shape[1] - 1)]
    if evidence.male is not None:
        out *= m.male[h, t] if evidence.male else 1.0 - m.male[h, t]
    if evidence.smoker is not None:
        out *= m.smoker[h, t] if evidence.smoker else 1.0 - m.smoker[h, t]
    for cancer in evidence.cancers:
        if cancer.tumour != t:
            out *= 0.0 if _wrong_sex(knowledge, evidence, cancer.tumour) else m.known[cancer.tumour]
    factors = {cancer.tumour: cancer.causal_factor for cancer in evidence.cancers}
    if t in factors:
        out *= (1.0 - m.before[h]) * factors[t]
    elif t < len(m.tumours):
        out *= m.before[h]
    for unsettled in evidence.unsettled:
        chance = sum(m.known[u] for u in unsettled.tumours if not _wrong_sex(knowledge, evidence, u))
        if t in unsettled.tumours:
            chance += (1.0 - m.before[h]) / m.before[h] * unsettled.causal_factor
        out *= chance
    return float(out * (knowledge.assumptions.cancer.ruled_out.value if t in evidence.ruled_out else 1.0))


def _wrong_sex(knowledge: Compiled, evidence: Evidence, t: int) -> bool:
    only = knowledge.kb.tumours[knowledge.model.tumours[t]].sex
    return evidence.male is not None and only is not None and (only == "male") != evidence.male


def _unrelated(knowledge: Compiled, evidence: Evidence) -> Iterator[tuple[int, float]]:
    """Each unknown tumour that is a coincidence, with its share; last, none."""
    m = knowledge.model
    known = {cancer.tumour for cancer in evidence.cancers}
    rest = 1.0
    for t in range(len(m.tumours)):
        if t not in known and not _wrong_sex(knowledge, evidence, t):
            rest -= m.occult[t]
            yield t, float(m.occult[t])
    yield len(m.tumours), rest


def _tempo(knowledge: Compiled, evidence: Evidence, row: int) -> float:
    if evidence.tempo is None:
        return 1.0
    right = knowledge.assumptions.reporting.tempo_right.value
    return float(
        sum(
            share * (right if true == evidence.tempo else (1.0 - right) / 2.0)
            for true, share in enumerate(knowledge.model.tempo[row])
        )
    )


def _findings(knowledge: Compiled, evidence: Evidence, row: int) -> float:
    """P(findings, and those not mentioned | row), tempered."""
    m = knowledge.model
    log = 0.0
    by_area: dict[int, list[tuple[Sign, Part]]] = defaultdict(list)
    for sign in evidence.signs:
        if sign.present and len(sign.parts) > 1:
            absent = 1.0
            for part in sign.parts:
                absent *= 1.0 - _involved(knowledge, evidence, part.area, row) * _chance(knowledge, part, row)
            log += math.log(1.0 - absent)
        else:
            for part in sign.parts:
                by_area[part.area].append((sign, part))
    for area in range(len(m.areas)):
        mentioned = {f for _, part in by_area[area] for f in part.findings}
        total = 0.0
        for involved in (True, False):
            share = _involved(knowledge, evidence, area, row)
            chance = share if involved else 1.0 - share
            for sign, part in by_area[area]:
                seen = _chance(knowledge, part, row) if involved else 0.0
                missed = knowledge.assumptions.reporting.missed.value
                chance *= seen if sign.present else 1.0 - (1.0 - missed) * seen
            for finding in range(len(m.findings)):
                if m.area[finding] == area and finding not in mentioned and involved:
                    chance *= 1.0 - m.omission[finding] * m.share[row, finding]
            total += chance
        log += math.log(total)
    return math.exp(knowledge.assumptions.reporting.tempering.value * log)


def _involved(knowledge: Compiled, evidence: Evidence, area: int, row: int) -> float:
    """P(area involved | row); treatments of cancers are to be expected where a cancer is known."""
    m = knowledge.model
    absent = 1.0 - m.involved[row, area]
    return float(1.0 - absent * (1.0 - m.treated[area]) if evidence.treated else m.involved[row, area])


def _chance(knowledge: Compiled, part: Part, row: int) -> float:
    """P(the part is seen | its area is involved)."""
    m, reporting = knowledge.model, knowledge.assumptions.reporting
    if part.means is Means.AREA:
        return 1.0
    if part.means is Means.UNLISTED:
        return reporting.unlisted_sign.value
    if part.means is Means.NARROWER:
        (finding,) = part.findings
        listed, at_large = m.share[row, finding], m.typical[finding]
        return float(reporting.narrower.value * (part.kept * listed + (1.0 - part.kept) * at_large))
    none_seen = 1.0
    for finding in part.findings:
        none_seen *= 1.0 - m.share[row, finding]
    return float(1.0 - none_seen)


def _results(knowledge: Compiled, evidence: Evidence, antibody: int) -> tuple[float, float]:
    """P(its results | present), P(its results | absent)."""
    m, assays = knowledge.model, knowledge.assumptions.assays
    present = absent = 1.0
    before: list[str] = []
    for result in dict(evidence.antibody_results)[antibody]:
        specimen = SPECIMENS.index(result.specimen)
        sensitivity = false_positive = 0.0
        for i, method in enumerate(m.methods):
            weight = m.unstated[antibody, i] if result.method is None else float(method == result.method)
            sensitivity += weight * m.sensitivity[antibody, i, specimen]
            false_positive += weight * m.false_positive[antibody, i, specimen]
        if result.after_treatment:
            sensitivity *= assays.treated_sensitivity.value
        if result.result == "positive":
            present *= sensitivity * assays.band(result.band, present=True)
            absent *= assays.repeat_false_positive.value if "positive" in before else false_positive
            absent *= assays.band(result.band, present=False)
        else:
            present *= assays.repeat_false_negative.value if "negative" in before else 1.0 - sensitivity
            absent *= 1.0 - false_positive
        before.append(result.result)
    return present, absent


def _search(knowledge: Compiled, evidence: Evidence, causal: int, unrelated: int) -> float:
    """P(results of tests for a tumour | causal tumour, unrelated tumour)."""
    m, cancer = knowledge.model, knowledge.assumptions.cancer
    known = evidence.settled_or_among(len(m.tumours))
    new = [site for site in (causal, unrelated) if site < len(m.tumours) and site not in known]
    hidden = cancer.not_detectable_yet.value
    total = 0.0
    for visible in itertools.product((False, True), repeat=len(new)):
        chance = math.prod(1.0 - hidden if one else hidden for one in visible)
        showing = [site for site, one in zip(new, visible, strict=True) if one]
        for test, results in evidence.tumour_tests:
            negatives = sum(result.result == "negative" for result in results)
            if negatives:
                for site in showing:
                    if m.test_sensitivity[test, site] > 0.0:
                        again = cancer.same_test_again.value ** (negatives - 1)
                        chance *= (1.0 - m.test_sensitivity[test, site]) * again
            if negatives < len(results):
                clean = 1.0 - cancer.test_false_positive.value
                for site in (*showing, *known):
                    if m.test_sensitivity[test, site] > 0.0:
                        clean *= 1.0 - m.test_sensitivity[test, site]
                chance *= 1.0 - clean
        total += chance
    return total
