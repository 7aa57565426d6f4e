"""What identity's pages share: going back to where one came from, fields, and keeping pages out of caches."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


def address_to_go_on(request: HttpRequest, otherwise: str) -> str:
    """The page named by `next`, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise


def with_values(
    fields: Iterable[Mapping[str, object]], values: Mapping[str, object], errors: Mapping[str, str]
) -> list[dict[str, object]]:
    """The fields with what each holds, and with what is wrong with it; both by key."""
    return [
        {**each, "value": values.get(key, ""), "errors": [errors[key]] if key in errors else []}
        for each in fields
        for key in [str(each["key"])]
    ]


def page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    """One of identity's pages; never kept by caches, since it is about one person."""
    response = render(request, f"identity/{name}.html", context, using="jinja2")
    response["Cache-Control"] = "no-store"
    return response
