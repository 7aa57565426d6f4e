"""The verb by which staff try out a text."""

from commonweal.kernel.acting import Acting
from commonweal.services.definitions.actions.save_draft import named
from commonweal.services.definitions.authoring import prove_for
from commonweal.services.definitions.checking import Checked
from commonweal.services.definitions.permissions import require_checker


def check_text(text: str, *, acting: Acting, service: str | None = None) -> Checked:
    """Check a definition in this place without keeping it; `service` makes it be the definition of that one.

    For staff, and for keys with a scope of definitions. Raises NotSignedIn, NotAllowed, TooMany."""
    require_checker(acting)
    checked = prove_for(acting.organisation or acting.actor, text)
    return named(checked, service) if service else checked
