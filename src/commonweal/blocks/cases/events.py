"""What can happen to a case. No fact holds words or values of its applicant: those are in rows that are deleted."""

from dataclasses import dataclass, field
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text, in_language


@dataclass(frozen=True)
class CaseFact(Fact):
    """Base of all facts about a case. `public` ones are shown to its applicant."""

    public: ClassVar[bool] = False

    @property
    def detail(self) -> Text:
        """A line that says more than the title, or nothing."""
        return {}


@dataclass(frozen=True)
class CaseOpened(CaseFact):
    """An application arrived and became a case."""

    type: ClassVar[str] = "case.opened"
    title: ClassVar[Text] = {"en": "Application received", "cy": "Derbyniwyd y cais"}
    public: ClassVar[bool] = True
    reference: str
    service: str
    version: str
    state: str
    guest: bool = False


@dataclass(frozen=True)
class CaseRead(CaseFact):
    """A member of staff looked at it. Recorded once an hour for each reader and case."""

    type: ClassVar[str] = "case.read"
    title: ClassVar[Text] = {"en": "Case looked at", "cy": "Edrychwyd ar yr achos"}


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
class CaseMoved(CaseFact):
    """It went from one state to another. `then` is what the transition asks of other blocks ("message.x")."""

    type: ClassVar[str] = "case.moved"
    title: ClassVar[Text] = {"en": "Moved on", "cy": "Symudwyd ymlaen"}
    public: ClassVar[bool] = True
    transition: str
    before: str
    after: str
    after_title: Text
    service: str
    then: list[str] = field(default_factory=list)

    @property
    def detail(self) -> Text:
        return self.after_title


@dataclass(frozen=True)
class CaseDecided(CaseFact):
    """It was decided; the decision holds the reasons."""

    type: ClassVar[str] = "case.decided"
    title: ClassVar[Text] = {"en": "Decided", "cy": "Penderfynwyd"}
    public: ClassVar[bool] = True
    decision: str
    outcome: str
    transition: str
    service: str
    automatic: bool = False

    @property
    def detail(self) -> Text:
        known = {"granted": {"en": "Granted", "cy": "Caniatawyd"}, "refused": {"en": "Refused", "cy": "Gwrthodwyd"}}
        return known.get(self.outcome, {})


@dataclass(frozen=True)
class CaseClosed(CaseFact):
    """It ended, in the final state `outcome`."""

    type: ClassVar[str] = "case.closed"
    title: ClassVar[Text] = {"en": "Closed", "cy": "Caewyd"}
    public: ClassVar[bool] = True
    outcome: str
    service: str


@dataclass(frozen=True)
class CaseReopened(CaseFact):
    """A closed case is worked on again."""

    type: ClassVar[str] = "case.reopened"
    title: ClassVar[Text] = {"en": "Reopened", "cy": "Ailagorwyd"}
    public: ClassVar[bool] = True
    state: str
    note: str


@dataclass(frozen=True)
class CaseWithdrawn(CaseFact):
    """Its applicant no longer wants it."""

    type: ClassVar[str] = "case.withdrawn"
    title: ClassVar[Text] = {"en": "Withdrawn", "cy": "Tynnwyd yn ôl"}
    public: ClassVar[bool] = True
    because: str = "applicant"


@dataclass(frozen=True)
class CaseDeleted(CaseFact):
    """It was deleted when its retention period ended; `uploads` were deleted with it."""

    type: ClassVar[str] = "case.deleted"
    title: ClassVar[Text] = {"en": "Deleted, as its retention ended", "cy": "Dilëwyd, gan i’w gyfnod cadw ddod i ben"}
    public: ClassVar[bool] = True
    service: str
    outcome: str
    uploads: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class InformationRequested(CaseFact):
    """The applicant was asked for something; `task` holds the question. The clocks pause until they answer."""

    type: ClassVar[str] = "case.information_requested"
    title: ClassVar[Text] = {"en": "More information asked for", "cy": "Gofynnwyd am ragor o wybodaeth"}
    public: ClassVar[bool] = True
    task: str
    due: str


@dataclass(frozen=True)
class InformationGiven(CaseFact):
    """The applicant answered; `letter` holds what they wrote."""

    type: ClassVar[str] = "case.information_given"
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
    title: ClassVar[Text] = {"en": "Message to the applicant", "cy": "Neges i’r ymgeisydd"}
    public: ClassVar[bool] = True
    letter: str


@dataclass(frozen=True)
class LetterReceived(CaseFact):
    """The applicant wrote to staff."""

    type: ClassVar[str] = "case.letter_received"
    title: ClassVar[Text] = {"en": "Message from the applicant", "cy": "Neges gan yr ymgeisydd"}
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
class RequestEnded(CaseFact):
    """The case was closed, in the state `because`, before the applicant answered; no answer is needed any more."""

    type: ClassVar[str] = "case.request_ended"
    title: ClassVar[Text] = {
        "en": "The question to you is closed: no answer is needed",
        "cy": "Mae’r cwestiwn i chi wedi’i gau: nid oes angen ateb",
    }
    public: ClassVar[bool] = True
    task: str
    because: str


@dataclass(frozen=True)
class CasesLinked(CaseFact):
    """Another case was linked to it; `kind` is "related", "duplicate" or "referral"."""

    type: ClassVar[str] = "case.linked"
    title: ClassVar[Text] = {"en": "Linked to another case", "cy": "Cysylltwyd ag achos arall"}
    other: str
    kind: str


@dataclass(frozen=True)
class CaseReferred(CaseFact):
    """A case was opened for the same person at another organisation, with these answers (keys only)."""

    type: ClassVar[str] = "case.referred"
    title: ClassVar[Text] = {"en": "Referred to another organisation", "cy": "Cyfeiriwyd at sefydliad arall"}
    public: ClassVar[bool] = True
    to: str
    service: str
    other: str
    shared: list[str]


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
