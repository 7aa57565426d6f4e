"""The end of a service's application period: checked at the beginning, at each answer and at sending."""

from commonweal.kernel import clock
from commonweal.kernel.problems import Conflict
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.drafts import Open


def require_open(service: definitions.CompiledService) -> None:
    """Raises Conflict once the service takes no new applications any more (`hard_close`)."""
    if not definitions.is_open(service, clock.now()):
        raise Conflict(
            "This service takes no new applications any more.",
            remedy="Look for another service, or ask the organisation that offers it.",
        )


def still_open(draft: Open) -> Open:
    """A draft that somebody goes on with. Raises Conflict once its service is closed: nothing can come of it."""
    require_open(draft.service)
    return draft
