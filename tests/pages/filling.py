"""Types and chooses in the forms of a drawn page, and says what somebody sees in them."""

from urllib.parse import urlsplit

from commonweal.ground.identity.signing_in import kept_forms
from tests.pages.forms import Control, Form

TYPED = {"email": "typed@example.org", "tel": "01632 960001", "number": "7", "date": "2026-11-05", "time": "10:30"}
# What nobody types.
UNTYPED = {"hidden", "file", "submit", "button", "image", "reset"}


def typed_into(control: Control, number: int) -> list[str]:
    """What somebody types or chooses: something else than is there."""
    if control.kind in {"radio", "checkbox"}:
        return [] if control.values else [control.value]
    if control.kind == "select":
        return [option for option in control.options if option not in control.values][-1:] or control.values
    return [TYPED.get(control.kind, f'Typed "{number}" & <kept>')]


def fill(form: Form) -> None:
    for number, control in enumerate(form.controls):
        if control.kind not in UNTYPED:
            control.values = typed_into(control, number)
    # Of radio buttons only one is chosen.
    radios = {control.name: control for control in form.controls if control.kind == "radio"}
    for control in form.controls:
        if control.kind == "radio":
            control.values = [control.value] if radios[control.name] is control else []


def seen(form: Form, page: str) -> list[tuple[str, str]]:
    """What somebody sees in a form, but for passwords and codes."""
    shown = [each for each in form.controls if each.name and each.kind not in UNTYPED]
    return [(e.name, v) for e in shown if not kept_forms.is_secret(e.name, form.action or page) for v in e.values]


def same_form(forms: list[Form], wanted: Form, page: str) -> list[Form]:
    def path(form: Form) -> str:
        return urlsplit(form.action or page).path

    return [form for form in forms if (form.method, path(form)) == (wanted.method, path(wanted))]
