"""The front door of performance: figures of services, for everybody with small numbers kept back, for staff exact.

    public_figures(*, organisation="", months=12, page=1) -> Page[ServiceFigures]   live services of the place by title
    public_service(service, *, months=12) -> ServiceFigures                   one of them; NotFound
    own_figures(*, acting, months=12, page=1) -> Page[ServiceFigures]         exact, of the organisations one works for
    public_leaders(), own_leaders(*, acting) -> list[ServiceFigures]          the twelve that are used most

Counted from the journal within a minute after something happened. The period is this month and those before it.
"""

from collections.abc import Mapping
from typing import cast

from django.core.paginator import Page, Paginator

from commonweal.ground.organisations.api import organisations
from commonweal.insight.performance.cards import MonthFigures, ServiceFigures
from commonweal.insight.performance.figures import figures, live_services, most_used
from commonweal.insight.performance.permissions import may_see_exact
from commonweal.insight.performance.suppression import SMALLEST, guarded
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.paging import page_of
from commonweal.kernel.problems import NotFound, NotSignedIn, filled
from commonweal.kernel.text import Text, in_language

__all__ = [
    "SMALLEST",
    "MonthFigures",
    "ServiceFigures",
    "guarded",
    "own_figures",
    "own_leaders",
    "public_figures",
    "public_leaders",
    "public_service",
]


LEADERS = 12


def public_figures(
    *, organisation: str = "", months: int = 12, page: int = 1, language: str = "en"
) -> "Page[ServiceFigures]":
    """A page of the live services by title, or of those of one organisation (key); small numbers are None (see
    `guarded`). Always two queries."""
    services = live_services([organisation] if organisation else None)
    return _page(services, page, language, months=months, exact=False)


def public_leaders(*, months: int = 12) -> list[ServiceFigures]:
    """The LEADERS that are used most, most first, of those whose number is shown. Three queries."""
    services = live_services()
    keys = most_used(services, months=months, number=LEADERS, fewest=SMALLEST)
    found = figures({key: services[key] for key in keys}, months=months, exact=False)
    return [each for each in found if each.submitted]


def _page(
    services: Mapping[str, Text], number: int, language: str, *, months: int, exact: bool
) -> "Page[ServiceFigures]":
    keys = sorted(services, key=lambda key: (in_language(services[key], language).casefold(), key))
    page = page_of(keys, number)
    shown = figures({key: services[key] for key in page}, months=months, exact=exact)
    return Page(shown, page.number, cast("Paginator[ServiceFigures]", page.paginator))


def public_service(service: str, *, months: int = 12) -> ServiceFigures:
    """One live service, small numbers are None. Raises NotFound."""
    found = {key: title for key, title in live_services().items() if key == service}
    if not found:
        raise NotFound(
            filled("There is no service called %(service)s here.", service=service),
            remedy="Look for it in the list of services.",
        )
    return figures(found, months=months, exact=False)[0]


def own_figures(*, acting: Acting, months: int = 12, page: int = 1, language: str = "en") -> "Page[ServiceFigures]":
    """A page of the exact figures of the organisation in whose name one acts, else of all that one works for.

    Raises NotSignedIn, NotAllowed without any role."""
    return _page(_own_services(acting), page, language, months=months, exact=True)


def own_leaders(*, acting: Acting, months: int = 12) -> list[ServiceFigures]:
    """The LEADERS of them that are used most, most first. Raises NotSignedIn, NotAllowed."""
    services = _own_services(acting)
    keys = most_used(services, months=months, number=LEADERS)
    return figures({key: services[key] for key in keys}, months=months, exact=True)


def _own_services(acting: Acting) -> Mapping[str, Text]:
    if acting.is_stranger:
        raise NotSignedIn("Exact figures are for staff.", remedy="Sign in and try again.")
    own = [acting.organisation] if acting.organisation else list(acting.memberships)
    allowed = [each for each in own if may_see_exact(acting, each)]
    if not allowed:
        require(may_see_exact, acting, own[0] if own else None)
    keys = [card.key for card in organisations(allowed).values()]
    return live_services(keys)
