"""The base of every question type: what all questions have, and what a type must be able to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from commonweal.blocks.forms.answers.context import FormContext
from commonweal.blocks.forms.answers.faults import Fault, Wrong, missing
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Fields, Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.answers.texts import Localised, humanised
from commonweal.kernel.definition import Evaluate, Expression, Finding, Path, Strict
from commonweal.kernel.patterns import pattern
from commonweal.kernel.text import in_language
from commonweal.kernel.values import TEXT, ValueType
from commonweal.kernel.written.words import visible

KEY = pattern(r"^[a-z][a-z0-9_]{0,59}$", "small letters, digits and _, such as due_on")
Key = Annotated[str, Field(pattern=KEY, description="A name for expressions: small letters, digits and _")]


class Absent:
    """The type of MISSING: nothing was answered."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Absent()


class Personal(Strict):
    """That an answer is personal data. `special` (health, ethnicity, belief …) is encrypted for each person."""

    kind: Literal["ordinary", "special"] = "ordinary"
    purpose: str = ""
    # Published versions may have it, and stay readable; `check` refuses it in new ones, since nothing enforces it.
    retention: str = Field(default="", description="Refused: an answer is kept as long as its case")


def _as_personal(value: object) -> object:
    # YAML 1.2 reads `yes` as a word and YAML 1.1 as true; both mean the same to the person who wrote it.
    if value in (True, "yes"):
        return {"kind": "ordinary"}
    if value == "special":
        return {"kind": "special"}
    return False if value == "no" else value


class Messages(Strict):
    """Words of the definition's own instead of our messages."""

    missing: Localised | None = None
    wrong: Localised | None = None


class Requirement(Strict):
    """A check of the answer that names other answers, e.g. when: "ends >= starts"; it sees the answer as `value`."""

    when: str
    otherwise: Localised = Field(alias="else")


@dataclass
class AnswerContext:
    """The context of the form together with the answers given so far; makes the evaluator when it is first needed.

    `row` holds the answers of the row of a repeat group that is being looked at, None for a question of it that has
    passed without an answer; it is None outside such groups."""

    form_context: FormContext
    answers: Mapping[str, object]
    row: Mapping[str, object] | None = None
    _evaluate: Evaluate | None = field(default=None, repr=False)

    def evaluate(self, source: str, scope: Mapping[str, object] | None = None) -> Any:
        if self._evaluate is None:
            self._evaluate = self.form_context.evaluate_for(self.answers)
        if self.row is None and scope is None:
            return self._evaluate(source)
        return self._evaluate(source, {**(self.row or {}), **(scope or {})})

    def in_row(self, row: Mapping[str, object]) -> "AnswerContext":
        """The same place, looking at one row."""
        self.evaluate("true")
        return AnswerContext(self.form_context, self.answers, row, self._evaluate)

    def applies(self, when: str | None) -> bool:
        """Whether a condition holds; one that is unknown yet does not."""
        return when is None or self.evaluate(when) is True


class Question(Strict):
    """One question. A type is a subclass in `questions/` with a `type: Literal[…]`.

    The two ways in meet in `accept`: a browser's strings go through `read` first, an API client's JSON directly.
    `accept` is idempotent: what it returns, it takes again unchanged.
    """

    type: str
    key: Key
    label: Localised | None = None
    hint: Localised | None = None
    required: bool = True
    when: str | None = None
    prefill: str | None = None
    personal: Annotated[Personal | Literal[False] | None, BeforeValidator(_as_personal)] = None
    messages: Messages | None = None
    must: list[Requirement] = Field(default_factory=list)

    asks: ClassVar[bool] = True  # False: words between questions, without an answer
    obviously_personal: ClassVar[bool] = False
    may_repeat: ClassVar[bool] = True
    controls: ClassVar[tuple[str, ...]] = ()  # parts of its input that only steer it: they are not typed
    nothing: ClassVar[str] = msgid("Answer this question")
    notation: ClassVar[str] = "text, with digits in quotation marks"  # how an example in a definition writes an answer

    # What a type must define ---------------------------------------------------------------------------------
    # `answer` is what the type's own `accept` returned, so each type says which it is.

    def value_type(self) -> ValueType:
        """The kind of value that expressions see."""
        return TEXT

    def read(self, typed: Typed, context: AnswerContext) -> object:
        """A browser's strings as a JSON value, or MISSING. Raises Wrong."""
        del context
        return typed.one() or MISSING

    def accept(self, value: object, context: AnswerContext) -> object:
        """A JSON value as the answer, or MISSING where it is empty. Raises Wrong."""
        raise NotImplementedError

    def write(self, answer: Any) -> Mapping[str, Sequence[str]]:
        """The strings in the inputs for an answer, by the part of the field name."""
        return {"": [str(answer)]}

    def show(self, answer: Any, language: str) -> list[str]:
        """The answer as text, line by line."""
        del language
        return [str(answer)]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        """What the field macro needs; `typed` is the content of the inputs, `errors` are messages by field name."""
        return self.frame(typed, context, errors, value=typed.one())

    def press(self, fields: Fields, typed: Typed, context: AnswerContext) -> Fields | None:
        """The fields after a button of the question's own (add a row, find an address), None where none was pressed.

        Raises Wrong where the button cannot do its work."""
        del fields, typed, context
        return None

    # What types may refine -----------------------------------------------------------------------------------

    def from_example(self, written: object) -> object:
        """The JSON value of an answer that an example in a definition writes like this. Raises Wrong."""
        return written

    def findings(self, path: Path) -> Iterable[Finding]:
        """What only this type can find wrong with its own settings."""
        del path
        return ()

    def ends(self) -> tuple[Any, Any]:
        """The least and the most that the answer can be, as expressions see it; None where there is no end, or where it
        depends on the day or on other answers."""
        return None, None

    def closed_when(self) -> Iterable[str]:
        """Conditions on other answers under which this question takes no answer at all."""
        return ()

    def pruned(self, answer: Any, context: AnswerContext) -> object:
        """The answer without those parts of it that do not apply."""
        del context
        return answer

    def own_expressions(self, path: Path, scope: Mapping[str, ValueType]) -> Iterable[Expression]:
        """Expressions in the settings of the type, besides `when` and `must`."""
        del path, scope
        return ()

    # What all types share ------------------------------------------------------------------------------------

    def take(self, value: object, context: AnswerContext) -> object:
        """The answer for a JSON value after every check, or MISSING if it may stay unanswered. Raises Wrong."""
        nothing = value is None or value is MISSING
        return self.validated(MISSING if nothing else self.accept(value, context), context)

    def take_typed(self, typed: Typed, context: AnswerContext) -> object:
        """The same for what a browser posted."""
        return self.take(self.read(typed, context), context)

    def validated(self, answer: object, context: AnswerContext) -> object:
        """The checks that come last: that there is an answer, and that it fits the others. Raises Wrong."""
        if isinstance(answer, Absent):
            if self.required:
                raise Wrong(faults=[missing(self.nothing)])
            return MISSING
        faults = [
            Fault(msgid("Check this answer"), words=rule.otherwise)
            for rule in self.must
            if context.evaluate(rule.when, {"value": answer, self.key: answer}) is False
        ]
        if faults:
            raise Wrong(faults=faults)
        return answer

    def reword(self, fault: Fault) -> Fault:
        """The fault with the definition's own words, where it has some."""
        own = self.messages and (self.messages.missing if fault.missing else self.messages.wrong)
        if not own or fault.words:
            return fault
        return Fault(fault.message, fault.values, fault.part, own, fault.missing)

    def words(self, language: str) -> str:
        """The label; if there is none, the key as words."""
        return in_language(self.label, language) or humanised(self.key)

    def frame(
        self, typed: Typed, context: AnswerContext, errors: Mapping[str, str], drawn: str = "", /, **more: object
    ) -> FieldView:
        """What all field macros read, and `more`; `drawn` names the macro where it is not called like the type."""
        language = context.form_context.language
        return {
            "type": drawn or self.type,
            "key": self.key,
            "name": typed.name,
            "label": self.words(language),
            "hint": in_language(self.hint, language),
            "errors": [errors[typed.name]] if typed.name in errors else [],
            "required": self.required,
            **more,
        }


def with_all_errors(field: FieldView, errors: Mapping[str, str]) -> FieldView:
    """The field with the errors of its parts as well, each message once."""
    start = f"{field['name']}-"
    found = [words for name, words in errors.items() if name == field["name"] or name.startswith(start)]
    return {**field, "errors": list(dict.fromkeys(found))}


def need_text(value: object) -> str:
    """A JSON value that must be a string. Raises Wrong."""
    if not isinstance(value, str):
        raise Wrong(msgid("Give this answer as text"))
    return visible(value)
