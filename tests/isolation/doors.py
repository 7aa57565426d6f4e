"""All doors: what the capabilities say of theirs, and what addresses there are."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from commonweal.kernel.testing import Door, Side, Walker
from tests.isolation.world import World, capability_of, modules

METHODS = ("GET", "POST")


@cache
def doors() -> dict[str, list[Door]]:
    """The doors of each capability, by its short name."""
    return {capability_of(module): list(module.DOORS) for module in modules()}


def all_doors() -> Iterator[Door]:
    for found in doors().values():
        yield from found


def _patterns(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


@cache
def pages() -> dict[str, URLPattern]:
    """Every page by name; the API's operations are walked by its own description."""
    return {name: pattern for name, pattern in _patterns(get_resolver().url_patterns) if not name.startswith("api:")}


def address_of(name: str, world: World) -> str | None:
    """The address of a page in this world; None where the world has no object for it."""
    pattern = pages()[name].pattern
    wanted = pattern.converters or pattern.regex.groupindex
    try:
        return reverse(name, kwargs={key: world.arguments[key] for key in wanted})
    except (NoReverseMatch, KeyError):
        return None


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description of the API."""
    from commonweal.site.api import api

    return dict(api.get_openapi_schema(path_prefix="/api/"))


def operations() -> list[tuple[str, str]]:
    """Method and path of every operation of the API."""
    return [(method.upper(), path) for path, methods in description()["paths"].items() for method in methods]


def may_come(address: str, walker: Walker) -> bool:
    """Whether a door of the town's side at this address ("GET portal:home") is meant for the walker."""
    side = Side("town", "ann", "town")
    return any(door.by(walker, side) for door in all_doors() if door.address == address)


def seen_by(page: str, walkers: dict[str, Walker]) -> str | None:
    """The first of these people for whom the town's side of a page is meant, or None."""
    found = [door for door in all_doors() if door.address == f"GET {page}"]
    side = Side("town", "ann", "town")
    return next((name for name, walker in walkers.items() if any(door.by(walker, side) for door in found)), None)
