"""The look that all pages share, as Django finds it."""

from commonweal.kernel.capability import Capability


class WebConfig(Capability):
    """Gives Django our templates, static files and words, and the address that changes the language."""

    name = "commonweal.web"
    title = {"en": "Look", "cy": "Golwg"}
    summary = {"en": "Layouts, components, questions and charts of every page."}
    essential = True
