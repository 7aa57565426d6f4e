"""Long lists in parts: pages for people, and for programs the address of the next part in a header (RFC 8288)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

T = TypeVar("T")

PAGE = 50
# So that what is asked for has an end; no list is that long.
MOST_PAGES = 10_000


def number_asked(request: HttpRequest) -> int:
    """The number of the page that `?page=` asks for, or 1."""
    written = request.GET.get("page", "1")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 1


@dataclass(frozen=True)
class Part(Generic[T]):
    """One page of a list whose length is not counted: its rows, its number from 1, and whether there are older ones."""

    rows: Sequence[T]
    number: int
    more: bool


def newest_first(request: HttpRequest, rows: Callable[[int, int], Sequence[T]], *, size: int = PAGE) -> Part[T]:
    """The page that `?page=` asks for of a list that `rows` gives from an offset, so many at most."""
    number = min(max(number_asked(request), 1), MOST_PAGES)
    found = rows((number - 1) * size, size + 1)
    return Part(found[:size], number, len(found) > size)


def page_of(rows: Sequence[T], number: int) -> "Page[T]":
    """The page of a list with this number, from 1; the nearest where there is none."""
    return Paginator(rows, PAGE).get_page(number)


def tell_next(request: HttpRequest, response: HttpResponse, page: "Page[T]") -> None:
    """Add the Link header for the next page, if there is one; all other parameters stay."""
    if page.has_next():
        query = request.GET.copy()
        query["page"] = str(page.next_page_number())
        response["Link"] = f'<{request.build_absolute_uri(f"{request.path}?{query.urlencode()}")}>; rel="next"'


def listed(request: HttpRequest, response: HttpResponse, page: "Page[T]", number: int) -> list[T]:
    """What a program gets that asked for the page with this number: nothing after the last, so that it stops."""
    tell_next(request, response, page)
    return list(page) if page.number == number else []
