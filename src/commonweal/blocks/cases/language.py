"""What the section `case:` of a definition holds: states, transitions, tasks, clocks, outcomes."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, model_validator

from commonweal.blocks.cases.cards import Priority
from commonweal.blocks.cases.durations import DurationText
from commonweal.kernel.definition import Strict
from commonweal.kernel.patterns import pattern
from commonweal.kernel.text import Text
from commonweal.kernel.worktime import Unit
from commonweal.kernel.written.numbers import WholeNumber

KEY = pattern(r"^[a-z][a-z0-9_]*$", "small letters, digits and _, such as not_out")
HYPHENATED = pattern(r"^[a-z][a-z0-9_-]*$", "small letters, digits, - and _, such as check-wages")
WHO = pattern(
    r"^(applicant|system|role:[a-z][a-z0-9_-]*)$",
    "applicant, system, or role: and a role, such as role:officer",
    fixed=("applicant", "system"),
    instead=dict.fromkeys(("resident", "citizen", "customer", "user"), "applicant"),
    endings=("role:{}",),
)
ROLE = pattern(r"^role:[a-z][a-z0-9_-]*$", "role: and a role, such as role:officer", endings=("role:{}",))
TRIGGER = pattern(
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$",
    "an event, such as case.opened, or state. and a state",
    endings=("state.{}",),
)
REQUIRED = pattern(
    r"^(reason|note|answer\.[a-z][a-z0-9_]*)$",
    "reason, note, or answer. and a name of your own, such as answer.visit_on",
    fixed=("reason", "note"),
    endings=("answer.{}",),
)
EFFECT = pattern(
    r"^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)?$",
    "message. and a message, task. and a task, or the name of a transition",
)
Key = Annotated[str, Field(pattern=KEY, max_length=60)]
TaskKey = Annotated[str, Field(pattern=HYPHENATED, max_length=60)]
Source = Annotated[str, Field(min_length=1, max_length=4000)]
Who = Annotated[str, Field(pattern=WHO, max_length=60)]
Trigger = Annotated[str, Field(pattern=TRIGGER, max_length=80)]


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def _percent(value: object) -> object:
    return value.strip().removesuffix("%") if isinstance(value, str) else value


class State(Strict):
    """A state. `title` is what residents read, too. `final` ends the case; states in `outcomes` are final anyway."""

    key: Key
    title: Text = {}
    final: bool = False

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, data: object) -> object:
        return {"key": data} if isinstance(data, str) else data


class Requirement(Strict):
    """What must be given with the transition: "reason", "note", or "answer.x" with the kind of its value.

    `told` answers are shown to the applicant, and messages may name them: {{given.x}}."""

    key: Annotated[str, Field(pattern=REQUIRED, max_length=80)]
    title: Text = {}
    type: Literal["text", "long_text", "date", "yes_no", "number", "file"] = "text"
    told: bool = False

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, data: object) -> object:
        return {"key": data} if isinstance(data, str) else data

    @property
    def answer(self) -> str:
        """The key of the answer, or '' for a reason or a note."""
        return self.key.removeprefix("answer.") if self.key.startswith("answer.") else ""


class Transition(Strict):
    """A way from one state to another.

    by        who may make it: roles of staff, the applicant, the system (when `on` happens)
    on        the fact that makes the system take it: "case.opened", "state.received" (the state is entered),
              "booking.confirmed" … (facts of other blocks)
    when      only while this holds; over the answers, `given` and `case`
    requires  what must be given
    decides   the transition is a decision, and needs reasons
    then      what follows: "message.x", "task.x", another transition, or what another section's block knows
    """

    source: Annotated[list[Key], BeforeValidator(_listed), Field(alias="from", min_length=1)]
    to: Key
    by: Annotated[list[Who], BeforeValidator(_listed), Field(min_length=1)]
    on: Trigger | None = None
    when: Source | None = None
    requires: list[Requirement] = []
    decides: Literal["granted", "refused"] | None = None
    then: list[Annotated[str, Field(pattern=EFFECT, max_length=80)]] = []
    title: Text = {}

    @property
    def roles(self) -> list[str]:
        """The roles of staff that may make it."""
        return [who.removeprefix("role:") for who in self.by if who.startswith("role:")]


class TaskRule(Strict):
    """Something to do when a state is entered (`in`), or where a transition says `then: [task.x]`."""

    key: TaskKey
    title: Text = {}
    state: Key | None = Field(default=None, alias="in")
    whose: Annotated[str, Field(pattern=ROLE, max_length=60, alias="for")]
    when: Source | None = None
    due: DurationText | None = None

    @property
    def role(self) -> str:
        return self.whose.removeprefix("role:")


class ClockRule(Strict):
    """A clock with legal effect.

    start      "case.opened", "state.x" (the state is entered), or any fact that concerns the case ("payment.paid")
    pause_in   states in which it is paused; it is paused, too, while the applicant owes an answer, unless
               `while_waiting: run`
    stop_in    states that end it; final states always do. `stop_on` are facts that end it
    warn_at    share of the period after which staff are warned
    on_expire  escalate: to the managers; grant or refuse: by `transition` (or the one with this name), which
               decides the case by law; move: by `transition`, without a decision
    """

    key: Key
    title: Text = {}
    start: Trigger = "case.opened"
    duration: WholeNumber = Field(ge=1, le=3650)
    unit: Unit
    pause_in: list[Key] = []
    stop_in: list[Key] = []
    stop_on: list[Trigger] = []
    while_waiting: Literal["pause", "run"] = "pause"
    warn_at: Annotated[WholeNumber, BeforeValidator(_percent), Field(ge=1, le=99)] | None = None
    on_expire: Literal["escalate", "grant", "refuse", "move"] = "escalate"
    transition: Key | None = None

    @property
    def takes(self) -> str | None:
        """The transition that is taken when the clock runs out, or None."""
        if self.on_expire == "escalate":
            return None
        return self.transition or self.on_expire


class Retention(Strict):
    """For how long a case is kept, counted from when it was closed, decided or opened; then it is deleted."""

    delete_after: DurationText
    since: Literal["closed", "decided", "opened"] = Field(default="closed", alias="from")


class Outcome(Strict):
    """What a final state means."""

    title: Text = {}
    retention: Retention | None = None


class Reopening(Strict):
    """Who may reopen a closed case, into which state (else the first), and until how long after it was closed."""

    to: Key | None = None
    by: Annotated[list[Who], BeforeValidator(_listed)] = ["role:officer"]
    within: DurationText | None = None


class Route(Strict):
    """Where a new case goes: the first rule that holds gives its team and priority."""

    when: Source | None = None
    team: Annotated[str, Field(max_length=60)] = ""
    priority: Priority | None = None


class CaseSection(Strict):
    """How a service is worked: the section `case:`.

    order   the keys of the transitions in the order in which they are tried and shown; by default that of the document
    appeal  how to challenge a decision; added to every decision
    roles   titles of roles that only this service has ("crew"), beyond those that every organisation has
    """

    states: Annotated[list[State], Field(min_length=1)]
    start: Key
    transitions: dict[Key, Transition] = {}
    order: list[Key] = []
    tasks: list[TaskRule] = []
    clocks: list[ClockRule] = []
    outcomes: dict[Key, Outcome] = {}
    route: list[Route] = []
    reopen: Reopening = Reopening()
    appeal: Text = {}
    roles: dict[Annotated[str, Field(pattern=HYPHENATED, max_length=40)], Text] = {}

    @model_validator(mode="wrap")
    @classmethod
    def _transitions_in_order(cls, data: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        return read({**data, "transitions": in_order(data)} if isinstance(data, dict) and has_order(data) else data)


def has_order(data: Mapping[str, object]) -> bool:
    """Whether a section as written has transitions, and an order that can be read."""
    order = data.get("order") or []
    keys = isinstance(order, list) and all(isinstance(key, str) for key in order)
    return keys and isinstance(data.get("transitions"), dict)


def in_order(data: Mapping[str, Any]) -> dict[str, object]:
    """The transitions of a section as written: those that `order` names first, then the others as they come."""
    transitions: dict[str, Any] = data["transitions"]
    first = {key: transitions[key] for key in data.get("order") or [] if key in transitions}
    return first | {key: rule for key, rule in transitions.items() if key not in first}


def write_out_order(data: object, below: object) -> object:
    """The section with the order of its transitions written out where it is not that of the alphabet: a stored
    document does not keep the order of keys. `below` is the section of the definition that is extended, or None."""
    if not isinstance(data, dict) or not has_order(data):
        return data
    order = data.get("order") or []
    if isinstance(below, Mapping) and order == below.get("order"):
        order = [key for key in order if key in data["transitions"]]  # the others were taken out above
    whole = list(dict.fromkeys([*order, *in_order(data)]))
    rest = {key: value for key, value in data.items() if key != "order"}
    return rest if whole == sorted(data["transitions"]) else {**rest, "order": whole}
