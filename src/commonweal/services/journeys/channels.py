"""The channels through which a service can be begun, and the contacts for the others."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from commonweal.kernel.problems import Conflict
from commonweal.services.definitions import api as definitions

REFUSED: Mapping[str, str] = {
    "web": gettext_noop("You cannot apply for this online."),
    "phone": gettext_noop("Applications for this are not taken by phone."),
    "counter": gettext_noop("Applications for this are not taken at a counter."),
}
INSTEAD: Mapping[tuple[str, ...], str] = {
    ("web",): gettext_noop("Apply on the service's page."),
    ("phone",): gettext_noop("Call the organisation that offers it."),
    ("counter",): gettext_noop("Go to a counter of the organisation that offers it."),
    ("phone", "counter"): gettext_noop("Call the organisation that offers it, or go to one of its counters."),
    ("web", "counter"): gettext_noop("Apply on the service's page, or at a counter of the organisation."),
    ("web", "phone"): gettext_noop("Apply on the service's page, or call the organisation."),
}


def instead(service: definitions.CompiledService) -> str:
    """How one gets a service that is not open to everybody by every channel, in English."""
    return INSTEAD.get(tuple(channel for channel in REFUSED if channel in service.base.channels), "")


def require_channel(service: definitions.CompiledService, channel: str) -> None:
    """Raises Conflict where the service cannot be begun through a channel. What programs send comes by the web."""
    door = channel if channel in REFUSED else "web"
    if door not in service.base.channels:
        raise Conflict(REFUSED[door], remedy=instead(service))
