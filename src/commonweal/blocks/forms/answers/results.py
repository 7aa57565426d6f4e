"""What the functions of forms answer with: cleaned pages, views of pages, rows of a summary, drafts carried over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Answers = Mapping[str, Any]

FieldView = dict[str, Any]
"""A question as the field macros of `web` take it: `type` names the macro's file, which describes the rest."""


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
    unfinished  of the questions that were looked at: input that is not an answer yet (see `unfinished`)
    again    show the same page again, although there may be no error: a button on it was pressed (add a row, find an
             address, remove a file), or an answer on it made a further question on it apply
    """

    answers: Answers
    errors: Mapping[str, str]
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: Answers = field(default_factory=dict)
    again: bool = False
    unfinished: Mapping[str, Any] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """True if the journey can go on."""
        return not self.errors and not self.again and not self.unfinished


@dataclass(frozen=True)
class PageView:
    """A page ready for the template.

    fields     for the macro `questions` of web/fields.html
    errors     for the macro `error_summary`: {"href": "#born-day", "text": "…"}
    asked      names that the page must post as hidden inputs `_asked`
    exit       the words of an exit page as HTML; the journey ends here. `links` are (words, address)
    has_files  the form needs enctype="multipart/form-data"
    """

    part: str
    title: str
    intro: str
    fields: Sequence[FieldView]
    errors: Sequence[Mapping[str, str]] = ()
    exit: str = ""
    links: Sequence[tuple[str, str]] = ()
    asked: Sequence[str] = ()
    has_files: bool = False


@dataclass(frozen=True)
class SummaryRow:
    """One line of check-your-answers. `part` and `anchor` lead back to the input that changes it."""

    key: str
    label: str
    value: Sequence[str]  # lines
    part: str
    anchor: str
    answered: bool = True


@dataclass(frozen=True)
class SummaryGroup:
    """The rows of one page; `part` is the page."""

    part: str
    title: str
    rows: Sequence[SummaryRow]


Fate = Literal["kept", "changed", "dropped"]


@dataclass(frozen=True)
class CarriedOver:
    """A draft in a new version. `report` is what happened to each answer, by question key; `to_ask` are questions of
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
