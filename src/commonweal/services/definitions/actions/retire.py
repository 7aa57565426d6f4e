"""The verb by which a service is withdrawn."""

from django.db import transaction

from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict, Invalid, filled
from commonweal.services.definitions.events import ServiceRetired
from commonweal.services.definitions.permissions import require_authority
from commonweal.services.definitions.versions.authoring import object_of, service_row


def retire(*, service: str, reason: str, acting: Acting) -> None:
    """Take no new applications; cases and drafts that were begun go on. It can be taken up again by `roll_back`.

    Raises Invalid without a reason, Conflict if the service is not live."""
    if not reason.strip():
        raise Invalid("Say why the service ends.", fields={"reason": "Enter a reason."})
    with transaction.atomic():
        row = service_row(service, acting, lock=True)
        require_authority(acting, str(row.organisation_id))
        version = row.current
        if version is None:
            raise Conflict(filled("The service %(service)s is not live.", service=service))
        version.status = "retired"
        version.save(update_fields=["status", "changed_at"])
        row.current, row.retired_at = None, clock.now()
        row.save(update_fields=["current", "retired_at"])
        record(
            ServiceRetired(service, version.hash, reason.strip()),
            acting=acting,
            object=object_of(row),
            organisation=str(row.organisation_id),
        )
