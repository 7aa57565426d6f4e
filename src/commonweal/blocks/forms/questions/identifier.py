"""A number that an authority has given, with its check digits: an NHS number, a VAT number, an IBAN."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question, need_text
from commonweal.kernel.definition import Finding, Path


class IdentifierQuestion(Question):
    """`scheme` names a module of python-stdnum: "gb.nhs", "gb.vat", "iban", "de.idnr". The answer is compact."""

    type: Literal["identifier"]
    scheme: str

    notation: ClassVar[str] = "the number in quotation marks"

    def accept(self, value: object, context: AnswerContext) -> object:
        from stdnum.exceptions import ValidationError

        text = need_text(value)
        if not text:
            return MISSING
        try:
            return str(_scheme(self.scheme).validate(text[:60]))
        except ValidationError:
            raise Wrong(msgid("Check this number. One of its characters may be wrong or missing")) from None

    def write(self, answer: str) -> Mapping[str, list[str]]:
        return {"": [self._spoken(answer)]}

    def show(self, answer: str, language: str) -> list[str]:
        del language
        return [self._spoken(answer)]

    def _spoken(self, answer: str) -> str:
        spoken = getattr(_scheme(self.scheme), "format", None)
        return str(spoken(answer)) if spoken else answer

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        return self.frame(typed, context, errors, "text", value=typed.one(), width=20, spellcheck=False)

    def findings(self, path: Path) -> Iterable[Finding]:
        if not _is_scheme(self.scheme):
            yield Finding(
                "form-identifier",
                f"'{self.scheme}' is not a kind of number that we can check.",
                "Use a name of python-stdnum, for example gb.nhs, gb.vat, gb.utr or iban.",
                (*path, "scheme"),
            )


def _is_scheme(name: str) -> bool:
    parts = name.split(".")
    if len(parts) > 2 or not all(part.isidentifier() and not part.startswith("_") for part in parts):
        return False
    try:
        return find_spec(f"stdnum.{name}") is not None and hasattr(_scheme(name), "validate")
    except (ImportError, AttributeError):
        return False


def _scheme(name: str) -> ModuleType:
    return import_module(f"stdnum.{name}")
