"""Adds a note among staff."""

from commonweal.blocks.cases.actions.words import written
from commonweal.blocks.cases.actions.working import Work, working
from commonweal.blocks.cases.events import NoteAdded
from commonweal.blocks.cases.models import Paper
from commonweal.blocks.cases.models.papers import NOTE
from commonweal.blocks.cases.permissions import may_write
from commonweal.kernel.acting import Acting, require


def add_note(*, case: str, text: str, acting: Acting) -> str:
    """Note something for colleagues, on an open or a closed case; the id of the note."""
    with working(case, acting) as work:
        require(may_write, acting, work.row)
        row = note_in(work, text, ask="Write a note.")
        work.record(NoteAdded(note=str(row.pk)))
        return str(row.pk)


def note_in(work: Work, text: str, *, ask: str, field: str = "note") -> Paper:
    """Keep a note, sealed with the key of the case's subject; the verb records what it belongs to."""
    words = written(text, field=field, ask=ask)
    return Paper.objects.create(
        case=work.row,
        kind=NOTE,
        author=work.acting.actor,
        at=work.moment,
        sealed=work.seal({"text": words}),
    )
