"""The manifest of identity."""

from commonweal.kernel.capability import Capability


class IdentityCapability(Capability):
    """People, accounts, assurance, personal data."""

    name = "commonweal.ground.identity"
    title = {"en": "Identity", "cy": "Hunaniaeth"}
    essential = True
