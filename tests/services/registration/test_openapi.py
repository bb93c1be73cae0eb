"""Registration's OpenAPI document is valid, and the search keeps names out of URLs."""

from openapi_spec_validator import OpenAPIV31SpecValidator

from limen.web import openapi
from services.registration.app import SERVICE


def test_the_document_is_valid_openapi_3_1() -> None:
    OpenAPIV31SpecValidator(openapi.document(SERVICE)).validate()


def test_no_personal_value_can_be_asked_for_in_a_url() -> None:
    paths = openapi.document(SERVICE)["paths"].values()
    operations = [item for path in paths for item in path.values() if isinstance(item, dict)]
    named = {
        parameter["name"]
        for operation in operations
        for parameter in operation.get("parameters", [])
        if parameter.get("in") == "query"
    }

    languages, events = {"language", "beside"}, {"action", "actor", "state", "subject", "type"}
    assert named <= {"after", "limit", "post", "person_id", "on", *languages, *events}
