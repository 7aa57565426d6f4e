"""Notes among staff, and letters between staff and the applicant."""

from collections.abc import Sequence

from commonweal.blocks.cases.events import CorrespondenceRead, LetterReceived, LetterSent, NoteAdded
from commonweal.blocks.cases.models import Correspondence
from commonweal.blocks.cases.models.correspondence import LETTER_IN, LETTER_OUT, NOTE
from commonweal.blocks.cases.permissions import is_applicant, may_write
from commonweal.blocks.cases.work.letters import letter_in
from commonweal.blocks.cases.work.moving import happened
from commonweal.blocks.cases.work.texts import written
from commonweal.blocks.cases.work.transaction import CaseTransaction, working
from commonweal.kernel.acting import Acting, require


def add_note(*, case: str, text: str, acting: Acting) -> str:
    """Note something for colleagues, on an open or a closed case; the id of the note."""
    with working(case, acting) as work:
        require(may_write, acting, work.row)
        row = note_in(work, text, ask="Write a note.")
        work.record(NoteAdded(note=str(row.pk)))
        return str(row.pk)


def note_in(work: CaseTransaction, text: str, *, ask: str, field: str = "note") -> Correspondence:
    """Keep a note, sealed with the key of the case's subject; the verb records what it belongs to."""
    words = written(text, field=field, ask=ask)
    return Correspondence.objects.create(
        case=work.row,
        kind=NOTE,
        author=work.acting.actor,
        at=work.moment,
        sealed=work.seal({"text": words}),
    )


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


def write_to_staff(*, case: str, text: str, acting: Acting, subject: str = "", attachments: Sequence[str] = ()) -> str:
    """Write to staff as the applicant of a case, open or closed. Returns the id of the letter."""
    with working(case, acting) as work:
        require(is_applicant, acting, work.row)
        row = letter_in(
            work, direction="in", subject=subject, text=text, ask="Write your message.", attachments=attachments
        )
        work.record(LetterReceived(letter=str(row.pk)))
        happened(work, LetterReceived.type)
        return str(row.pk)


def read_correspondence(*, case: str, acting: Acting) -> int:
    """The applicant has read what staff wrote, or staff what the applicant wrote; how many letters were new."""
    with working(case, acting) as work:
        require(is_applicant | may_write, acting, work.row)
        kind = LETTER_OUT if is_applicant(acting, work.row) else LETTER_IN
        unread = Correspondence.objects.filter(case=work.row, kind=kind, read_at=None)
        ids = [str(pk) for pk in unread.values_list("pk", flat=True)]
        if ids:
            Correspondence.objects.filter(pk__in=ids).update(read_at=work.moment)
            work.record(CorrespondenceRead(letters=ids))
        return len(ids)
