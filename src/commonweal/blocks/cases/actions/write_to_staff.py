"""Writes to those who work on the case, as its applicant."""

from collections.abc import Sequence

from commonweal.blocks.cases.actions.letters import letter_in
from commonweal.blocks.cases.actions.moving import happened
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import LetterReceived
from commonweal.blocks.cases.permissions import is_applicant
from commonweal.kernel.acting import Acting, require


def write_to_staff(*, case: str, text: str, acting: Acting, subject: str = "", attachments: Sequence[str] = ()) -> str:
    """Send a letter about one's own case, open or closed; the id of the letter."""
    with working(case, acting) as work:
        require(is_applicant, acting, work.row)
        row = letter_in(
            work, direction="in", subject=subject, text=text, ask="Write your message.", attachments=attachments
        )
        work.record(LetterReceived(letter=str(row.pk)))
        happened(work, LetterReceived.type)
        return str(row.pk)
