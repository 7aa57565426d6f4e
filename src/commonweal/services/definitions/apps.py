"""The manifest of definitions."""

from commonweal.kernel.capability import Capability


class DefinitionsCapability(Capability):
    """Services as documents: proved, versioned, reviewed, published."""

    name = "commonweal.services.definitions"
    title = {"en": "Service definitions", "cy": "Diffiniadau gwasanaeth"}
    summary = {
        "en": "Services written as documents, checked, reviewed and published.",
        "cy": "Gwasanaethau wedi'u hysgrifennu fel dogfennau, wedi'u gwirio, eu hadolygu a'u cyhoeddi.",
    }
    essential = True
