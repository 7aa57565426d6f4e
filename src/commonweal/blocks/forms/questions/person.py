"""A person: their name, and what else is asked of them."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from commonweal.blocks.forms.answers.faults import Fault, Wrong, missing
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.answers.texts import say
from commonweal.blocks.forms.question import MISSING, Absent, AnswerContext, Question
from commonweal.blocks.forms.questions.date import DateQuestion
from commonweal.blocks.forms.questions.email import EmailQuestion
from commonweal.blocks.forms.questions.phone import PhoneQuestion
from commonweal.blocks.forms.questions.text import TextQuestion
from commonweal.kernel.values import Record, ValueType
from commonweal.kernel.written.emails import NO_EMAIL
from commonweal.kernel.written.phones import NO_PHONE

Part = Literal["name", "given_name", "family_name", "date_of_birth", "email", "phone"]

# The names are those of OpenID Connect's claims, except date_of_birth.
PARTS: dict[str, tuple[str, Question]] = {
    "name": (
        msgid("Full name"),
        TextQuestion(type="text", key="name", autocomplete="name", spellcheck=False),
    ),
    "given_name": (
        msgid("First name"),
        TextQuestion(type="text", key="given_name", autocomplete="given-name", spellcheck=False),
    ),
    "family_name": (
        msgid("Last name"),
        TextQuestion(type="text", key="family_name", autocomplete="family-name", spellcheck=False),
    ),
    "date_of_birth": (
        msgid("Date of birth"),
        DateQuestion(type="date", key="date_of_birth", of_birth=True),
    ),
    "email": (msgid("Email address"), EmailQuestion(type="email", key="email")),
    "phone": (msgid("Telephone number"), PhoneQuestion(type="phone", key="phone")),
}


class PersonQuestion(Question):
    """The answer is an object of the parts in `ask`. `optional` names those that may stay empty."""

    type: Literal["person"]
    ask: Annotated[list[Part], Field(min_length=1)] = ["given_name", "family_name"]
    optional: list[Part] = Field(default_factory=list)

    obviously_personal: ClassVar[bool] = True
    nothing: ClassVar[str] = msgid("Enter a name")
    notation: ClassVar[str] = "{name: Ann Lee}, with the parts that the question asks for"

    def value_type(self) -> ValueType:
        return Record({part: PARTS[part][1].value_type() for part in self.ask})

    def read(self, typed: Typed, context: AnswerContext) -> object:
        given, faults = {}, []
        for part in self.ask:
            try:
                value = PARTS[part][1].read(typed.under(part), context)
            except Wrong as wrong:
                faults += [fault.below(part) for fault in wrong.faults]
                continue
            if not isinstance(value, Absent):
                given[part] = value
        if faults:
            raise Wrong(faults=faults)
        return given or MISSING

    def accept(self, value: object, context: AnswerContext) -> object:
        if not isinstance(value, dict):
            raise Wrong(msgid("Give this person as an object with these names: {names}"), names=", ".join(self.ask))
        person: dict[str, object] = {}
        faults: list[Fault] = []
        for part in self.ask:
            try:
                given = value.get(part)
                answer = MISSING if given is None else PARTS[part][1].accept(given, context)
            except Wrong as wrong:
                faults += [fault.below(part) for fault in wrong.faults]
                continue
            if not isinstance(answer, Absent):
                person[part] = answer
        if not person and not faults:
            return MISSING
        lacking = [part for part in self.ask if part not in person and part not in self.optional]
        faulty = {fault.part.split("-")[0] for fault in faults}
        faults += [missing(_LACKING[part], part) for part in lacking if part not in faulty]
        if faults:
            raise Wrong(faults=faults)
        return person

    def write(self, answer: Mapping[str, str]) -> Mapping[str, list[str]]:
        written = {}
        for part in self.ask:
            if part in answer:
                for name, values in PARTS[part][1].write(answer[part]).items():
                    written[f"{part}-{name}" if name else part] = list(values)
        return written

    def show(self, answer: Mapping[str, str], language: str) -> list[str]:
        names = [answer[part] for part in ("name", "given_name", "family_name") if part in answer]
        others = [part for part in self.ask if part in answer and "name" not in part]
        lines = [line for part in others for line in PARTS[part][1].show(answer[part], language)]
        return [line for line in (" ".join(names), *lines) if line]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        language, fields = context.form_context.language, []
        for part in self.ask:
            label, question = PARTS[part]
            own = question.model_copy(
                update={"label": {language: say(language, label)}, "required": part not in self.optional}
            )
            fields.append(own.view(typed.under(part), context, errors))
        return self.frame(typed, context, errors, "group", fields=fields)


_LACKING = {
    "name": msgid("Enter the full name"),
    "given_name": msgid("Enter the first name"),
    "family_name": msgid("Enter the last name"),
    "date_of_birth": msgid("Enter the date of birth"),
    "email": NO_EMAIL,
    "phone": NO_PHONE,
}
