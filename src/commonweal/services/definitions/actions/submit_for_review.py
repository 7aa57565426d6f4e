"""The verb by which a draft is handed in: from then on it never changes."""

from django.db import transaction

from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import NotAllowed
from commonweal.services.definitions.actions.save_draft import named
from commonweal.services.definitions.events import SubmittedForReview
from commonweal.services.definitions.permissions import may_write, require_in
from commonweal.services.definitions.versions.authoring import (
    check,
    count_in,
    demand,
    hand_in,
    object_of,
    refuse_mistakes,
    service_row,
    unchanged,
    version_row,
)
from commonweal.services.definitions.versions.cards import VersionCard, version_card


def submit_for_review(*, service: str, number: int, acting: Acting, note: str = "") -> VersionCard:
    """Ask a second person to look at the draft.

    Only a person submits a draft, even one that a program wrote: the user of an API key is not known, so one person
    could otherwise write a draft through it and approve it too. Raises NotAllowed for programs, Invalid for a draft
    with a mistake or a failing example, and Conflict for one that is the same as another version."""
    row = service_row(service, acting)
    require_in(may_write, acting, str(row.organisation_id))
    if acting.scopes is not None:
        raise NotAllowed(
            "A program can write a draft, but not submit it.",
            remedy="Ask a person who may change the service to look at the draft and submit it.",
        )
    read = version_row(row, number)
    demand(read, "draft")
    checked = named(check(read.source, str(row.organisation_id)), service)
    refuse_mistakes(checked)
    with transaction.atomic():
        row = service_row(service, acting, lock=True)
        draft = unchanged(row, read)
        assert checked.service is not None
        draft.document, draft.hash = checked.service.document, checked.service.hash
        draft.status, draft.submitted_at = "in_review", clock.now()
        draft.author, draft.note = acting.actor, note or draft.note
        count_in(draft, acting)
        hand_in(draft, ["document", "hash", "status", "submitted_at", "author", "contributors", "note"])
        record(
            SubmittedForReview(service, number, draft.hash, draft.note),
            acting=acting,
            object=object_of(row),
            organisation=str(row.organisation_id),
        )
    return version_card(draft, row)
