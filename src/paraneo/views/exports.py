"""The knowledge base for other programs: Human Phenotype Ontology annotations, and every estimate as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from paraneo.knowledge.check import walk
from paraneo.knowledge.estimates import AgeEstimate, FindingFrequency, Frequency, Shares, Sourced
from paraneo.knowledge.model import Condition, KnowledgeBase, Study
from paraneo.ontology import Ontology

HPOA_COLUMNS = (
    "database_id", "disease_name", "qualifier", "hpo_id", "reference", "evidence", "onset", "frequency", "sex",
    "modifier", "aspect", "biocuration",
)  # fmt: skip
CURATOR = "PARANEO"
CSV_COLUMNS = (
    "kind", "entry", "quantity", "of", "form", "events", "total", "low", "high", "text", "study", "pmid", "doi",
    "locator", "note",
)  # fmt: skip


def to_hpoa(kb: KnowledgeBase, ontology: Ontology) -> str:
    """Phenotype annotations in the format of phenotype.hpoa, one line for each counted finding of a condition.

    Findings that HPO lacks and frequencies that are not counts or percentages are left out. A condition with an ORPHA
    code has this as its id, another one its own. The date of curation is the day on which the study was read.
    """
    lines = [f"#description: paraneo knowledge base {kb.version}", f"#hpo-version: {ontology.release}"]
    lines.append("\t".join(HPOA_COLUMNS))
    for condition in kb.conditions.values():
        for finding in condition.findings:
            frequency = _hpoa_frequency(finding)
            if frequency and finding.finding.id in ontology and finding.stage == "course":
                reference = _reference(kb.studies[finding.study])
                row = [database_id(condition), condition.name, "", finding.finding.id, reference, "PCS", "", frequency]
                row += ["", "", "P", f"{CURATOR}[{kb.studies[finding.study].seen_on}]"]
                lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


def database_id(condition: Condition) -> str:
    """ORPHA:n where the condition has one such code of its own, not of a wider disease, else an id of ours."""
    codes = [code for code in condition.codes.get("ORPHA", []) if not code.seen.endswith("broader")]
    return codes[0].id if len(codes) == 1 else f"{CURATOR}:{condition.id}"


def _hpoa_frequency(finding: FindingFrequency) -> str:
    if finding.proportion is not None:
        return f"{finding.events}/{finding.total}"
    return "" if finding.percent is None else f"{finding.percent:g}%"


def _reference(study: Study) -> str:
    if study.pmid:
        return f"PMID:{study.pmid}"
    return f"DOI:{study.doi}" if study.doi else study.url or study.title


def to_csv(kb: KnowledgeBase) -> str:
    """Every sourced estimate of the knowledge base, one line each, with its study."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for path, entry in walk(kb):
        if isinstance(entry, Sourced):
            kind, name, *quantity = path
            study = kb.studies[entry.study]
            for of, form, events, total, low, high in _numbers(entry):
                text = str(entry) if isinstance(entry, Frequency) else ""
                what = " ".join(part for part in quantity if not part.isdigit())
                row = [kind, name, what, of, form, events, total, low, high, text, entry.study]
                writer.writerow([*row, study.pmid or "", study.doi or "", entry.locator, entry.note])
    return out.getvalue()


def _numbers(entry: Sourced) -> Iterator[tuple[str, str, object, object, object, object]]:
    """What an estimate is of, its form, and its numbers; shares give a line for each category."""
    if isinstance(entry, Shares):
        for category, count in entry.counts.items():
            yield category, "count", count, entry.total, "", ""
    elif isinstance(entry, AgeEstimate):
        yield "years", f"middle, {entry.spread}", entry.middle, entry.total, entry.low or "", entry.high or ""
    elif isinstance(entry, Frequency):
        of = entry.finding.label if isinstance(entry, FindingFrequency) else getattr(entry, "quantity", "")
        if entry.proportion is not None:
            yield of, "count", entry.events, entry.total, "", ""
        elif entry.percent is not None:
            yield of, "percent", entry.percent, "", "", ""
        elif entry.low is not None:
            yield of, "range in percent", "", "", entry.low, entry.high
        else:
            yield of, "word", "", "", "", ""
    else:
        yield getattr(entry, "risk", ""), "class", "", "", "", ""
