"""The course of a case: it is opened, moves from state to state, is decided, closed and deleted."""

from dataclasses import dataclass, field
from typing import ClassVar

from commonweal.blocks.cases.events.fact import CaseFact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class CaseOpened(CaseFact):
    """An application arrived and became a case."""

    type: ClassVar[str] = "case.opened"
    awaited: ClassVar[bool] = True
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
class AutomaticStepsStopped(CaseFact):
    """These automatic transitions lead to each other without end for this case; it stays in the state that it is in."""

    type: ClassVar[str] = "case.automatic_steps_stopped"
    title: ClassVar[Text] = {
        "en": "Automatic steps stopped, because they did not end",
        "cy": "Stopiwyd camau awtomatig, gan nad oeddent yn dod i ben",
    }
    transitions: list[str]


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
    awaited: ClassVar[bool] = True
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
