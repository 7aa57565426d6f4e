"""The parts of the OpenAPI description that all operations share (name, refusals, authentication), and its page."""

import hashlib
import json
from functools import cache, cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.responses import NinjaJSONEncoder

from commonweal.kernel.problems import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    TooLarge,
    TooMany,
    WrongType,
)

REFUSALS: tuple[type[Problem], ...] = (
    Problem,
    NotSignedIn,
    NotAllowed,
    NotFound,
    Conflict,
    TooLarge,
    WrongType,
    Invalid,
    TooMany,
)
PROBLEM = {
    "title": "Problem",
    "description": "A refusal (RFC 9457): what is wrong, and what can be done.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "urn:commonweal:problem:CODE"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 499},
        "detail": {"type": "string"},
        "remedy": {"type": "string"},
        "fields": {
            "type": "object",
            "description": "Messages about single fields, by their names.",
            "additionalProperties": {"type": "string"},
        },
    },
}
SIGN_IN = {
    "key": {"type": "http", "scheme": "bearer", "description": "An API key of an organisation."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "A browser in which somebody is signed in; writing requests need X-CSRFToken, too.",
    },
}


def _answer(problem: type[Problem]) -> dict[str, object]:
    answer: dict[str, object] = {
        "description": problem.title,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if problem is TooMany:
        answer["headers"] = {"Retry-After": {"description": "In seconds.", "schema": {"type": "integer"}}}
    return answer


class Description(DocsBase):
    """The page at /api/docs: drawn here, without scripts and without anything from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        context = {**_grouped(api), "source": self.get_openapi_url(api, kwargs)}
        return render(request, "web/api_docs.html", context, using="jinja2")


@cache
def _grouped(api: NinjaAPI) -> dict[str, object]:
    """The operations by capability, worked out once."""
    described = api.get_openapi_schema()
    groups: dict[str, list[dict[str, object]]] = {}
    for at, methods in described["paths"].items():
        for method, operation in methods.items():
            group = operation.get("tags", [""])[0].split(".")[-1]
            groups.setdefault(group, []).append({"method": method.upper(), "path": at, **operation})
    return {"groups": groups, "schemas": described["components"]["schemas"]}


class DescribedAPI(NinjaAPI):
    """An API whose operations are called `cases_get_queue`, and whose refusals are described once for all."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The short name of the capability and of the function: stable when files move inside the capability."""
        capability = (operation.tags or ["site"])[0].split(".")[-1]
        return f"{capability}_{operation.view_func.__name__}"

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The library's addresses, but for the description, which is written once and not for every caller."""
        patterns, app, space = super().urls
        own = path("openapi.json", self.serve_description, name="openapi-json")
        return [own if getattr(each, "name", "") == "openapi-json" else each for each in patterns], app, space

    def serve_description(self, request: HttpRequest) -> HttpResponse:
        """The OpenAPI description as JSON, with a mark by which a program asks whether it has changed."""
        body, mark = self._written
        unchanged = request.headers.get("If-None-Match") == mark
        response = HttpResponse(b"" if unchanged else body, status=304 if unchanged else 200)
        response["Content-Type"] = "application/json; charset=utf-8"
        response["ETag"] = mark
        response["Cache-Control"] = "public, max-age=300"
        return response

    @cached_property
    def _written(self) -> tuple[bytes, str]:
        body = json.dumps(self.get_openapi_schema(), cls=NinjaJSONEncoder).encode()
        return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **kwargs)
        components = schema["components"]
        components.setdefault("schemas", {})["Problem"] = PROBLEM
        components["securitySchemes"] = SIGN_IN
        components["responses"] = {problem.__name__: _answer(problem) for problem in REFUSALS}
        schema["security"] = [{}, *({name: []} for name in SIGN_IN)]
        for methods in schema["paths"].values():
            for operation in methods.values():
                for problem in REFUSALS:
                    operation["responses"].setdefault(
                        str(problem.status), {"$ref": f"#/components/responses/{problem.__name__}"}
                    )
                operation["responses"] = {str(code): said for code, said in operation["responses"].items()}
        return schema
