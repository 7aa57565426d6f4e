"""The manifest of casework."""

from commonweal.kernel.capability import Capability


class CaseworkCapability(Capability):
    """Joins cases with the definitions of their services: without it no case can be worked on."""

    name = "commonweal.services.casework"
    title = {"en": "Casework", "cy": "Gwaith achos"}
    summary = {
        "en": "Works on cases by the rules of their services, and tells applicants what happened.",
        "cy": "Yn gweithio ar achosion yn ôl rheolau eu gwasanaethau, ac yn dweud wrth ymgeiswyr beth ddigwyddodd.",
    }
    essential = True
