"""Puts the account library's pages, which Django's own templates draw, into the look of all other pages."""

from collections.abc import Iterable, Mapping

from django import template
from django.forms import BoundField
from django.template.context import Context, RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from commonweal.ground.identity.signing_in.kept_forms import mark_of
from commonweal.web.formats import day, moment

register = template.Library()
register.filter("day", day)
register.filter("moment", moment)

CLASSES = {
    "text": "govuk-input",
    "email": "govuk-input",
    "password": "govuk-input",
    "number": "govuk-input",
    "tel": "govuk-input",
    "checkbox": "govuk-checkboxes__input",
    "radio": "govuk-radios__input",
    "select": "govuk-select",
}


@register.simple_block_tag(takes_context=True)
def residents_page(context: RequestContext, content: str, title: str) -> SafeString:
    """The content within the layout of residents' pages: the same template that every other page extends."""
    around = {"title": title, "content": mark_safe(content)}  # noqa: S308 - rendered by Django's templates just now
    whole = render_to_string("identity/library_page.html", around, request=context.request, using="jinja2")
    return mark_safe(whole)  # noqa: S308 - rendered by our own template


@register.simple_tag(takes_context=True)
def form_mark(context: Context) -> SafeString:
    """The person that the form is rendered for, as in the forms of all other pages."""
    return mark_of(context["request"])


@register.filter
def box(field: BoundField) -> SafeString:
    """A field's control with the classes of our forms, and without a placeholder, because there is a label."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "select")
    classes = CLASSES.get(kind, "govuk-textarea" if kind == "textarea" else "govuk-input")
    if field.errors and kind not in {"checkbox", "radio"}:
        classes += f" {classes}--error"
    widget.attrs.pop("placeholder", None)
    if field.name == "code" and "autocomplete" not in widget.attrs:
        widget.attrs["autocomplete"] = "one-time-code"
    return field.as_widget(attrs={"class": classes})


@register.filter
def get_item(mapping: Mapping[str, object], key: str) -> object:
    """The value of a mapping, such as the session, under a key that is not an identifier."""
    return mapping.get(key)


@register.filter
def kind_of(field: BoundField) -> str:
    """ "checkbox", "radio", "select", "text" and the like."""
    return str(getattr(field.field.widget, "input_type", "select"))


@register.filter
def button_look(tags: Iterable[str] | None) -> str:
    """The classes of a button from the library's tags for it."""
    words = set(tags or ())
    if words & {"danger", "delete"}:
        return "cw-button cw-button--danger"
    if words & {"outline", "secondary", "cancel", "link", "tool"}:
        return "cw-button cw-button--second"
    return "cw-button"


@register.filter
def badge_look(tags: Iterable[str] | None) -> str:
    """The classes of a badge from the library's tags for it."""
    words = set(tags or ())
    kind = "good" if "success" in words else "warn" if "warning" in words else "info"
    return f"cw-status cw-status--{kind}"


@register.filter
def inline_svg(drawing: str) -> SafeString:
    """A drawing as part of the page: the policy refuses pictures from data: addresses. Made by the library itself."""
    return mark_safe(drawing[drawing.index("<svg") :])  # noqa: S308 - drawn from a secret of base 32, nothing typed
