"""The manifest of the portal."""

from commonweal.kernel.capability import Capability


class PortalCapability(Capability):
    """The residents' pages."""

    name = "commonweal.portal"
    title = {"en": "Portal", "cy": "Porth"}
    summary = {"en": "Home, search, services, dashboard."}
