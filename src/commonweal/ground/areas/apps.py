"""The manifest of areas."""

from commonweal.kernel.capability import Capability


class AreasCapability(Capability):
    """Boundaries and gazetteer."""

    name = "commonweal.ground.areas"
    title = {"en": "Areas", "cy": "Ardaloedd"}
    essential = True
