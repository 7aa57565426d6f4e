"""Files of a guest get another owner: all of them when the guest signs in, those of one draft when a link moves it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from commonweal.blocks.forms.files import storage
from commonweal.blocks.forms.models import Upload
from commonweal.kernel.acting import Acting


@transaction.atomic
def hand_over_uploads(*, guest: str, to: str, acting: Acting, only: Collection[str] | None = None) -> int:
    """Give the files of "guest:<id>" (the ids in `only`, or all) to the owner `to`; how many. The caller knows that
    both are the same human."""
    if not guest.startswith("guest:") or to != acting.actor:
        raise ValueError("only a guest's files can be handed over, and only to the one who acts")
    rows = Upload.objects.select_for_update().filter(owner=guest)
    if only is not None:
        rows = rows.filter(pk__in=[UUID(identifier) for identifier in only])
    moved = list(rows)
    for upload in moved:
        storage.give(upload, to)
        upload.save(update_fields=["owner", "path", "key", "sealed"])
    return len(moved)
