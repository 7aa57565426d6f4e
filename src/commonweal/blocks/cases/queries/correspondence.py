"""Notes, letters, decisions and tasks of a case, their seals opened together in one query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choice
from django.db.models import When

from commonweal.blocks.cases.cards import DecisionView, LetterView, NoteView, TaskView
from commonweal.blocks.cases.models import Case, CaseTask, Correspondence
from commonweal.blocks.cases.models.case import SealedCase
from commonweal.blocks.cases.models.correspondence import DECISION, LETTER_IN, LETTER_OUT, NOTE
from commonweal.blocks.cases.models.work import OPEN
from commonweal.kernel import sensitive
from commonweal.kernel.text import Text

GONE = ""


@dataclass(frozen=True)
class CaseCorrespondence:
    """The rows of a case and what their seals hold; what can no longer be opened is missing from `opened`."""

    case: Case
    rows: Sequence[Correspondence]
    tasks: Sequence[CaseTask]
    opened: Mapping[str, Any]

    @property
    def sealed(self) -> SealedCase | None:
        """What the case itself holds, or None once it was erased."""
        found: SealedCase | None = self.opened.get(self.case.sealed)
        return found

    @property
    def actors(self) -> Iterable[str]:
        """Everybody whose name is shown."""
        yield from (item.author for item in self.rows)
        yield f"person:{self.case.assignee_id}" if self.case.assignee_id else ""

    def of(self, *kinds: str) -> Iterator[tuple[Correspondence, Mapping[str, Any]]]:
        """Those of some kinds, oldest first, each with what its seal holds."""
        for item in self.rows:
            if item.kind in kinds:
                yield item, self.opened.get(item.sealed, {})


# How many letters and notes the page of a case shows at once; an applicant finds all of them in their own data.
NEWEST = 50


def correspondence_of(case: Case, page: int = 1) -> tuple[CaseCorrespondence, int]:
    """A page of what was written about a case, for staff, and how many pages there are: every decision comes first,
    then unread letters of the applicant, then the newest. Open tasks and the newest ended ones are on each page. Three
    queries, and one more where there are several pages."""
    rows = case.correspondence.order_by(
        _first(kind=DECISION), _first(kind=LETTER_IN, read_at__isnull=True), "-at", "pk"
    )
    begin = (page - 1) * NEWEST
    correspondence = list(rows[begin : begin + NEWEST + 1])
    several = page > 1 or len(correspondence) > NEWEST
    pages = max(1, -(-case.correspondence.count() // NEWEST)) if several else 1
    tasks = list(case.tasks.order_by(_first(state=OPEN), "-created_at")[:NEWEST])
    return _opened(case, *_oldest_first(correspondence[:NEWEST], tasks)), pages


def public_correspondence_of(case: Case) -> tuple[CaseCorrespondence, bool]:
    """Every decision and the NEWEST letters, what is asked and the NEWEST of what was answered, without notes; and
    whether there are earlier ones. Three queries."""
    correspondence = list(case.correspondence.exclude(kind=NOTE).order_by(_first(kind=DECISION), "-at")[: NEWEST + 1])
    tasks = list(case.tasks.exclude(person="").order_by(_first(state=OPEN), "-created_at")[: NEWEST + 1])
    shown = _oldest_first(correspondence[:NEWEST], tasks[:NEWEST])
    return _opened(case, *shown), max(len(correspondence), len(tasks)) > NEWEST


def _oldest_first(
    correspondence: Sequence[Correspondence], tasks: Sequence[CaseTask]
) -> tuple[list[Correspondence], list[CaseTask]]:
    return sorted(correspondence, key=lambda row: row.at), sorted(tasks, key=lambda row: row.created_at)


def _first(**those: str | bool) -> Choice:
    """An order in which these rows come before all others."""
    return Choice(When(**those, then=0), default=1)


def _opened(case: Case, correspondence: Sequence[Correspondence], tasks: Sequence[CaseTask]) -> CaseCorrespondence:
    seals = [case.sealed, *(row.sealed for row in correspondence), *(row.question for row in tasks)]
    opened = sensitive.unseal_many((case.subject, seal) for seal in seals if seal)
    return CaseCorrespondence(case, correspondence, tasks, opened)


def note_views(correspondence: CaseCorrespondence, names: Mapping[str, str]) -> list[NoteView]:
    return [
        NoteView(
            id=str(row.pk),
            author=row.author,
            author_name=names.get(row.author, ""),
            at=row.at,
            text=opened.get("text", GONE),
        )
        for row, opened in correspondence.of(NOTE)
    ]


def letter_views(correspondence: CaseCorrespondence, names: Mapping[str, str]) -> list[LetterView]:
    return [
        LetterView(
            id=str(row.pk),
            direction="in" if row.kind == LETTER_IN else "out",
            author=row.author,
            author_name=names.get(row.author, ""),
            at=row.at,
            subject=opened.get("subject", GONE),
            text=opened.get("text", GONE),
            attachments=tuple(row.attachments),
            read_at=row.read_at,
        )
        for row, opened in correspondence.of(LETTER_IN, LETTER_OUT)
    ]


def decision_views(correspondence: CaseCorrespondence, names: Mapping[str, str], appeal: Text) -> list[DecisionView]:
    return [
        DecisionView(
            id=str(row.pk),
            outcome=row.outcome,
            transition=row.transition,
            reasons=opened.get("reasons", GONE),
            assessment=opened.get("assessment", {}),
            at=row.at,
            decided_by=row.author,
            decided_by_name=names.get(row.author, ""),
            appeal=appeal,
        )
        for row, opened in correspondence.of(DECISION)
    ]


def task_views(rows: Iterable[CaseTask], opened: Mapping[str, Any]) -> list[TaskView]:
    """Tasks with their cases (select_related), in the order of the rows."""
    return [
        TaskView(
            id=str(row.pk),
            case=str(row.case_id),
            reference=row.case.reference,
            service=row.case.service,
            organisation=str(row.organisation_id),
            key=row.key,
            title=row.title,
            role=row.role,
            person=row.person or None,
            question=opened.get(row.question, {}).get("text", GONE),
            due_at=row.due_at,
            state=row.state,
            created_at=row.created_at,
            done_at=row.done_at,
            done_by=row.done_by,
        )
        for row in rows
    ]
