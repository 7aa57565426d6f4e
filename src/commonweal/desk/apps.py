"""The manifest of the desk."""

from commonweal.kernel.capability import Capability


class DeskCapability(Capability):
    """Where staff work: the queue, the case, services and versions, the journal."""

    name = "commonweal.desk"
    title = {"en": "Desk", "cy": "Desg"}
    summary = {
        "en": "Where staff work on cases, publish services and see what happened.",
        "cy": "Lle mae staff yn gweithio ar achosion, yn cyhoeddi gwasanaethau ac yn gweld beth ddigwyddodd.",
    }
    essential = True
