"""What the functions of forms answer with: cleaned pages, views of pages, rows of a summary, drafts carried over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Pruned:
    """`answers` hold only what applies; `dropped` what was taken out because it does not (any longer)."""

    answers: Answers
    dropped: Answers


@dataclass(frozen=True)
class Cleaned:
    """What became of a posted page, or of the answers that an API client sent.

    answers  all answers of the journey afterwards. With errors, the faulty ones keep their former value
    errors   message by field name, in the order of the page. A field name is the name of the input that it belongs
             to ("born-day", "items-0-kind"); the page view gives that input the same id
    typed    what was typed, by field name, to show again; hand it to `page_view`
    dropped  answers of other pages that stopped applying through this one
    again    show the same page again, although there is no error: a row of a repeat group was added or removed
    """

    answers: Answers
    errors: Mapping[str, str]
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: Answers = field(default_factory=dict)
    again: bool = False

    @property
    def good(self) -> bool:
        """True if the journey can go on."""
        return not self.errors and not self.again


@dataclass(frozen=True)
class ChoiceView:
    """One thing to choose: a radio button, a tick box, a line of a select."""

    value: str
    label: str
    hint: str = ""
    checked: bool = False


@dataclass(frozen=True)
class FieldView:
    """A question as a page shows it; the templates choose a macro by `widget`.

    widget   "input", "textarea", "date", "radios", "checkboxes", "select", "file", "group" (a fieldset of `parts`),
             "rows" (a repeat group: each of `rows` is a group), "content" (words only)
    name     name and id of the input; for composite questions the prefix of the parts
    value    what stands in the input; `values` for many-of questions and files
    attributes  HTML attributes of the input: type, inputmode, autocomplete, maxlength, spellcheck, accept …
    parts    the inputs of a composite question (day, month, year; the lines of an address)
    rows     the rows of a repeat group, each a group whose parts are its questions
    limits   of a repeat group: (fewest, most) rows; most is None where there is no limit
    html     words of a "content" field, already made safe
    """

    key: str
    name: str
    widget: str
    label: str
    hint: str = ""
    error: str = ""
    required: bool = True
    value: str = ""
    values: tuple[str, ...] = ()
    choices: Sequence[ChoiceView] = ()
    parts: Sequence["FieldView"] = ()
    rows: Sequence["FieldView"] = ()
    limits: tuple[int, int | None] = (0, None)
    attributes: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    html: str = ""
    is_heading: bool = False  # the only question of its page: its label is the heading


@dataclass(frozen=True)
class PageView:
    """A page ready for the template. `errors` are (field name, message) for the error summary."""

    part: str
    title: str
    intro: str
    fields: Sequence[FieldView]
    errors: Sequence[tuple[str, str]] = ()
    exit: str = ""  # the words of an exit page, as Markdown; the journey ends here
    links: Sequence[tuple[str, str]] = ()  # (words, address) on an exit page
    has_files: bool = False  # the form needs enctype="multipart/form-data"


@dataclass(frozen=True)
class SummaryRow:
    """One line of check-your-answers. `part` and `anchor` lead back to the input that changes it."""

    key: str
    label: str
    value: Sequence[str]  # lines
    part: str
    anchor: str


@dataclass(frozen=True)
class SummaryGroup:
    """The rows of one page; `part` is the page."""

    part: str
    title: str
    rows: Sequence[SummaryRow]


Fate = Literal["kept", "changed", "dropped"]


@dataclass(frozen=True)
class CarriedOver:
    """A draft in a new version. `report` says by question key what became of each answer; `to_ask` are questions of
    the new version that the old one did not have or whose answer could not be kept."""

    answers: Answers
    report: Mapping[str, Fate]
    to_ask: Sequence[str]


@dataclass(frozen=True)
class PersonalAnswer:
    """An answer that is personal data. `path` is "address" or "household.name" inside a repeat group."""

    path: str
    kind: Literal["ordinary", "special"]
    purpose: str = ""
    retention: str = ""
