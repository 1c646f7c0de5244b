"""The OpenAPI document: valid, without warnings, complete for every operation."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("urlconf", [None, "tests.api.urls"])
def test_schema_is_valid_and_has_no_warnings(urlconf: str | None, tmp_path: Any) -> None:
    call_command(
        "spectacular",
        validate=True,
        fail_on_warn=True,
        urlconf=urlconf,
        file=str(tmp_path / "schema.yaml"),
    )


@pytest.mark.django_db
@pytest.mark.urls("tests.api.urls")
class TestSchema:
    @pytest.fixture
    def schema(self, client: Client) -> dict[str, Any]:
        response = client.get("/api/schema/")
        assert response.headers["Content-Type"] == "application/json"
        document: dict[str, Any] = json.loads(response.content)
        return document

    def test_operation_documents_the_problems_that_apply(self, schema: dict[str, Any]) -> None:
        paths = schema["paths"]
        calculate = paths["/api/v1/test/calculate/"]["post"]
        change = paths["/api/v1/test/memberships/{id}/"]["patch"]
        listing = paths["/api/v1/test/memberships/"]["get"]

        assert set(calculate["responses"]) == {
            *("200", "400", "401", "403", "409", "413", "415", "422")
        }
        assert set(change["responses"]) == {
            *("200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428")
        }
        assert set(listing["responses"]) == {"200", "400", "401", "403", "404"}

    def test_shared_problem_responses_are_problem_documents(self, schema: dict[str, Any]) -> None:
        responses = schema["components"]["responses"].values()

        assert all(list(r["content"]) == ["application/problem+json"] for r in responses)

    def test_headers_are_documented(self, schema: dict[str, Any]) -> None:
        operations = schema["paths"]["/api/v1/test/memberships/{id}/"]
        parameters = {p["name"]: p for p in operations["patch"]["parameters"]}

        assert parameters["If-Match"]["required"]
        assert "Idempotency-Key" in parameters
        assert "ETag" in operations["get"]["responses"]["200"]["headers"]

    def test_token_is_a_way_to_sign_in(self, schema: dict[str, Any]) -> None:
        operation = schema["paths"]["/api/v1/test/calculate/"]["post"]

        assert {"tokenAuth": []} in operation["security"]
        assert {} not in operation["security"]

    def test_office_is_given_by_code_and_shown_with_name(self, schema: dict[str, Any]) -> None:
        schemas = schema["components"]["schemas"]

        assert schemas["CalculationRequest"]["properties"]["office"]["type"] == "string"
        assert schemas["Doubled"]["properties"]["office"]["required"] == ["code", "name"]

    def test_body_allows_no_other_fields(self, schema: dict[str, Any]) -> None:
        body = schema["components"]["schemas"]["CalculationRequest"]

        assert body["additionalProperties"] is False
        assert body["required"] == ["amount"]
