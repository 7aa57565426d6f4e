"""The verb by which a reviewer asks for changes: the version is a draft again."""

from django.db import IntegrityError, transaction

from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict, Invalid
from commonweal.services.definitions.authoring import demand, object_of, service_row, version_row
from commonweal.services.definitions.cards import VersionCard, version_card
from commonweal.services.definitions.events import SentBack
from commonweal.services.definitions.permissions import may_review, may_write, require_in


def send_back(*, service: str, number: int, reason: str, acting: Acting) -> VersionCard:
    """Make a version that was handed in, approved or scheduled a draft again; its author may take it back, too.

    Raises Invalid without a reason, Conflict if a newer draft was begun in the meantime."""
    if not reason.strip():
        raise Invalid("Say what should change.", fields={"reason": "Enter what should change."})
    with transaction.atomic():
        row = service_row(service, acting, lock=True)
        require_in(may_review | may_write, acting, str(row.organisation_id))
        version = version_row(row, number)
        demand(version, "in_review", "approved", "scheduled")
        version.status, version.reviewer = "draft", ""
        version.submitted_at = version.approved_at = version.publish_at = None
        try:
            with transaction.atomic():
                version.save(
                    update_fields=["status", "reviewer", "submitted_at", "approved_at", "publish_at", "changed_at"]
                )
        except IntegrityError as error:
            raise Conflict(
                "A newer draft of this service was begun.", remedy="Discard that draft, or go on with it."
            ) from error
        record(
            SentBack(service, number, version.hash, reason.strip()),
            acting=acting,
            object=object_of(row),
            organisation=str(row.organisation_id),
        )
    return version_card(version, row)
