"""The verb by which a draft is thrown away."""

from django.db import transaction

from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.services.definitions.events import DraftDiscarded
from commonweal.services.definitions.permissions import may_write, require_in
from commonweal.services.definitions.versions.authoring import demand, object_of, service_row, version_row


def discard_draft(*, service: str, number: int, acting: Acting) -> None:
    """Delete a draft permanently; submitted versions are kept (Conflict)."""
    with transaction.atomic():
        row = service_row(service, acting, lock=True)
        require_in(may_write, acting, str(row.organisation_id))
        draft = version_row(row, number)
        demand(draft, "draft")
        draft.delete()
        record(
            DraftDiscarded(service, number),
            acting=acting,
            object=object_of(row),
            organisation=str(row.organisation_id),
        )
