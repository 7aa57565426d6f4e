"""The manifest of forms."""

from commonweal.kernel.capability import Capability


class FormsCapability(Capability):
    """Questions, pages, answers and the files that people send."""

    name = "commonweal.blocks.forms"
    title = {"en": "Forms", "cy": "Ffurflenni"}
    summary = {"en": "Asks questions page by page, checks the answers and keeps files safe."}
