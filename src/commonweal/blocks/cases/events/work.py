"""The work on a case: who does it, what is to do and by when, and what staff and applicant write to each other."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.blocks.cases.events.fact import CaseFact
from commonweal.kernel.text import Text, in_language


@dataclass(frozen=True)
class CaseTaken(CaseFact):
    """A member of staff took it."""

    type: ClassVar[str] = "case.taken"
    title: ClassVar[Text] = {"en": "Somebody is working on it", "cy": "Mae rhywun yn gweithio arno"}
    public: ClassVar[bool] = True


@dataclass(frozen=True)
class CaseReleased(CaseFact):
    """It was put back into the queue."""

    type: ClassVar[str] = "case.released"
    title: ClassVar[Text] = {"en": "Put back into the queue", "cy": "Rhoddwyd yn ôl yn y ciw"}


@dataclass(frozen=True)
class CaseAssigned(CaseFact):
    """It was given to a person (id)."""

    type: ClassVar[str] = "case.assigned"
    title: ClassVar[Text] = {"en": "Assigned", "cy": "Neilltuwyd"}
    person: str


@dataclass(frozen=True)
class CaseHandedOver(CaseFact):
    """The member of staff who worked on it gave it to a colleague, with a note."""

    type: ClassVar[str] = "case.handed_over"
    title: ClassVar[Text] = {"en": "Handed over to a colleague", "cy": "Trosglwyddwyd i gydweithiwr"}
    person: str
    note: str


@dataclass(frozen=True)
class PriorityChanged(CaseFact):
    """It became more or less urgent."""

    type: ClassVar[str] = "case.priority_changed"
    title: ClassVar[Text] = {"en": "Priority changed", "cy": "Newidiwyd y flaenoriaeth"}
    before: str
    after: str


@dataclass(frozen=True)
class InformationRequested(CaseFact):
    """The applicant was asked for something; `task` holds the question. The clocks pause until they answer."""

    type: ClassVar[str] = "case.information_requested"
    awaited: ClassVar[bool] = True
    title: ClassVar[Text] = {"en": "More information asked for", "cy": "Gofynnwyd am ragor o wybodaeth"}
    public: ClassVar[bool] = True
    task: str
    due: str


@dataclass(frozen=True)
class InformationGiven(CaseFact):
    """The applicant answered; `letter` holds what they wrote."""

    type: ClassVar[str] = "case.information_given"
    awaited: ClassVar[bool] = True
    title: ClassVar[Text] = {"en": "Information received", "cy": "Derbyniwyd gwybodaeth"}
    public: ClassVar[bool] = True
    task: str
    letter: str


@dataclass(frozen=True)
class NoteAdded(CaseFact):
    """Staff wrote a note."""

    type: ClassVar[str] = "case.note_added"
    title: ClassVar[Text] = {"en": "Note added", "cy": "Ychwanegwyd nodyn"}
    note: str


@dataclass(frozen=True)
class LetterSent(CaseFact):
    """Staff wrote to the applicant."""

    type: ClassVar[str] = "case.letter_sent"
    title: ClassVar[Text] = {"en": "Letter sent", "cy": "Anfonwyd llythyr"}
    public: ClassVar[bool] = True
    letter: str


@dataclass(frozen=True)
class LetterReceived(CaseFact):
    """The applicant wrote to staff."""

    type: ClassVar[str] = "case.letter_received"
    awaited: ClassVar[bool] = True
    title: ClassVar[Text] = {"en": "Letter received", "cy": "Derbyniwyd llythyr"}
    public: ClassVar[bool] = True
    letter: str


@dataclass(frozen=True)
class CorrespondenceRead(CaseFact):
    """The recipient of letters has read them."""

    type: ClassVar[str] = "case.correspondence_read"
    title: ClassVar[Text] = {"en": "Messages read", "cy": "Darllenwyd negeseuon"}
    letters: list[str]


@dataclass(frozen=True)
class TaskCompleted(CaseFact):
    """Staff finished a task."""

    type: ClassVar[str] = "case.task_completed"
    awaited: ClassVar[bool] = True
    title: ClassVar[Text] = {"en": "Task done", "cy": "Tasg wedi’i chwblhau"}
    task: str
    key: str
    task_title: Text

    @property
    def detail(self) -> Text:
        return self.task_title


@dataclass(frozen=True)
class TasksEnded(CaseFact):
    """Tasks of staff ended undone: the case left their state by the transition `because`, or was closed in the state
    `because`."""

    type: ClassVar[str] = "case.tasks_ended"
    title: ClassVar[Text] = {"en": "No longer to do", "cy": "Dim angen ei wneud bellach"}
    tasks: list[str]
    titles: list[Text]
    because: str

    @property
    def detail(self) -> Text:
        languages = dict.fromkeys(language for title in self.titles for language in title)
        return {each: "; ".join(in_language(title, each) for title in self.titles) for each in languages}


@dataclass(frozen=True)
class RequestsEnded(CaseFact):
    """The case was closed, in the state `because`, before the applicant answered; `tasks` hold the questions, and need
    no answer any more."""

    type: ClassVar[str] = "case.requests_ended"
    title: ClassVar[Text] = {"en": "No answer is needed any more", "cy": "Nid oes angen ateb mwyach"}
    public: ClassVar[bool] = True
    tasks: list[str]
    because: str


@dataclass(frozen=True)
class ClockWarned(CaseFact):
    """Much of a clock's period is used; `due` is when it runs out (ISO 8601)."""

    type: ClassVar[str] = "case.clock_warned"
    title: ClassVar[Text] = {"en": "Deadline is near", "cy": "Mae’r terfyn amser yn agos"}
    clock: str
    due: str


@dataclass(frozen=True)
class ClockExpired(CaseFact):
    """A clock ran out; `effect` is "escalate", "grant", "refuse" or "move"."""

    type: ClassVar[str] = "case.clock_expired"
    title: ClassVar[Text] = {"en": "Deadline passed", "cy": "Aeth y terfyn amser heibio"}
    clock: str
    effect: str


@dataclass(frozen=True)
class CaseEscalated(CaseFact):
    """It was put before the managers, because a clock ran out."""

    type: ClassVar[str] = "case.escalated"
    title: ClassVar[Text] = {"en": "Put before the managers", "cy": "Rhoddwyd gerbron y rheolwyr"}
    clock: str
