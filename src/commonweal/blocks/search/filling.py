"""Fills the whole index again: after an upgrade, or when the headings of the place change."""

from collections.abc import Callable

from django.db import transaction

from commonweal.blocks.search.models import SearchEntry

Filler = Callable[[], None]
_fillers: dict[str, Filler] = {}


def fills(function: Filler) -> Filler:
    """Register a function that puts all documents of its capability into the index; it may run twice."""
    _fillers[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def needs_filling() -> bool:
    """Whether something in the index was put there by an older version, which did not know stems."""
    return SearchEntry.objects.filter(title_stems="").exclude(title="").exists()


def fill() -> None:
    """Fill the index again, one transaction for each capability."""
    for function in list(_fillers.values()):
        with transaction.atomic():
            function()
