"""The manifest of search."""

from commonweal.kernel.capability import Capability


class SearchCapability(Capability):
    """An index that other capabilities write to, and one question to ask it."""

    name = "commonweal.blocks.search"
    title = {"en": "Search", "cy": "Chwilio"}
    summary = {"en": "Finds services, organisations and help in the words that people use."}
