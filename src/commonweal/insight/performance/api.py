"""The front door of performance: figures of services, for everybody with small numbers kept back, for staff exact.

    public_figures(*, organisation="", months=12) -> list[ServiceFigures]     all live services of the place
    public_service(service, *, months=12) -> ServiceFigures                   one of them; NotFound
    own_figures(*, acting, months=12) -> list[ServiceFigures]                 exact, of the organisations one works for

Counted from the journal within a minute after something happened. The period is this month and those before it.
"""

from commonweal.ground.organisations.api import organisations
from commonweal.insight.performance.cards import MonthFigures, ServiceFigures
from commonweal.insight.performance.figures import figures, live_services
from commonweal.insight.performance.permissions import may_see_exact
from commonweal.insight.performance.suppression import SMALLEST, guarded
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import NotFound, NotSignedIn, filled

__all__ = [
    "SMALLEST",
    "MonthFigures",
    "ServiceFigures",
    "guarded",
    "own_figures",
    "public_figures",
    "public_service",
]


def public_figures(*, organisation: str = "", months: int = 12) -> list[ServiceFigures]:
    """Every live service, or those of one organisation (key); small numbers are None (see `guarded`). Three queries."""
    return figures(live_services([organisation] if organisation else None), months=months, exact=False)


def public_service(service: str, *, months: int = 12) -> ServiceFigures:
    """One live service, small numbers are None. Raises NotFound."""
    found = {key: title for key, title in live_services().items() if key == service}
    if not found:
        raise NotFound(
            filled("There is no service called %(service)s here.", service=service),
            remedy="Look for it in the list of services.",
        )
    return figures(found, months=months, exact=False)[0]


def own_figures(*, acting: Acting, months: int = 12) -> list[ServiceFigures]:
    """The exact figures of the organisation in whose name one acts, else of all that one works for.

    Raises NotSignedIn, NotAllowed without any role."""
    if acting.is_stranger:
        raise NotSignedIn("Exact figures are for staff.", remedy="Sign in and try again.")
    own = [acting.organisation] if acting.organisation else list(acting.memberships)
    allowed = [each for each in own if may_see_exact(acting, each)]
    if not allowed:
        require(may_see_exact, acting, own[0] if own else None)
    keys = [card.key for card in organisations(allowed).values()]
    return figures(live_services(keys), months=months, exact=True)
