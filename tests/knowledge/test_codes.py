"""Codes of other systems have the form of their system, and none is given twice to one entry."""

from __future__ import annotations

import re
from typing import Any

FORMS = {
    "MONDO": r"MONDO:\d{7}", "ORPHA": r"ORPHA:\d+", "ICD-10": r"[A-Z]\d\d(\.\d)?", "ICD-10-CM": r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
    "NCIT": r"NCIT:C\d+", "LOINC": r"\d+-\d", "ATC": r"[A-Z]\d\d[A-Z]{2}\d\d",
}  # fmt: skip


def test_forms(knowledge: Any) -> None:
    kb = knowledge.kb
    number = 0
    for entries in (kb.conditions, kb.antibodies, kb.tumours, kb.tests):
        for entry in entries.values():
            for system, codes in entry.codes.items():
                ids = [code.id for code in codes]
                assert len(ids) == len(set(ids)), (entry.id, system)
                for code in codes:
                    number += 1
                    assert re.fullmatch(FORMS[system], code.id), (entry.id, code.id)
                    assert code.label, (entry.id, code.id)
                    assert code.seen, (entry.id, code.id)
    assert number > 1000
