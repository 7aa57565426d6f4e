"""What the place is called: for floors below the capability that keeps its document, and for pages without a query."""

from contextlib import suppress
from typing import Protocol

from django.conf import settings
from django.db import Error
from django.utils.translation import get_language

from commonweal.kernel.providers import asks, provider
from commonweal.kernel.text import Text, in_language


class NameOfPlace(Protocol):
    """What the place is called."""

    def __call__(self) -> Text:
        """The name in the languages of the place."""


def _unnamed() -> Text:
    return {}


asks(NameOfPlace, default=_unnamed)


class PlaceName:
    """Asks who knows the name, and keeps the last answer."""

    def __init__(self) -> None:
        self.kept: Text = {}

    def now(self) -> str:
        """The name in the active language; as it was last known where the database cannot be asked."""
        with suppress(Error):
            self.kept = provider(NameOfPlace)()
        return self.last_known()

    def last_known(self) -> str:
        """The name in the active language without a query; that of the settings in a process that never asked."""
        return in_language(self.kept, get_language() or settings.LANGUAGE_CODE) or str(settings.PLACE_NAME)


PLACE = PlaceName()
