"""Resolves the addresses of pages by name, with a cache, because every page has dozens of them."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse


def address(name: str, /, *args: object, **kwargs: object) -> str:
    """The address of a named page. Raises NoReverseMatch like Django's `reverse`."""
    return _address(settings.ROOT_URLCONF, get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def _address(
    _addresses: object, _prefix: str, name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...]
) -> str:
    return reverse(name, args=args or None, kwargs=dict(kwargs) or None)
