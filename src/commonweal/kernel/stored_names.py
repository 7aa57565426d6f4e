"""Finds a function by the dotted name that the database has of it, although the function has moved since."""

from collections.abc import Mapping
from typing import TypeVar

from django.conf import settings

from commonweal.kernel.capability import owner_of

T = TypeVar("T")


def lasting(path: str) -> str:
    """What a dotted name has in common with the former ones of the same function: the capability, and the function's
    own name ("blocks.cases.delete"); the name itself outside of capabilities."""
    owner, name = owner_of(path), path.rpartition(".")[2]
    if not owner:
        return path
    return f"{owner}.{settings.RENAMED_FUNCTIONS.get(f'{owner}.{name}', name)}"


def find(path: str, known: Mapping[str, T]) -> T | None:
    """What is known by a dotted name, or by the present one of the same function; None if nothing is."""
    if path in known:
        return known[path]
    wanted = lasting(path)
    return next((value for name, value in known.items() if lasting(name) == wanted), None)
