"""The verb by which a reviewer asks for changes: the version is a draft again."""

from django.db import IntegrityError, transaction

from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict, Invalid, filled
from commonweal.services.definitions.events import SentBack
from commonweal.services.definitions.permissions import may_review, may_write, require_in
from commonweal.services.definitions.versions.authoring import demand, object_of, service_row, version_row
from commonweal.services.definitions.versions.cards import VersionCard, version_card

MOST_OF_A_REASON = 1_000
WRITTEN = ("status", "reviewer", "changes_wanted", "submitted_at", "approved_at", "publish_at", "changed_at")


def send_back(*, service: str, number: int, reason: str, acting: Acting) -> VersionCard:
    """Make a submitted, approved or scheduled version a draft again; its author may withdraw it, too.

    The reason stays with the version until it is approved, so that editors find it next to the draft. Raises Invalid
    without a reason or with one that is too long, Conflict if a newer draft was begun in the meantime."""
    if not reason.strip():
        raise Invalid("Describe what should change.", fields={"reason": "Enter what should change."})
    if len(reason) > MOST_OF_A_REASON:
        raise Invalid(
            "Describe in fewer words what should change.",
            fields={"reason": filled("Use at most %(most)s characters.", most=format(MOST_OF_A_REASON, ","))},
        )
    with transaction.atomic():
        row = service_row(service, acting, lock=True)
        require_in(may_review | may_write, acting, str(row.organisation_id))
        version = version_row(row, number)
        demand(version, "in_review", "approved", "scheduled")
        version.status, version.reviewer, version.changes_wanted = "draft", "", reason.strip()
        version.submitted_at = version.approved_at = version.publish_at = None
        try:
            with transaction.atomic():
                version.save(update_fields=WRITTEN)
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
