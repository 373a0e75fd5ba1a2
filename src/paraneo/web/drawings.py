"""The drawings of an assessment (:mod:`paraneo.views.drawings`), ready for a template."""

from __future__ import annotations

from markupsafe import Markup

from paraneo.contract import Assessment, Candidate
from paraneo.knowledge.model import KnowledgeBase
from paraneo.views.drawings import body, chain, differential, tumour_bars, waterfall


def of_assessment(assessment: Assessment, kb: KnowledgeBase) -> dict[str, Markup]:
    """Every drawing of the whole case by name; they escape what they show."""
    return {
        "differential": Markup(differential(assessment)),
        "chain": Markup(chain(assessment, kb)),
        "body": Markup(body(assessment, kb)),
        "tumours": Markup(tumour_bars(assessment)),
    }


def of_candidate(candidate: Candidate) -> Markup:
    """What speaks for and against a candidate."""
    return Markup(waterfall(candidate))
