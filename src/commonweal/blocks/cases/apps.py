"""The manifest of cases."""

from commonweal.kernel.capability import Capability


class CasesCapability(Capability):
    """States, queues, clocks, decisions, correspondence."""

    name = "commonweal.blocks.cases"
    title = {"en": "Cases", "cy": "Achosion"}
    summary = {
        "en": "Work on what people have asked for: queues, deadlines, decisions and their history.",
        "cy": "Gweithio ar geisiadau pobl: ciwiau, terfynau amser, penderfyniadau a’u hanes.",
    }
