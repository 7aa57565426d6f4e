"""A telephone number."""
# ruff: noqa: ARG002 - the base says what is handed over

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from commonweal.blocks.forms.faults import Wrong
from commonweal.blocks.forms.question import MISSING, Here, Question, need_text
from commonweal.blocks.forms.results import FieldView
from commonweal.blocks.forms.typed import Typed
from commonweal.blocks.forms.words import msgid


class PhoneQuestion(Question):
    """The answer is in E.164 ("+442079460000"). `region` (ISO 3166) is meant where no country code is typed."""

    type: Literal["phone"]
    region: str = "GB"
    autocomplete: str = "tel"

    obviously_personal: ClassVar[bool] = True

    def accept(self, value: Any, here: Here) -> Any:
        import phonenumbers

        text = need_text(value)
        if not text:
            return MISSING
        try:
            number = phonenumbers.parse(text[:60], self.region)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise Wrong(msgid("Enter a telephone number, for example 01632 960 001 or +44 7700 900 982"))
        number.extension = None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def write(self, answer: Any) -> Mapping[str, list[str]]:
        return {"": [self._spoken(answer)]}

    def show(self, answer: Any, language: str) -> list[str]:
        del language
        return [self._spoken(answer)]

    def _spoken(self, answer: str) -> str:
        import phonenumbers

        number = phonenumbers.parse(answer, self.region)
        at_home = phonenumbers.country_code_for_region(self.region) == number.country_code
        style = phonenumbers.PhoneNumberFormat
        return phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)

    def view(self, typed: Typed, here: Here, errors: Mapping[str, str]) -> FieldView:
        return self.frame(typed, here, errors, value=typed.one(), autocomplete=self.autocomplete)
