"""What a block contributes to the definition of a service: its section, names, expressions, steps and submission.

A block keeps this contribution in `section.py` as `SECTION`. The services wing composes all sections that it
discovers; blocks never see each other, only the frames defined here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from commonweal.kernel.text import Text
from commonweal.kernel.values import BOOLEAN, ValueType

if TYPE_CHECKING:
    from commonweal.kernel.acting import Acting

Path = tuple[str | int, ...]
Content = TypeVar("Content")


@dataclass(frozen=True)
class Finding:
    """One finding of `check`. `path` leads to the place in the document; the definitions capability
    adds file, line and column. `column` counts characters inside an expression, from 0, where that is known."""

    code: str
    message: str
    remedy: str
    path: Path = ()
    severity: Literal["error", "warning"] = "error"
    column: int | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Expression:
    """A CEL expression in a section. `scope` holds names that only this place has (for example the
    sibling answers inside a repeat group); they hide names of the whole document. `about` is the name of the answer
    that such a place calls `value`."""

    path: Path
    source: str
    returns: ValueType = BOOLEAN
    scope: Mapping[str, ValueType] = field(default_factory=dict)
    about: str = ""


class Unknown:
    """The third truth value: not known yet, because answers are missing."""

    def __init__(self, missing: Iterable[str] = ()) -> None:
        self.missing = frozenset(missing)

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false; ask `is True` or isinstance(x, Unknown)")

    def __repr__(self) -> str:
        return f"Unknown({', '.join(sorted(self.missing))})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unknown) and other.missing == self.missing

    def __hash__(self) -> int:
        return hash(self.missing)


class NoValue(Unknown):
    """Unknown, and no answer would change that: a division by zero, a table without a row for these answers. `because`
    says which rule has no value, and why."""

    def __init__(self, because: str) -> None:
        super().__init__()
        self.because = because

    def __repr__(self) -> str:
        return f"NoValue({self.because!r})"


def joined(values: Iterable[Unknown]) -> Unknown:
    """A value that is unknown because all of these are: while any answer would help, it is missing."""
    values = list(values)
    missing = frozenset[str]().union(*(value.missing for value in values))
    reasons = [value.because for value in values if isinstance(value, NoValue)]
    return NoValue(reasons[0]) if reasons and not missing else Unknown(missing)


class Evaluate(Protocol):
    """Evaluates an expression over the present answers, facts and parameters; Unknown while answers are missing, and
    NoValue where none would help."""

    def __call__(self, source: str, scope: Mapping[str, object] | None = None) -> Any: ...


CanHold = Callable[[Expression, Mapping[str, Sequence[object]]], bool]
"""Whether anybody can come through the journey with answers for which a condition is true, as far as tries show it.

The second argument has the values that names of the condition's own place can have there, by dotted name: none for one
that has no value there. Names that it lacks can have any."""


class StepState(Enum):
    """How far a step of the journey is."""

    TO_DO = "to do"
    DONE = "done"
    STOPPED = "stopped"  # an exit page: the journey ends here with an explanation


@dataclass(frozen=True)
class Step:
    """One stop of a resident's journey. `name` is unique in the journey ("form/where"); `part` is the block's own
    key for it ("where"); `problems` are messages by question key that keep it from being done."""

    section: str
    part: str
    title: Text
    state: StepState
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.section}/{self.part}" if self.part else self.section


@dataclass(frozen=True)
class JourneyState:
    """What a journey knows besides its definition: what was answered, which parts were confirmed, and the day.

    `answers` are values by question key, as `Section.clean` returned them; `facts` of a block's own keeping (a chosen
    slot, a payment) are in `kept`, by section key. `unfinished` are keys of questions of which something was given that
    is no answer yet."""

    answers: Mapping[str, object]
    confirmed: frozenset[str] = frozenset()
    kept: Mapping[str, object] = field(default_factory=dict)
    on: date | None = None
    language: str = "en"
    unfinished: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Submission:
    """What the journey hands to each section in the submitting transaction. Ids are strings; a section adds what
    the others may need to `made` (the case section adds "case": its id and "reference")."""

    journey: str
    version: str
    service: str
    organisation: str
    document: Mapping[str, object]
    answers: Mapping[str, object]
    facts: Mapping[str, object]
    evaluate: Evaluate
    person: str | None
    contact: Mapping[str, str]
    language: str
    channel: str
    area: str
    acting: "Acting"
    subject: str = ""  # whose data this is: "person:<uuid>" or "guest:<id>"
    made: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StepPage:
    """What a block shows on its own stop of the journey: a template of its folder and what it needs."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What a block made of what was posted on its stop: values to keep under its section, or errors by field."""

    kept: object = None
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section(Generic[Content]):
    """A block's section of the definition language.

    `content` is always the validated instance of `model`; `document` the whole definition as plain data.
    names        the names that the section adds to expressions, with their types
    choices      the words that some of these names, or of those that only one place has, can mean; by dotted name
    expressions  the expressions in it, for the static proof
    check        findings that only the block can make (duplicate keys, unreachable states …)
    reach        findings about what nothing leads to because of conditions; asked where there are no mistakes
    steps        the stops it adds to the journey, in order; a pure function
    page         what a stop of its own shows; (content, state, evaluate, part) -> StepPage
    take         reads what was posted there; (content, state, evaluate, part, posted) -> Taken
    submit       what happens in the submitting transaction
    opens        its `submit` runs before the others': it makes what they attach to (the case)
    expect       compares one `expect:` key of an example with what the section computes; returns a message or None
    personal     paths of the personal data that it asks for, by question key, with the purpose
    roles        the roles of staff to whom the section gives work, with their titles (empty where a role has none)
    fills        its texts may have {{names}} in them, which it fills in, and checks
    write_out    writes out what the section means by the order of its keys, which the canonical form of a document
                 does not keep; (value as written, value of the definition that is extended or None) -> value
    """

    key: str
    model: type[Content]  # a pydantic model, or a type that pydantic can validate, e.g. list[Page]
    order: int = 100
    required: bool = False
    names: Callable[[Content, Mapping[str, object]], Mapping[str, ValueType]] | None = None
    choices: Callable[[Content], Mapping[str, Sequence[str]]] | None = None
    expressions: Callable[[Content], Iterable[Expression]] | None = None
    check: Callable[[Content, Mapping[str, object]], Iterable[Finding]] | None = None
    reach: Callable[[Content, CanHold], Iterable[Finding]] | None = None
    steps: Callable[[Content, JourneyState, Evaluate], Sequence[Step]] | None = None
    page: Callable[[Content, JourneyState, Evaluate, str], StepPage] | None = None
    take: Callable[[Content, JourneyState, Evaluate, str, Mapping[str, object]], Taken] | None = None
    submit: Callable[[Content, Submission], None] | None = None
    expect: Mapping[str, Callable[[Content, object, "ExampleRun"], str | None]] = field(default_factory=dict)
    title: Text = field(default_factory=dict)
    opens: bool = False
    fills: bool = False
    roles: Callable[[Content], Mapping[str, Text]] | None = None
    write_out: Callable[[object, object], object] | None = None


# The services wing composes sections without knowing what their content is: validated by `model`, it is handed back to
# the functions of the same section.
AnySection = Section[object]


@dataclass(frozen=True)
class ExampleRun:
    """An embedded example as it ran: what was given, and how to evaluate expressions over it."""

    name: str
    given: Mapping[str, object]
    on: date
    evaluate: Evaluate
    pages: Sequence[str]
    results: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class DashboardTask:
    """Something that a person still has to do, as a capability's `dashboard.tasks_for(person id)` answers it.

    `object` is what it is about ("case:<uuid>"); `name` and `arguments` lead to its page as `reverse` takes them,
    and are left empty where the portal chooses the page by the kind of object. `due` is aware, None if open-ended."""

    title: Text
    due: datetime | None
    organisation: str
    object: str
    name: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


class Strict(BaseModel):
    """Base of every definition model: unknown keys are refused, so that a typing mistake is never ignored."""

    model_config = {"extra": "forbid", "frozen": True, "populate_by_name": True}
