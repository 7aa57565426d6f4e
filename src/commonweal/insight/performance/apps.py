"""The manifest of performance."""

from commonweal.kernel.capability import Capability


class PerformanceCapability(Capability):
    """Figures of every service, counted from the journal."""

    name = "commonweal.insight.performance"
    title = {"en": "Performance of services", "cy": "Perfformiad gwasanaethau"}
    summary = {
        "en": "How often each service is used, how many finish it, and how long it takes.",
        "cy": "Pa mor aml y defnyddir pob gwasanaeth, faint sy'n ei orffen, a faint o amser mae'n ei gymryd.",
    }
