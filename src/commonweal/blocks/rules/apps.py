"""The rules block as an application: no tables, only sections of the definition language."""

from commonweal.kernel.capability import Capability


class RulesCapability(Capability):
    """Parameters, facts, eligibility and decision tables in CEL."""

    name = "commonweal.blocks.rules"
    title = {"en": "Rules", "cy": "Rheolau"}
    summary = {
        "en": "Works out who can have a service and what follows from the answers, and explains it.",
        "cy": "Yn cyfrifo pwy all gael gwasanaeth a beth sy'n dilyn o'r atebion, ac yn ei egluro.",
    }
