"""What the right side of the workbench shows: every part of one assessment."""

from __future__ import annotations

from typing import Any

import msgspec

from paraneo.case import Case
from paraneo.contract import Assessment, Candidate, Contribution, Share
from paraneo.criteria.catalogue import INSTRUMENTS
from paraneo.criteria.instrument import Instrument
from paraneo.issues import Issue, Notepad
from paraneo.views.text import LEAST_SHARE, MOST_CONDITIONS, MOST_SHARES, References
from paraneo.web import drawings, engine
from paraneo.web.entry import to_ask
from paraneo.web.forms import Page
from paraneo.web.pages import citing, source_lines
from paraneo.web.trials import Proposal, proposals

TOLD_ELSEWHERE = {"not-used", "unknown-field"}  # codes of issues that "Not used" lists already


MOST_ITEMS = 9  # shown of each candidate but the first, of which all are


class Reasons(msgspec.Struct, frozen=True):
    """A candidate with its waterfall, the items that are shown, and the decibans of the others together."""

    candidate: Candidate
    drawing: str
    items: list[Contribution]
    others: int
    rest: float


def reasons_of(candidate: Candidate, *, first: bool) -> Reasons:
    """The reasons for a candidate: every item of the first, the strongest of another."""
    telling = [item for item in candidate.evidence if item.decibans]
    strongest = telling if first else sorted(telling, key=lambda item: -abs(item.decibans))[:MOST_ITEMS]
    kept = {id(item) for item in strongest}
    left = [item.decibans for item in telling if id(item) not in kept]
    items = [item for item in telling if id(item) in kept]
    return Reasons(candidate, drawings.of_candidate(candidate), items, len(left), sum(left))


def answer_page(page: Page) -> tuple[Case, Notepad, Assessment]:
    """The case of a page, read and assessed. Raises Fault."""
    case, notepad = engine.read_plain(page.case)
    return case, notepad, engine.assess(case, page.setting)


def context(page: Page, case: Case, notepad: Notepad, a: Assessment) -> dict[str, Any]:
    """What the template of the result needs."""
    names, kb = engine.vocabulary(), engine.knowledge()
    shown = [c for c in a.conditions[:MOST_CONDITIONS] if c.probability >= LEAST_SHARE] or a.conditions[:1]
    references = References()
    answered = page.case.get("criteria")
    return {
        "empty": is_empty(case), "page": page, "case": page.case, "a": a,
        "shown": shown, "references": references, "cite": citing(references),
        "source_lines": source_lines, "rest": a.conditions[len(shown) :],
        "reasons": [reasons_of(c, first=place == 0) for place, c in enumerate(shown)],
        "drawings": drawings.of_assessment(a, kb),
        "antibodies": leading(a.antibodies), "tumours": leading(a.tumours),
        "names": {c.id: c.name for c in a.conditions},
        "grades": {c.id: grades(c.id) for c in a.criteria},
        "answered": answered if isinstance(answered, dict) else {},
        "proposals": proposals(a.next_tests, names),
        "ask": [] if is_empty(case) else ask(a, case),
        "issues": issues(notepad),
        "dated": bool(case.dates()),
        "scheduled": any(s.dates for s in (*a.work_up, *a.tumour_search, *a.treatment, *a.follow_up)),
    }  # fmt: skip


def is_empty(case: Case) -> bool:
    """Whether nothing is known yet that a result could rest on."""
    known = case.features, case.antibodies, case.tests, case.cancers, case.exposures, case.measured, case.stated
    return not any(known) and not case.unrecognised


def ask(a: Assessment, case: Case) -> list[Proposal]:
    """What is proposed beside the entry, to be answered with one press: questions first."""
    tests = to_ask(a.next_tests, case)
    return sorted(proposals(tests, engine.vocabulary()), key=lambda p: p.test.kind != "question")


def leading(shares: list[Share]) -> list[Share]:
    """The likeliest antibodies or tumours."""
    return [s for s in shares[:MOST_SHARES] if s.probability >= LEAST_SHARE]


def grades(instrument: str) -> dict[str, tuple[str, ...]]:
    """By item of an instrument, the answers that a person may give to it; empty where the case alone is read."""
    card = INSTRUMENTS[instrument]
    if not isinstance(card, Instrument):
        return {}
    return {question.id: question.grades or ("no", "yes") for question in card.questions}


def issues(notepad: Notepad) -> list[Issue]:
    """What was noted about the case, without what is listed under "Not used"."""
    return [issue for issue in notepad if issue.code not in TOLD_ELSEWHERE]
