"""Marks letters as read by the side to which they were written."""

from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import CorrespondenceRead
from commonweal.blocks.cases.models import Paper
from commonweal.blocks.cases.models.papers import LETTER_IN, LETTER_OUT
from commonweal.blocks.cases.permissions import is_applicant, may_write
from commonweal.kernel.acting import Acting, require


def read_correspondence(*, case: str, acting: Acting) -> int:
    """The applicant has read what staff wrote, or staff what the applicant wrote; how many letters were new."""
    with working(case, acting) as work:
        require(is_applicant | may_write, acting, work.row)
        kind = LETTER_OUT if is_applicant(acting, work.row) else LETTER_IN
        unread = Paper.objects.filter(case=work.row, kind=kind, read_at=None)
        ids = [str(pk) for pk in unread.values_list("pk", flat=True)]
        if ids:
            Paper.objects.filter(pk__in=ids).update(read_at=work.moment)
            work.record(CorrespondenceRead(letters=ids))
        return len(ids)
