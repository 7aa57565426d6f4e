"""Reads the forms of a rendered page: their boxes, and their buttons in the browser's order."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# What a browser presses a form's first submit button for, when Enter is pressed in it.
ENTER = {"text", "search", "email", "tel", "url", "password", "number", "date", "time", "checkbox", "radio", "file"}
SUBMITS = {("button", "submit"), ("input", "submit"), ("input", "image")}
SECRET = {"one-time-code", "current-password", "new-password"}
LESSER = ("--second", "--link", "--small")


@dataclass
class Button:
    """A submit button; `hidden` ones cannot be seen, reached by Tab or heard. `place` counts the buttons of the page;
    `switch` is one of the language switch, which is a button of the form but not in it."""

    name: str
    value: str
    classes: str
    hidden: bool
    action: str = ""
    switch: bool = False
    outside: bool = False
    place: int = 0

    @property
    def main(self) -> bool:
        """Whether it looks like what the form is for."""
        return "cw-button" in self.classes and not any(each in self.classes for each in LESSER)


@dataclass
class Control:
    """A field that somebody types or chooses in, or a hidden one. `kind` is the type of an input, "textarea" or "select";
    `values` are what it sends as it is drawn, `options` what may be chosen in a select."""

    kind: str
    name: str
    value: str
    values: list[str]
    options: list[str] = field(default_factory=list)
    secret: bool = False


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
    controls: list[Control] = field(default_factory=list)

    def sent(self) -> list[tuple[str, str]]:
        """What a browser sends of the form as it is drawn, without its buttons."""
        return [(each.name, value) for each in self.controls if each.name for value in each.values]

    @property
    def enter_is_main(self) -> bool:
        """Whether Enter presses what the form is for; where nothing is (each button one of several), nothing."""
        inside = [button for button in self.buttons if not button.outside or not (button.switch or button.hidden)]
        if len(inside) < len(self.buttons) and not self._stands_for_first(inside):
            return False
        if len(inside) <= 1:
            return True
        first = inside[0]
        mains = [button for button in inside if button.main]
        if first.hidden:
            return (first.name, first.value) in [(b.name, b.value) for b in mains] or (not mains and not first.name)
        return first.main

    def _stands_for_first(self, inside: list[Button]) -> bool:
        """Whether the first button of the page that is the form's does what the first one in it does."""
        first, own = self.buttons[0], inside[0] if inside else None
        return first.hidden and own is not None and self._pressed(first) == self._pressed(own)

    @staticmethod
    def _pressed(button: Button) -> tuple[str, str, str]:
        return button.name, button.value, button.action


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.elsewhere: list[tuple[str, Button]] = []
        self.places = 0
        self.fieldsets: list[bool] = []
        self.writing: Control | None = None
        self.choosing: Control | None = None

    def handle_data(self, data: str) -> None:
        if self.writing is not None:
            self.writing.values[0] += data

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
            self._control(tag, have, self.open)
        elif tag == "option" and self.choosing is not None:
            self.choosing.options.append(have.get("value", ""))
            # A list shows its first option where none is chosen.
            if "selected" in have or not self.choosing.values:
                self.choosing.values[:] = [have.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.writing is not None:
            self.writing.values[0] = self.writing.values[0].removeprefix("\n")
            self.writing = None
        elif tag == "select":
            self.choosing = None
        elif tag == "fieldset" and self.fieldsets:
            self.fieldsets.pop()

    def _button(self, have: dict[str, str]) -> None:
        unseen = have.get("aria-hidden") == "true" and have.get("tabindex") == "-1" and "cw-hidden" in have["class"]
        found = Button(have.get("name", ""), have.get("value", ""), have.get("class", ""), unseen)
        found.action, found.switch, found.outside = have.get("formaction", ""), "data-language" in have, "form" in have
        self.places += 1
        found.place = self.places
        if "form" in have:
            self.elsewhere.append((have["form"], found))
        elif self.open is not None:
            self.open.buttons.append(found)

    def _control(self, tag: str, have: dict[str, str], form: Form) -> None:
        kind = have.get("type", "text") if tag == "input" else tag
        value = have.get("value", "on" if kind in {"radio", "checkbox"} else "")
        chosen = kind not in {"radio", "checkbox", "select"} or "checked" in have
        control = Control(kind, have.get("name", ""), value, [value] if chosen else [])
        control.secret = kind == "password" or have.get("autocomplete", "") in SECRET
        form.controls.append(control)
        if kind == "textarea":
            self.writing = control
        elif kind == "select":
            self.choosing = control

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
    for form in reader.forms:
        form.buttons.sort(key=lambda button: button.place)
    return reader.forms
