"""The options of a choice: a value that expressions see, and the words that people see."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.answers.texts import Localised, humanised
from commonweal.kernel.definition import Finding, Path, Strict
from commonweal.kernel.text import in_language
from commonweal.kernel.written.words import visible

RADIOS_AT_MOST = 12  # longer lists are easier to search than to read


class Option(Strict):
    """One option. `hint` is shown in small type below it."""

    value: Annotated[str, Field(min_length=1, max_length=200)]
    label: Localised | None = None
    hint: Localised | None = None

    def words(self, language: str) -> str:
        """What people see; the value as words where the definition has none."""
        return in_language(self.label, language) or humanised(self.value)


def _as_option(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError('put quotes round "yes" and "no", which YAML may read as true and false')
    if isinstance(value, str | int | float):
        return {"value": str(value)}
    return value


Options = Annotated[list[Annotated[Option, BeforeValidator(_as_option)]], Field(min_length=1, max_length=1000)]


def option_words(options: Sequence[Option], value: str, language: str) -> str:
    """The label of a value; the value itself where it is no longer an option."""
    return next((o.words(language) for o in options if o.value == value), humanised(value))


def option_views(options: Sequence[Option], language: str, exclusive: str | None = None) -> list[FieldView]:
    """The options as the field macros take them; `exclusive` is the value that excludes all others."""
    views: list[FieldView] = []
    for option in options:
        view: FieldView = {"value": option.value, "label": option.words(language)}
        if hint := in_language(option.hint, language):
            view["hint"] = hint
        if option.value == exclusive:
            view["exclusive"] = True
        views.append(view)
    return views


def option_findings(options: Sequence[Option], path: Path) -> Iterable[Finding]:
    """Values that cannot be answered or are repeated, and options without a label, or with the label of another."""
    seen: set[str] = set()
    said: dict[tuple[str, str], str] = {}
    for index, option in enumerate(options):
        here = (*path, "options", index)
        if option.value != visible(option.value):
            yield Finding(
                "form-option-unanswerable",
                f"The option cannot be chosen: it is '{option.value}': what is sent has no blanks at its ends and no "
                "invisible characters.",
                f"Write {visible(option.value) or 'a word'!r}.",
                (*here, "value"),
            )
        if option.value in seen:
            yield Finding(
                "form-option-twice",
                f"The option '{option.value}' is here twice.",
                "Give each option a value of its own.",
                here,
            )
        seen.add(option.value)
        for language, words in (option.label or {}).items():
            other = said.setdefault((language, words.strip().casefold()), option.value)
            if other != option.value:
                yield Finding(
                    "form-option-alike",
                    f"The options '{other}' and '{option.value}' have the same words, '{words}'.",
                    "Give each words of its own, so that people can tell them apart.",
                    (*here, "label", language),
                    severity="warning",
                )
                break
        if option.label is None:
            yield Finding(
                "form-option-without-words",
                f"People will see '{humanised(option.value)}' for the option '{option.value}', in every language.",
                f"Write {{value: {option.value}, label: {{en: …}}}}.",
                here,
                severity="warning",
            )
