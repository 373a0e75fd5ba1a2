"""A phenopacket that tests change in one place at a time."""

from __future__ import annotations

from typing import Any


def packet() -> dict[str, Any]:
    """A valid GA4GH Phenopacket v2 of an invented patient."""
    return {
        "id": "p-1",
        "subject": {
            "id": "p-1",
            "sex": "FEMALE",
            "timeAtLastEncounter": {"age": {"iso8601duration": "P61Y"}},
        },
        "phenotypicFeatures": [
            {"type": {"id": "HP:0002066", "label": "Gait ataxia"}, "onset": {"age": {"iso8601duration": "P60Y10M"}}},
            {"type": {"id": "HP:0000639", "label": "Nystagmus"}, "excluded": True},
        ],
        "metaData": {"created": "2024-05-01T00:00:00Z", "createdBy": "test", "phenopacketSchemaVersion": "2.0"},
    }


def with_features(*features: dict[str, Any]) -> dict[str, Any]:
    """The packet with other features."""
    return packet() | {"phenotypicFeatures": list(features)}
