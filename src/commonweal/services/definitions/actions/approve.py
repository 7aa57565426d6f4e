"""The verb by which a second person approves a version."""

from django.db import transaction

from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict, NotAllowed, filled
from commonweal.services.definitions.events import Approved
from commonweal.services.definitions.permissions import require_authority
from commonweal.services.definitions.versions.authoring import demand, object_of, service_row, version_row
from commonweal.services.definitions.versions.cards import VersionCard, version_card


def approve(*, service: str, number: int, acting: Acting, read: str | None = None) -> VersionCard:
    """Approve the version for publication; for a present reviewer who did not contribute to it, neither by hand nor
    through an API key that they made.

    `read` is the hash of the version that the reviewer read: one that was sent back, changed and submitted again in the
    meantime is not approved unread. Raises NotAllowed, Conflict."""
    with transaction.atomic():
        row = service_row(service, acting, lock=True)
        require_authority(acting, str(row.organisation_id))
        version = version_row(row, number)
        demand(version, "in_review")
        if acting.accountable & {version.author, *version.contributors}:
            raise NotAllowed(
                "You contributed to this version; a second person has to approve it.",
                remedy="Ask another reviewer of the organisation, or the steward of the place.",
            )
        if read is not None and read != version.hash:
            raise Conflict(
                filled("Version %(number)s was changed since you read it.", number=number),
                remedy="Read it again, then approve it.",
            )
        version.status, version.reviewer, version.approved_at = "approved", acting.actor, clock.now()
        version.changes_wanted = ""
        version.save(update_fields=["status", "reviewer", "approved_at", "changes_wanted", "changed_at"])
        record(
            Approved(service, number, version.hash),
            acting=acting,
            object=object_of(row),
            organisation=str(row.organisation_id),
        )
    return version_card(version, row)
