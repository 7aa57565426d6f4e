"""The verb by which staff try out a text."""

from commonweal.ground.organisations.api import organisations
from commonweal.kernel.acting import Acting
from commonweal.services.definitions.actions.save_draft import named
from commonweal.services.definitions.permissions import belongs, require_checker
from commonweal.services.definitions.proof.checking import Checked
from commonweal.services.definitions.versions.authoring import counted


def check_text(text: str, *, acting: Acting, service: str | None = None) -> Checked:
    """Check a definition in this place without keeping it; `service` makes it be the definition of that one.

    For staff, and for keys with a scope of definitions. What the organisation of the service, or else the one that the
    actor acts for, has switched off is off. Raises NotSignedIn, NotAllowed, TooMany."""
    require_checker(acting)
    checked = counted(text, _organisation(service, acting), by=acting.organisation or acting.actor)
    return named(checked, service) if service else checked


def _organisation(service: str | None, acting: Acting) -> str:
    """The organisation (id) whose definition a text is to be; "" where the actor may not know about it."""
    if not service:
        return acting.organisation or ""
    key = service.partition("/")[0]
    found = next((card.id for card in organisations().values() if card.key == key), "")
    return found if found and belongs(acting, found) else ""
