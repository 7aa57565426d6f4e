"""The manifest of journeys."""

from commonweal.kernel.capability import Capability


class JourneysCapability(Capability):
    """Begin, go on, come back on another device, check, send off."""

    name = "commonweal.services.journeys"
    title = {"en": "Journeys", "cy": "Teithiau"}
    summary = {"en": "Applications from the first question to the number of the case."}
