"""Lets the language be changed in the middle of a form: the switch is then a button of that form, and what was typed
comes along."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from commonweal.web.chrome import Link

FORM = re.compile(r"<form\b([^>]*)>")
FIELD = re.compile(r"<(textarea|select|input)\b([^>]*)>")
SUBMIT = re.compile(r"<(button|input)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
DISABLED = re.compile(r"\s*<fieldset disabled")
UNTYPED = {"hidden", "submit", "image", "button", "reset", "password"}
PRESSED = ("name", "value", "formaction", "formmethod", "formenctype", "formnovalidate")
ID = "carried-form"
BY_POST = 2
OWN_SWITCH = Markup(
    '<button class="cw-button cw-button--link" lang="{link.language}" name="_sent_to" value="{form.action}" '
    'formaction="{link.href}" formmethod="post" formenctype="application/x-www-form-urlencoded" formnovalidate>'
    "{link.label}</button>"
)
Attributes = dict[str, str]


@dataclass(frozen=True)
class CarriedForm:
    """The form of a page that the language switch sends.

    method    how the form itself is sent: "get" or "post"
    action    where it is sent to, as it is written, '' for its own page
    keeps     name of the button by which the page of the form keeps it itself, '' where it does not
    default   attributes of the button that Enter presses in the form: browsers press the first one of the page
    """

    id: str
    method: str
    action: str
    keeps: str
    default: Attributes


@dataclass(frozen=True)
class Carried:
    """What is drawn below the header of a page, and the form in it whose typing the switch carries along, if any."""

    html: Markup
    form: CarriedForm | None


@dataclass(frozen=True)
class _Form:
    """A form in what was drawn: its start tag, its attributes, what is inside, and where that ends."""

    tag: re.Match[str]
    have: Attributes
    inside: str
    end: int

    @property
    def method(self) -> str:
        return self.have.get("method", "get").lower()

    @property
    def action(self) -> str:
        return self.have.get("action", "")


def carried(drawn: str, languages: Iterable[Link] = ()) -> Carried:
    """Find the form that is carried: of those that somebody types or chooses in, one that declares that it keeps
    itself, else one with a mistake to correct, else one with a long text, else one that is sent by POST. A button sends
    one form alone, so where no script runs the others that are sent by POST have a switch of their own."""
    ranked = [(_rank(form), form) for form in _forms(drawn)]
    best = max(ranked, key=lambda each: each[0], default=None)
    default = _default(best[1].inside) if best else None
    if best is None or default is None or not best[0]:
        return Carried(Markup(drawn), None)  # noqa: S704 - drawn by our own templates
    main = best[1]
    more = [(form.end, _own_switch(form, languages)) for rank, form in ranked if rank >= BY_POST and form is not main]
    if "id" not in main.have:
        more.append((main.tag.end() - 1, f' id="{ID}"'))
    html = str(drawn)
    for at, words in sorted(more, reverse=True):
        html = html[:at] + words + html[at:]
    form = CarriedForm(main.have.get("id", ID), main.method, main.action, main.have.get("data-keeps", ""), default)
    return Carried(Markup(html), form)  # noqa: S704 - as above


def _own_switch(form: _Form, languages: Iterable[Link]) -> str:
    found = [OWN_SWITCH.format(form=form, link=link) for link in languages if not link.current]
    return f"<noscript>{''.join(found)}</noscript>" if found else ""


def _forms(drawn: str) -> list[_Form]:
    found = []
    for tag in FORM.finditer(drawn):
        end = drawn.find("</form>", tag.end())
        end = end if end >= 0 else len(drawn)
        found.append(_Form(tag, _attributes(tag[1]), drawn[tag.end() : end], end))
    return found


def _attributes(written: str) -> Attributes:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(written)}


def _rank(form: _Form) -> int:
    """How much is lost when this form is not carried; 0 where there is nothing to type or choose in it."""
    fields = FIELD.findall(form.inside)
    kinds = {_attributes(more).get("type", "text") if tag == "input" else tag for tag, more in fields}
    if not kinds - UNTYPED or DISABLED.match(form.inside):
        return 0
    if "data-keeps" in form.have:
        return BY_POST + 3
    if form.method != "post":
        return 1
    if "govuk-error-message" in form.inside:
        return BY_POST + 2
    return BY_POST + ("textarea" in kinds)


def _default(inside: str) -> Attributes | None:
    """What to give a button that does the same as the form's first one; None where it has none."""
    for tag, more in SUBMIT.findall(inside):
        have = _attributes(more)
        submits = have.get("type", "submit" if tag == "button" else "text") in {"submit", "image"}
        if submits and "disabled" not in have and "form" not in have:
            return {name: have[name] for name in PRESSED if name in have}
    return None
