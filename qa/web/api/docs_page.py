"""The documentation of the API, printed from its own OpenAPI description; no script, no CDN."""

import json
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.responses import HTMLResponse

from qa.web.pages.static_files import static_stamp
from qa.web.pages.templates import render

_BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "/api/ask"): {"question": "What did Bordyuzha say about Iran?", "history": []},
    ("post", "/api/ask/stream"): {"question": "What did Bordyuzha say about Iran?"},
    ("post", "/api/search"): {"query": "nuclear program", "k": 5},
    ("post", "/api/feedback"): {"question": "Who is the author?", "helpful": True},
    ("post", "/api/articles"): {"draft": "0123…", "corrections": [{"number": 0, "author": None}]},
    ("post", "/api/drafts/url"): {"url": "ADDRESS OF A PAGE"},
}
_FILES = {("post", "/api/drafts"): "?name=article.txt"}
_JSON = "-H 'Content-Type: application/json'"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API as it is printed."""

    method: str
    path: str
    summary: str
    parameters: tuple[tuple[str, str, str], ...]
    body: str | None
    reply: str | None
    example: str
    statuses: tuple[tuple[str, str], ...]


def docs_router(app: FastAPI) -> APIRouter:
    """Return the route of `/docs` for the operations of `app`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def docs() -> HTMLResponse:
        description = app.openapi()
        return HTMLResponse(
            render(
                "docs_page.html",
                root="./",
                stamp=static_stamp(),
                info=description["info"],
                operations=operations(description),
                schemas=schemas(description),
            )
        )

    return router


def operations(description: dict[str, Any]) -> tuple[Operation, ...]:
    """Return what an OpenAPI description offers, in its order."""
    return tuple(
        _operation(method, path, details)
        for path, methods in description["paths"].items()
        for method, details in methods.items()
    )


def _operation(method: str, path: str, details: dict[str, Any]) -> Operation:
    body = _schema_name(details.get("requestBody", {}).get("content", {}))
    responses = details["responses"]
    success = next(status for status in sorted(responses) if status.startswith("2"))
    return Operation(
        method=method.upper(),
        path=path,
        summary=details.get("description", details.get("summary", "")),
        parameters=tuple(
            (one["name"], one["in"], _type(one["schema"])) for one in details.get("parameters", ())
        ),
        body=body,
        reply=_schema_name(responses[success].get("content", {})),
        example=_curl(method, path),
        statuses=tuple((status, one["description"]) for status, one in sorted(responses.items())),
    )


def _curl(method: str, path: str) -> str:
    body = _BODIES.get((method, path))
    address = f"http://127.0.0.1:7860{path}"
    if (method, path) in _FILES:
        kind = "-H 'Content-Type: application/octet-stream'"
        return f"curl '{address}{_FILES[method, path]}' {kind} --data-binary @article.txt"
    if method == "delete":
        return f"curl -X DELETE {address} {_JSON}"
    if body is None:
        return f"curl {address}"
    return f"curl {address} {_JSON} -d '{json.dumps(body, ensure_ascii=False)}'"


def schemas(description: dict[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
    """Return name, type and explanation of each field, by schema."""
    return {
        name: [
            (field, _type(one), one.get("description", ""))
            for field, one in schema.get("properties", {}).items()
        ]
        for name, schema in description.get("components", {}).get("schemas", {}).items()
        if not name.startswith(("HTTPValidation", "Validation"))
    }


def _schema_name(content: dict[str, Any]) -> str | None:
    for media in content.values():
        reference = media.get("schema", {}).get("$ref")
        if reference:
            return str(reference).rsplit("/", 1)[-1]
    return None


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return " or ".join(json.dumps(value) for value in values)
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}" if "items" in schema else "list"
    return str(schema.get("type", "any"))
