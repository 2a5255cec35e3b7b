"""Builds the gateway's OpenAPI document: what FastAPI knows, and the bodies that the owners validate."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from gateway.api.commands import body_schemas


def install_openapi(app: FastAPI) -> None:
    """Makes the application describe forwarded commands too."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title="Opslayer", version="1", routes=app.routes, description=_DESCRIPTION)
            schemas = schema.setdefault("components", {}).setdefault("schemas", {})
            for name, body in body_schemas().items():
                schemas.setdefault(name, body)
            _document_refusals(schema)
            schema["components"]["securitySchemes"] = {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "opslayer_session"},
            }
            schema["security"] = [{"token": []}, {"session": []}]
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document_refusals(schema: dict[str, Any]) -> None:
    """Describes every refusal as a problem document, because FastAPI's own form of a 422 is never sent."""
    schema["components"]["schemas"]["Problem"] = _PROBLEM
    for unused in ("HTTPValidationError", "ValidationError"):
        schema["components"]["schemas"].pop(unused, None)
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for methods in schema["paths"].values():
        for described in methods.values():
            described["responses"].pop("422", None)
            described["responses"]["4XX"] = {"description": "Refused, and why.", "content": content}


_PROBLEM = {
    "type": "object",
    "description": "RFC 9457. Go by `code`; docs/reference/problems.md lists them all.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "facts": {"type": "object", "description": "What makes the code understandable; `errors` names wrong fields."},
    },
}
_DESCRIPTION = """The client's and the provider's way into Opslayer. Lists are `{"items", "next", "total"}`; refusals are
problem documents (RFC 9457) with a stable `code`; every thing has a `version`, which is its ETag."""
