"""No request that fits the REST interface's own description, or nearly fits it, makes the server fail."""

from __future__ import annotations

import pytest

pytest.importorskip("fastapi")

import schemathesis
from hypothesis import HealthCheck, settings

from paraneo.web.app import create_app

schema = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(frozenset({"testserver"})))


@schema.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_request_makes_the_server_fail(case: schemathesis.Case) -> None:
    case.call_and_validate(
        checks=[schemathesis.checks.not_a_server_error, schemathesis.checks.response_schema_conformance]
    )
