"""Notes, letters, decisions and tasks of a case, their seals opened together in one query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonweal.blocks.cases.cards import DecisionView, LetterView, NoteView, TaskView
from commonweal.blocks.cases.models import Case, CaseTask, Decision, Letter, Note
from commonweal.kernel import sensitive
from commonweal.kernel.text import Text

GONE = ""


@dataclass(frozen=True)
class Papers:
    """The rows of a case and what their seals hold; what can no longer be opened is missing from `opened`."""

    case: Case
    notes: Sequence[Note]
    letters: Sequence[Letter]
    decisions: Sequence[Decision]
    tasks: Sequence[CaseTask]
    opened: Mapping[str, Any]

    @property
    def sealed(self) -> Mapping[str, Any] | None:
        """What the case itself holds, or None once it was erased."""
        found: Mapping[str, Any] | None = self.opened.get(self.case.sealed)
        return found

    @property
    def actors(self) -> Iterable[str]:
        """Everybody whose name is shown."""
        yield from (note.author for note in self.notes)
        yield from (letter.author for letter in self.letters)
        yield from (decision.decided_by for decision in self.decisions)
        yield f"person:{self.case.assignee_id}" if self.case.assignee_id else ""


def papers_of(case: Case, *, notes: bool) -> Papers:
    """Everything written about a case, in five queries at most; notes only for staff."""
    found_notes = list(case.notes.order_by("at")) if notes else []
    letters = list(case.letters.order_by("at"))
    decisions = list(case.decisions.order_by("at"))
    tasks = list(case.tasks.order_by("created_at"))
    written = [*(row.sealed for row in found_notes), *(row.sealed for row in letters)]
    seals = [case.sealed, *written, *(row.sealed for row in decisions), *(row.question for row in tasks)]
    opened = sensitive.unseal_many((case.subject, seal) for seal in seals if seal)
    return Papers(case, found_notes, letters, decisions, tasks, opened)


def note_views(papers: Papers, names: Mapping[str, str]) -> list[NoteView]:
    return [
        NoteView(
            id=str(row.pk),
            author=row.author,
            author_name=names.get(row.author, ""),
            at=row.at,
            text=papers.opened.get(row.sealed, {}).get("text", GONE),
        )
        for row in papers.notes
    ]


def letter_views(papers: Papers, names: Mapping[str, str]) -> list[LetterView]:
    return [
        LetterView(
            id=str(row.pk),
            direction="in" if row.direction == "in" else "out",
            author=row.author,
            author_name=names.get(row.author, ""),
            at=row.at,
            subject=papers.opened.get(row.sealed, {}).get("subject", GONE),
            text=papers.opened.get(row.sealed, {}).get("text", GONE),
            attachments=tuple(row.attachments),
            read_at=row.read_at,
        )
        for row in papers.letters
    ]


def decision_views(papers: Papers, names: Mapping[str, str], appeal: Text) -> list[DecisionView]:
    return [
        DecisionView(
            id=str(row.pk),
            outcome=row.outcome,
            transition=row.transition,
            reasons=papers.opened.get(row.sealed, {}).get("reasons", GONE),
            assessment=papers.opened.get(row.sealed, {}).get("assessment", {}),
            at=row.at,
            decided_by=row.decided_by,
            decided_by_name=names.get(row.decided_by, ""),
            appeal=appeal,
        )
        for row in papers.decisions
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
