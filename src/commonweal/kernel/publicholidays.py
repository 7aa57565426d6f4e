"""The public holidays of one country, by the library `holidays`, without the rules of the two hundred others."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import Any

PACKAGE = "holidays.countries"
_importing = Lock()


@cache
def public_holidays(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    """Names by day; `country` is its ISO code ("GB"), `subdivision` the library's name of a part of it ("ENG").

    Raises NotImplementedError for a country or part that the library does not know."""
    found = _country(country)
    if found is None:
        raise NotImplementedError(f"No public holidays are known for the country {country}.")
    return dict(found(subdiv=subdivision, years=year).items())


def subdivisions(country: str) -> tuple[str, ...] | None:
    """The library's names of the parts of a country; None for a country that it does not know."""
    found = _country(country)
    return None if found is None else (*found.subdivisions, *getattr(found, "subdivisions_aliases", ()))


def _country(country: str) -> Any:
    from holidays.registry import COUNTRIES

    for module, names in COUNTRIES.items():
        if country in names[1:]:
            with _importing, _nothing_else():
                return getattr(import_module(f"{PACKAGE}.{module}"), names[0])
    return None


@contextmanager
def _nothing_else() -> Iterator[None]:
    """The package imports every country with itself: 13 MB in each process. While one country is imported, an empty
    package takes its place."""
    spec = None if PACKAGE in sys.modules else find_spec(PACKAGE)
    if spec is None:
        yield
        return
    empty = ModuleType(PACKAGE)
    empty.__path__ = list(spec.submodule_search_locations or ())
    sys.modules[PACKAGE] = empty
    try:
        yield
    finally:
        sys.modules.pop(PACKAGE, None)
