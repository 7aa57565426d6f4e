"""The frame of every page for residents."""

from dataclasses import replace
from functools import lru_cache

from django.http import HttpRequest
from django.utils.translation import get_language

from commonweal.kernel.acting import acting_of
from commonweal.kernel.journal import Entry, react
from commonweal.kernel.place_name import PLACE
from commonweal.portal.help_index import list_help
from commonweal.services.definitions.events import PlaceChanged
from commonweal.web.addresses import address
from commonweal.web.chrome import Chrome, Link, contributes
from commonweal.web.translated import say as _


@react(PlaceChanged)
def on_place_changed(_entry: Entry) -> None:
    """Help can be found as soon as there is a place."""
    list_help()


def _link(request: HttpRequest, words: str, name: str, icon: str = "") -> Link:
    href = address(name)
    return Link(words, href, current=request.path == href, icon=icon)


@contributes
def place_name(request: HttpRequest, chrome: Chrome) -> Chrome:
    """The place's own name in the page's language."""
    del request
    return replace(chrome, place=PLACE.now())


@lru_cache(maxsize=32)
def _footer(_language: str, demo: bool) -> tuple[Link, ...]:
    """The same on every page in a language: made once."""
    links = [
        Link(_("Help"), address("portal:help")),
        Link(_("All services"), address("portal:services")),
        Link(_("Organisations"), address("portal:providers")),
        Link(_("Your data"), address("portal:help-page", "your-data")),
        Link(_("Accessibility"), address("portal:help-page", "accessibility")),
        Link(_("How our services do"), address("performance:overview")),
        Link(_("For developers"), "/api/docs"),
    ]
    if demo:
        links.append(Link(_("Everything that was sent"), address("messages:outbox")))
    return tuple(links)


@contributes
def residents(request: HttpRequest, chrome: Chrome) -> Chrome:
    """Sign in, or one's dashboard, data and the way out; help in the footer."""
    account: tuple[Link, ...]
    if acting_of(request).person is None:
        # The demo's visitors choose one of its people; the usual page leads there, too.
        sign_in = "identity:demo" if chrome.demo else "account_login"
        account = (Link(_("Sign in"), address(sign_in), icon="person"),)
    else:
        account = (
            _link(request, _("Dashboard"), "portal:dashboard", "list"),
            _link(request, _("Messages"), "messages:inbox", "mail"),
            _link(request, _("My data"), "identity:my-data", "person"),
            Link(_("Sign out"), address("account_logout")),
        )
    return replace(
        chrome,
        account=(*chrome.account, *account),
        footer=(*chrome.footer, *_footer(get_language() or "", chrome.demo)),
    )
