"""The verb by which an overlay moves to a newer version of the definition that it extends."""

from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, filled
from commonweal.services.definitions.actions.save_draft import save_draft
from commonweal.services.definitions.models import Version
from commonweal.services.definitions.permissions import may_write, require_in
from commonweal.services.definitions.versions.authoring import service_row
from commonweal.services.definitions.versions.cards import Saved


def take_update(*, service: str, acting: Acting) -> Saved:
    """Save a draft that extends the parent's live version instead of the one it extends now; everything else of the
    text stays. If the parent changed something that the overlay changes too, the draft's findings report it. Raises
    Conflict if there is nothing newer, or if a draft would be overwritten."""
    row = service_row(service, acting)
    require_in(may_write, acting, str(row.organisation_id))
    live = row.current
    parent = None
    if live is not None and live.extends:
        rows = Version.objects.filter(hash=live.extends).exclude(status="draft")
        parent = rows.select_related("service__current").first()
    newer = parent.service.current if parent else None
    if live is None or parent is None or newer is None or newer.hash == live.extends:
        raise Conflict(filled("There is no newer version of what %(service)s extends.", service=service))
    if row.versions.filter(status="draft").exists():
        raise Conflict("There is a draft already.", remedy="Discard it first, or change its `extends` by hand.")
    source = live.source.replace(live.extends, newer.hash)
    return save_draft(service=service, source=source, acting=acting, note=f"{parent.service.key} {newer.number}")
