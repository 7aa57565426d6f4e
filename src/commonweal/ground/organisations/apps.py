"""The manifest of organisations."""

from commonweal.kernel.capability import Capability


class OrganisationsCapability(Capability):
    """Members of the place, staff, roles, keys."""

    name = "commonweal.ground.organisations"
    title = {"en": "Organisations", "cy": "Sefydliadau"}
    essential = True
