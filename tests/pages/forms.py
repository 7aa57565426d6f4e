"""Reads the forms of a rendered page: their boxes, and their buttons in the browser's order."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# What a browser presses a form's first submit button for, when Enter is pressed in it.
ENTER = {"text", "search", "email", "tel", "url", "password", "number", "date", "time", "checkbox", "radio", "file"}
SUBMITS = {("button", "submit"), ("input", "submit"), ("input", "image")}
LESSER = ("--second", "--link", "--small")


@dataclass
class Button:
    """A submit button; `hidden` ones cannot be seen, reached by Tab or heard."""

    name: str
    value: str
    classes: str
    hidden: bool

    @property
    def main(self) -> bool:
        """Whether it looks like what the form is for."""
        return "cw-button" in self.classes and not any(each in self.classes for each in LESSER)


@dataclass
class Form:
    """A form of a page. `fields` are what it sends by itself, `boxes` the names that somebody types into."""

    method: str
    action: str
    ident: str
    buttons: list[Button] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    long_boxes: list[str] = field(default_factory=list)
    takes_enter: bool = False

    @property
    def enter_is_main(self) -> bool:
        """Whether Enter presses what the form is for; where nothing is (each button one of several), nothing."""
        if not self.buttons or len(self.buttons) == 1:
            return True
        first = self.buttons[0]
        mains = [button for button in self.buttons if button.main]
        if first.hidden:
            return (first.name, first.value) in [(b.name, b.value) for b in mains] or (not mains and not first.name)
        return first.main


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.elsewhere: list[tuple[str, Button]] = []
        self.disabled = 0
        self.fieldsets: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(have.get("method", "get").lower(), have.get("action", ""), have.get("id", ""))
            self.forms.append(self.open)
        elif tag == "fieldset":
            self.fieldsets.append("disabled" in have)
        elif "disabled" in have or any(self.fieldsets):
            return
        elif (tag, have.get("type", "submit" if tag == "button" else "text")) in SUBMITS:
            self._button(have)
        elif tag in {"input", "textarea", "select"} and self.open is not None:
            self._box(tag, have, self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "fieldset" and self.fieldsets:
            self.fieldsets.pop()

    def _button(self, have: dict[str, str]) -> None:
        unseen = have.get("aria-hidden") == "true" and have.get("tabindex") == "-1" and "cw-hidden" in have["class"]
        found = Button(have.get("name", ""), have.get("value", ""), have.get("class", ""), unseen)
        if "form" in have:
            self.elsewhere.append((have["form"], found))
        elif self.open is not None:
            self.open.buttons.append(found)

    @staticmethod
    def _box(tag: str, have: dict[str, str], form: Form) -> None:
        kind = have.get("type", "text") if tag == "input" else tag
        name = have.get("name", "")
        if kind in ENTER:
            form.takes_enter = True
        if kind == "textarea":
            form.long_boxes.append(name)
        if kind in {"text", "search", "email", "tel", "textarea"} and "readonly" not in have:
            form.boxes.append(name)
        if kind == "hidden" or (kind in {"radio", "checkbox"} and "checked" in have):
            form.fields.append((name, have.get("value", "on")))


def forms_in(html: str) -> list[Form]:
    """The forms of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    for ident, button in reader.elsewhere:
        for form in reader.forms:
            if form.ident == ident:
                form.buttons.append(button)
    return reader.forms
