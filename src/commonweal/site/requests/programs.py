"""Requests of programs: which of them are for the API, and the key that one carries."""

from django.http import HttpRequest

API = "/api/"


def is_for_api(request: HttpRequest) -> bool:
    """Whether a request is for the API, so that it is answered in JSON."""
    return request.path_info.startswith(API)


def key_in(request: HttpRequest) -> str:
    """The API key that a request shows (`Authorization: Bearer …`), or ''."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
