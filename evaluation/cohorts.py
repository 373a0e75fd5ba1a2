"""Does the knowledge base foresee a cohort that it has not seen? `python -m evaluation.cohorts`

Every study that counts four findings or more of a condition is left out in turn, with all it says of the condition's
findings. The rest foretells its table: each finding's share, and the 95% interval of the count that such a study would
print, from what is known of the share, from how far studies differ, and from chance (beta-binomial). The result is kept
in `results/cohorts.txt`, three cohorts in full: those with the most findings, each of another condition.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp, lgamma
from pathlib import Path

import msgspec

from paraneo.knowledge.estimates import FindingFrequency
from paraneo.knowledge.load import Sources, read_sources
from paraneo.knowledge.model import Condition
from paraneo.knowledge.rows import NOT_LISTED_SPREAD, Rows
from paraneo.knowledge.store import default_folder
from paraneo.ontology import load_ontology

FEWEST, TAIL, SHOWN = 4, 0.025, 3
RESULT = Path(__file__).parent / "results" / "cohorts.txt"


@dataclass(frozen=True)
class Line:
    """One finding of a cohort: what it printed, the share that was foretold, the interval of the count."""

    finding: str
    events: int
    total: int
    share: float
    low: int
    high: int

    @property
    def inside(self) -> bool:
        """Whether the count lies in the interval."""
        return self.low <= self.events <= self.high


def interval(share: float, variance: float, total: int) -> tuple[int, int]:
    """The 95% interval of a beta-binomial count whose share has this mean and variance."""
    most = share * (1.0 - share)
    strength = max(most / min(max(variance, 1e-6), 0.95 * most) - 1.0, 0.05)
    a, b = share * strength, (1.0 - share) * strength
    low, high, whole = 0, total, 0.0
    for count in range(total + 1):
        chance = exp(
            lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
            + lgamma(a + count) + lgamma(b + total - count) - lgamma(a + b + total)
            + lgamma(a + b) - lgamma(a) - lgamma(b)
        )  # fmt: skip
        if whole + chance <= TAIL:
            low = count + 1
        whole += chance
        if whole >= 1.0 - TAIL:
            return low, count
    return low, high


def foretold(sources: Sources, condition: Condition, study: str, own: list[FindingFrequency]) -> list[Line]:
    """The table of one study by the knowledge base without it."""
    kb, between = sources.kb, sources.assumptions.pooling.between_studies.value
    rest = msgspec.structs.replace(condition, findings=[f for f in condition.findings if f.study != study])
    thinner = msgspec.structs.replace(kb, conditions={**kb.conditions, condition.id: rest})
    rows = Rows(thinner, sources.assumptions, load_ontology())
    row = rows.base_row(rest)
    lines = []
    for finding in own:
        belief = row.beliefs.get(finding.finding.id) or rows.unlisted(finding.finding.id)
        spread = row.spread.get(finding.finding.id, NOT_LISTED_SPREAD)
        share = belief.mean
        variance = (spread * share * (1.0 - share)) ** 2 + between * share * (1.0 - share)
        assert finding.events is not None
        assert finding.total is not None
        lines.append(
            Line(finding.finding.label, finding.events, finding.total, share, *interval(share, variance, finding.total))
        )
    return lines


def main() -> None:
    sources = read_sources(default_folder())
    tables: list[tuple[str, str, list[Line]]] = []
    for condition in sources.kb.conditions.values():
        by_study: dict[str, list[FindingFrequency]] = defaultdict(list)
        for finding in condition.findings:
            if finding.proportion is not None:
                by_study[finding.study].append(finding)
        for study, own in by_study.items():
            if len(own) >= FEWEST:
                tables.append((condition.id, study, foretold(sources, condition, study, own)))
    every = [line for _, _, lines in tables for line in lines]
    inside = sum(line.inside for line in every)
    out = [
        f"{len(tables)} cohorts with {FEWEST} counted findings or more, each left out in turn:",
        f"{inside} of {len(every)} counts ({inside / len(every):.0%}) lie in their 95% intervals.",
        "Three in full (count, share foretold, interval of the count):",
    ]
    shown: set[str] = set()
    for condition_id, study, lines in sorted(tables, key=lambda t: -len(t[2])):
        if len(shown) < SHOWN and condition_id not in shown:
            shown.add(condition_id)
            out += ["", f"{condition_id}, {study}: {sum(x.inside for x in lines)} of {len(lines)} inside"]
            out += [
                f"  {x.finding[:48]:48} {x.events:4} of {x.total:<5} {x.share:6.2f}  {x.low} to {x.high}"
                + ("" if x.inside else "  outside")
                for x in lines
            ]
    RESULT.write_text("\n".join(out) + "\n")
    print("\n".join(out))


if __name__ == "__main__":
    main()
