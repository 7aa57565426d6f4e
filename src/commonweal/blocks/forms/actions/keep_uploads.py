"""Files of a draft are submitted with it, and from then on kept as long as what they belong to."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from commonweal.blocks.forms.models import Upload
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict


@transaction.atomic
def keep_uploads(ids: Iterable[str], *, holder: str, organisation: str, owner: str, acting: Acting) -> int:
    """Hold the files of `owner` with `holder` ("case:<uuid>"), for the staff of `organisation`; how many.

    Files that are held already may be handed on by the same call. Raises Conflict if one is gone, was refused, or is
    somebody else's, so that no submission lacks a file without anybody noticing.
    """
    del acting
    wanted = {UUID(identifier) for identifier in ids}
    rows = Upload.objects.filter(pk__in=wanted, owner=owner).exclude(state=Upload.State.REFUSED)
    changed = rows.update(holder=holder, organisation=organisation, expires_at=None)
    if changed != len(wanted):
        raise Conflict("We no longer have one of the files.", remedy="Go back to the files and choose it again.")
    return changed
