"""Whatever the OpenAPI document allows is answered as the document says, and never with a server error."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from store.book import Store
from store.desk import people
from web.app import create_app
from web.settings import Settings

schemathesis = pytest.importorskip("schemathesis", reason="the package schemathesis is missing")


@pytest.fixture
def asked(store: Store) -> Any:
    """The document of a desk with accounts, and a token that may do all."""
    with store.write() as connection:
        token = people.make_token(connection, "t", role="administrator", scopes=(), secret=True, by="x")
    app = create_app(Settings(accounts=True, background=False), store)
    client = TestClient(app, base_url="http://localhost")
    schema = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    schema.app = app
    return schema, {"authorization": f"Bearer {token}", "host": "localhost"}


def test_answers_are_those_of_the_document(asked: Any) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import checks
    from schemathesis.specs.openapi import checks as openapi

    schema, headers = asked
    wanted = [
        checks.not_a_server_error, openapi.status_code_conformance, openapi.content_type_conformance,
        openapi.response_schema_conformance,
    ]  # fmt: skip
    # Which value fits a correction depends on its pointer, which the document can't say.
    free = {"POST /api/v1/letters/{key}/corrections"}
    tried = 0
    for each in schema.get_all_operations():
        operation = each.ok()
        if operation.path.endswith("/stream"):
            continue

        @given(case=operation.as_strategy())
        @settings(
            max_examples=8, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def run(case: Any) -> None:
            case.headers = {**(case.headers or {}), **headers}
            accepted = [] if case.operation.label in free else [openapi.positive_data_acceptance]
            case.call_and_validate(checks=[*wanted, *accepted])

        run()
        tried += 1
    assert tried > 15
