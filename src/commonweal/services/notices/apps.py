"""The manifest of notices."""

from commonweal.kernel.capability import Capability


class NoticesCapability(Capability):
    """Joins what happens to cases with the `messages:` of their services."""

    name = "commonweal.services.notices"
    title = {"en": "Notices", "cy": "Hysbysiadau"}
    summary = {"en": "Tells applicants what happened, in the words of the service."}
