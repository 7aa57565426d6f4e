"""Writes to the applicant."""

from collections.abc import Sequence

from commonweal.blocks.cases.actions.letters import letter_in
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import LetterSent
from commonweal.blocks.cases.permissions import may_write
from commonweal.kernel.acting import Acting, require


def write_to_applicant(
    *, case: str, text: str, acting: Acting, subject: str = "", attachments: Sequence[str] = ()
) -> str:
    """Send a letter, on an open or closed case; the id of the letter. Who delivers it reads `LetterSent`."""
    with working(case, acting) as work:
        require(may_write, acting, work.row)
        row = letter_in(
            work, direction="out", subject=subject, text=text, ask="Write your message.", attachments=attachments
        )
        work.record(LetterSent(letter=str(row.pk)))
        return str(row.pk)
