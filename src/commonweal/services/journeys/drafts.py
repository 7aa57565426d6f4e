"""Opens and seals the data of a journey, and decides who may have it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from commonweal.blocks.forms import api as forms
from commonweal.ground.identity import api as identity
from commonweal.kernel import clock, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Evaluate, JourneyState
from commonweal.kernel.problems import Conflict, NotFound
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.flow import Flow, flow, left_blank, values_of
from commonweal.services.journeys.models import Journey


@dataclass(frozen=True)
class JourneyData:
    """What is sealed: answers by question key, contact (name, email, phone), what blocks keep, by section, and
    unfinished answers by question key (`forms.Unfinished`)."""

    answers: Mapping[str, object] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, object] = field(default_factory=dict)
    unfinished: forms.Unfinished = field(default_factory=dict)


@dataclass(frozen=True)
class Open:
    """A journey opened for its owner: the row, what it holds, its service, and what is known about the person."""

    row: Journey
    data: JourneyData
    service: definitions.CompiledService
    known: Mapping[str, Mapping[str, Any]]  # "person": their name, age and so on, as far as known

    @property
    def form(self) -> forms.Form:
        """The pages of questions of its version."""
        return self.service.content("form") or []

    @property
    def uploads(self) -> list[str]:
        """Ids of the files among what was answered, finished or not."""
        answered = forms.uploads_in(self.form, self.data.answers)
        return answered + forms.uploads_unfinished(self.form, self.data.unfinished)

    @property
    def state(self) -> JourneyState:
        return JourneyState(
            answers=self.data.answers,
            confirmed=frozenset(self.row.confirmed),
            kept=self.data.sections,
            on=clock.today(),
            language=self.row.language,
            unfinished=frozenset(self.data.unfinished),
        )

    @property
    def flow(self) -> Flow:
        # Pages ask several times; what was found holds as long as the row's confirmed steps and the day are the same.
        key = (*self.row.confirmed, self.row.language, clock.today())
        kept: tuple[object, Flow] | None = self.__dict__.get("_flow")
        if kept is None or kept[0] != key:
            kept = (key, flow(self.service, self.state, self.known, clock.today()))
            self.__dict__["_flow"] = kept
        return kept[1]

    def evaluate_for(self, answers: Mapping[str, object]) -> Evaluate:
        # What is being taken in is not there yet, but was not left blank.
        blank = left_blank(self.service, replace(self.state, answers={**self.data.answers, **answers}))
        return self.service.evaluate(values_of(answers, self.known), on=clock.today(), blank=blank)

    def evaluate_beside(self, answers: Mapping[str, object], blank: Collection[str]) -> Evaluate:
        """The same where these questions, too, were left blank."""
        state = replace(self.state, answers={**self.data.answers, **answers})
        blank = {*left_blank(self.service, state), *blank}
        return self.service.evaluate(values_of(answers, self.known), on=clock.today(), blank=blank)

    def with_answers(self, answers: Mapping[str, object]) -> "Open":
        return replace(self, data=replace(self.data, answers=answers))


def known_about(person: str | None) -> dict[str, dict[str, object]]:
    """What expressions may know about a person: `person.age` and the like; nothing about guests."""
    if person is None:
        return {}
    card = identity.people([person]).get(person)
    if card is None:
        return {}
    about: dict[str, object] = {"assurance": card.assurance}
    for name in ("name", "email", "phone", "address"):
        if getattr(card, name):
            about[name] = getattr(card, name)
    if card.date_of_birth is not None:
        today, born = clock.today(), card.date_of_birth
        about["age"] = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        about["date_of_birth"] = born.isoformat()
    return {"person": about}


def find(journey: str, acting: Acting, *, lock: bool = False) -> Journey:
    """The row, for its owner or who began it for them. Raises NotFound for everybody else."""
    rows = Journey.objects.select_for_update() if lock else Journey.objects
    row = next(iter(rows.filter(pk=journey)), None)
    if row is None or acting.actor not in {row.owner, row.begun_by}:
        raise NotFound("There is no such application of yours.", remedy="Sign in with the account you used.")
    return row


def opened(row: Journey) -> Open:
    """What a row keeps. Raises NotFound if its owner was erased."""
    try:
        data = _read(sensitive.unseal(row.owner, row.sealed))
    except sensitive.Shredded as error:
        raise NotFound("This application was erased.") from error
    person = str(row.person_id) if row.person_id else None
    return Open(row, data, definitions.version(row.version), known_about(person))


def open_draft(journey: str, acting: Acting, *, lock: bool = False) -> Open:
    """A draft opened for its owner. Raises Conflict if it was sent off already."""
    row = find(journey, acting, lock=lock)
    if row.state != "draft":
        raise Conflict("This application was sent already.", remedy="It is on your dashboard.")
    return opened(row)


def _read(stored: Mapping[str, Any]) -> JourneyData:
    """`sections` was stored as "kept" until December 2026."""
    names = {"kept": "sections"}
    return JourneyData(**{names.get(name, name): value for name, value in stored.items()})


def seal(owner: str, data: JourneyData) -> str:
    """How `JourneyData` is stored."""
    return sensitive.seal(owner, {name: dict(value) for name, value in vars(data).items()})
