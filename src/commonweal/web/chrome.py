"""What is around the content of every page: the place, its languages, the account and the navigation.

Higher floors contribute to it, and this floor does not import them:

    @contributes
    def account_links(request: HttpRequest, chrome: Chrome) -> Chrome:
        return replace(chrome, account=(Link(_("My Eastmere"), "/my/"), ...))
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils import translation

from commonweal.kernel.place_name import PLACE
from commonweal.kernel.request_values import RequestValue
from commonweal.web.addresses import address


@dataclass(frozen=True)
class Link:
    """A link in the chrome; `current` marks the present page or section, `count` is how many things wait there. A link
    to a `language` has the `page` to return to."""

    label: str
    href: str
    current: bool = False
    count: int | None = None
    icon: str = ""
    language: str = ""
    page: str = ""


@dataclass(frozen=True)
class Brand:
    """The organisation whose page this is; `theme` is the address of its stylesheet, if it has its own."""

    name: str
    href: str = ""
    theme: str = ""


@dataclass(frozen=True)
class Chrome:
    """Everything that the layouts draw around the page's own content; all words are in the page's language."""

    place: str
    home: str = "/"
    theme: str = ""
    demo: bool = False
    organisation: Brand | None = None
    account: tuple[Link, ...] = ()
    sections: tuple[Link, ...] = ()
    desk: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    languages: tuple[Link, ...] = ()


# Kept on the request, so that one page asks its contributors once.
CHROME = RequestValue[Chrome]("_chrome")
# Where the page can be looked at that a request draws whose own address only takes what is sent to it.
PAGE_ADDRESS = RequestValue[str]("_page_address")
Contributor = Callable[[HttpRequest, Chrome], Chrome]
_contributors: list[Contributor] = []


def contributes(contributor: Contributor) -> Contributor:
    """Decorator: `contributor` may change the chrome of every page; one that is already known is not added twice."""
    if contributor not in _contributors:
        _contributors.append(contributor)
    return contributor


def plain() -> Chrome:
    """The chrome that needs no query: what an error page can draw when all else is out of reach."""
    return Chrome(
        place=PLACE.last_known(),
        demo=bool(getattr(settings, "DEMO", False)),
    )


def build(request: HttpRequest) -> Chrome:
    """The chrome of this request: the place's settings, then each contributor in the order they came."""
    chrome = replace(plain(), languages=language_links(request))
    for contributor in _contributors:
        chrome = contributor(request, chrome)
    return chrome


def language_links(request: HttpRequest) -> tuple[Link, ...]:
    """One link for each language of the place, in its own name, back to this page."""
    current = translation.get_language()
    try:
        return tuple(
            Link(
                label=str(name),
                href=address("web:language", code) + "?" + urlencode({"next": page_address(request)}),
                current=code == current,
                language=code,
                page=page_address(request),
            )
            for code, name in settings.LANGUAGES
        )
    except NoReverseMatch:
        return ()


def chrome_of(request: HttpRequest | None) -> Chrome:
    """The chrome that the layouts draw; a template without a request, or an error page, gets the plain one."""
    if request is None:
        return plain()
    known = CHROME.get(request, None)
    if known is None:
        known = build(request)
        CHROME.set(request, known)
    return known


def page_address(request: HttpRequest) -> str:
    """Where the page of this request can be looked at."""
    return PAGE_ADDRESS.get(request, "") or request.get_full_path()


def show_at(request: HttpRequest, page: str) -> None:
    """Set the address at which the rendered page can be viewed, for a request to an address that only takes POST."""
    PAGE_ADDRESS.set(request, page)


def brand_page(request: HttpRequest, brand: Brand) -> None:
    """Mark the page of this request as one of `brand`: it gets their name and theme."""
    CHROME.set(request, replace(chrome_of(request), organisation=brand))
