"""Puts what was typed and chosen back into the form of a rendered page; works for all pages and forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import QueryDict

from commonweal.kernel.request_values import RequestValue

TEXT = {"text", "email", "tel", "search", "url", "number", "date", "time", "month", "week", "datetime-local"}
CHOICES = {"radio": "checked", "checkbox": "checked", "option": "selected"}
# The fields of a form that is given back, for pages that put them in themselves.
TYPED_AGAIN = RequestValue[QueryDict]("typed_again")
Change = tuple[int, int, str]  # from, to, what replaces it
Values = Mapping[str, Sequence[str]]
Attributes = dict[str, str | None]


@dataclass(frozen=True)
class FilledForm:
    """What one form held: the address that it is sent to, and its values by field name, in their order."""

    action: str
    values: Values


@dataclass
class _Form:
    """A form of the page that is sent to the right address: how to fill it, and how well it fits."""

    values: Values
    changes: list[Change] = field(default_factory=list)
    fits: int = 0
    used: dict[str, int] = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)

    def next_of(self, name: str) -> str | None:
        """The value of the next text box of this name; None where nothing is known of it."""
        number = self.used.get(name, 0)
        self.used[name] = number + 1
        given = self.values.get(name, ())
        return given[number] if number < len(given) else None


class _Page(HTMLParser):
    """Finds the forms that are sent by POST to the address, their fields, and what hides them."""

    def __init__(self, html: str, page: str, filled: FilledForm, again: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.filled, self.again = page, filled, again
        self.wanted = _path(page, filled.action)
        self.starts = [0]
        # Lines as `getpos` counts them: `splitlines` breaks at other characters too.
        for line in html.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.forms: list[_Form] = []
        self.open: _Form | None = None
        self.details: list[Change] = []
        self.select = ""
        self.textarea: tuple[int, str] | None = None
        self.words: list[str] = []
        self.feed(html)

    def _here(self) -> int:
        line, offset = self.getpos()
        return self.starts[line - 1] + offset

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        span = (self._here(), self._here() + len(self.get_starttag_text() or ""))
        if tag == "details":
            self.details.append((*span, "" if "open" in have else _tag(tag, have | {"open": None})))
        elif tag == "form":
            sent = (have.get("method") or "").lower() == "post"
            if sent and _path(self.page, have.get("action") or "") == self.wanted:
                self.open = _Form(self.filled.values)
                self.forms.append(self.open)
        elif self.open is not None:
            self._field(self.open, tag, have, span)

    def _field(self, form: _Form, tag: str, have: Attributes, span: tuple[int, int]) -> None:
        kind = (have.get("type") or "text").lower() if tag == "input" else tag
        name = have.get("name") or ""
        if kind == "select":
            self.select = name
        elif kind == "textarea":
            self.textarea, self.words = (span[1], name), []
        elif kind == "hidden":
            form.fits += (have.get("value") or "") in form.values.get(name, ())
        elif kind in CHOICES:
            self._choose(form, kind, have, span)
        elif kind == "file":
            self._name_files(form, name, span[0])
        elif kind in TEXT and (words := form.next_of(name)) is not None:
            form.fits += 1
            if words != (have.get("value") or ""):
                have.pop("value", None)
                self._change(form, (*span, _tag(tag, have | {"value": words})))

    def _choose(self, form: _Form, kind: str, have: Attributes, span: tuple[int, int]) -> None:
        """A radio button, a checkbox or an option. A form sends nothing of a checkbox that is not ticked."""
        mark, name = CHOICES[kind], (self.select if kind == "option" else have.get("name")) or ""
        chosen = (have.get("value", "on") or "") in form.values.get(name, ())
        if kind != "checkbox" and name not in form.values:
            return
        form.fits += chosen
        if chosen != (mark in have):
            have.pop(mark, None)
            tag = kind if kind == "option" else "input"
            self._change(form, (*span, _tag(tag, have | ({mark: None} if chosen else {}))))

    def _name_files(self, form: _Form, name: str, at: int) -> None:
        files = ", ".join(name for name in form.values.get(name, ()) if name)
        if files:
            words = escape(self.again(files))
            self._change(form, (at, at, f'<p class="govuk-error-message">{words}</p>'))

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._end_of_textarea()
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.open = None
        elif tag == "details" and self.details:
            self.details.pop()

    def _end_of_textarea(self) -> None:
        if self.textarea is not None and self.open is not None:
            start, name = self.textarea
            words = self.open.next_of(name)
            self.open.fits += words is not None
            # Browsers drop a line break that comes first.
            if words is not None and words != "".join(self.words).removeprefix("\n"):
                self._change(self.open, (start, self._here(), "\n" + escape(words)))
        self.textarea = None

    def _change(self, form: _Form, change: Change) -> None:
        """Note the change, and open what hides the field."""
        form.changes.append(change)
        for start, end, opened in self.details:
            if opened and start not in form.opened:
                form.opened.add(start)
                form.changes.append((start, end, opened))


def _path(page: str, action: str) -> str:
    return urlsplit(urljoin(page, action)).path


def _tag(tag: str, attributes: Mapping[str, str | None]) -> str:
    """A start tag with these attributes; None is one without a value."""
    written = [name if value is None else f'{name}="{escape(value)}"' for name, value in attributes.items()]
    return f"<{' '.join([tag, *written])}>"


def refilled(html: str, page: str, filled: FilledForm, again: Callable[[str], str] = str) -> str:
    """The page with what a form held put back into it. Of several forms that are sent to the same address it is the one
    whose hidden fields fit best. `again` is the sentence that asks to choose files again."""
    forms = _Page(html, page, filled, again).forms
    best = max(forms, key=lambda form: form.fits, default=None)
    for start, end, words in sorted(best.changes, reverse=True) if best else ():
        html = html[:start] + words + html[end:]
    return html
