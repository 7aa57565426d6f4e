"""What the place is called: for floors below the capability that keeps its document, and for pages without a query."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import Error
from django.utils.translation import get_language

from commonweal.kernel.text import Text, in_language


class PlaceName:
    """Asks the one function that was given to `names_place`, and keeps its last answer."""

    def __init__(self) -> None:
        self.read: Callable[[], Text] = dict
        self.kept: Text = {}

    def now(self) -> str:
        """The name in the active language; as it was last known where the database cannot be asked."""
        with suppress(Error):
            self.kept = self.read()
        return self.last_known()

    def last_known(self) -> str:
        """The name in the active language without a query; that of the settings in a process that never asked."""
        return in_language(self.kept, get_language() or settings.LANGUAGE_CODE) or str(settings.PLACE_NAME)


PLACE = PlaceName()


def names_place(read: Callable[[], Text]) -> Callable[[], Text]:
    """Decorator: the function knows the name of the place in its languages."""
    PLACE.read = read
    return read
