"""The files of a guest who has signed in become the person's own."""

from django.db import transaction

from commonweal.blocks.forms.files import keeping
from commonweal.blocks.forms.models import Upload
from commonweal.kernel.acting import Acting


@transaction.atomic
def hand_over_uploads(*, guest: str, person: str, acting: Acting) -> int:
    """Give all files of "guest:<id>" to "person:<uuid>"; how many. The caller knows that both are the same human."""
    if not guest.startswith("guest:") or person != acting.actor:
        raise ValueError("only a guest's files can be handed over, and only to the person who acts")
    rows = list(Upload.objects.select_for_update().filter(owner=guest))
    for upload in rows:
        keeping.give(upload, person)
        upload.save(update_fields=["owner", "path", "key", "sealed"])
    return len(rows)
