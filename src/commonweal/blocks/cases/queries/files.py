"""Who may open a file that is kept with a case."""

from commonweal.blocks.cases.lookup import find
from commonweal.blocks.cases.models import Correspondence
from commonweal.blocks.cases.models.case import Case
from commonweal.blocks.cases.models.correspondence import LETTER_OUT
from commonweal.blocks.cases.permissions import is_applicant
from commonweal.blocks.cases.queries.one import case as read_case
from commonweal.blocks.cases.queries.one import told_of
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Problem


def may_read_file(case: str, upload: str, *, acting: Acting) -> bool:
    """Whether the actor may open a file (id) of a case (id): people who may read the case, which is recorded, and the
    applicant if staff sent it to them, with a letter or as a `told` answer."""
    try:
        read_case(case, acting=acting)
    except Problem:
        return _was_sent_to(case, upload, acting)
    return True


def _was_sent_to(case: str, upload: str, acting: Acting) -> bool:
    try:
        row = find(case, acting)
    except Problem:
        return False
    if not is_applicant(acting, row):
        return False
    letters = Correspondence.objects.filter(case=row, kind=LETTER_OUT).values_list("attachments", flat=True)
    return any(upload in attachments for attachments in letters) or upload in _told_files(row)


def _told_files(row: Case) -> list[str]:
    given = (row.open_seal() or {}).get("given", {})
    return [each.value for each in told_of(row, given) if each.type == "file"]
