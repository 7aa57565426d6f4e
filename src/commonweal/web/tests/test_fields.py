"""Questions have the structure of govuk-frontend's components, and say everything to a screen reader."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from commonweal import web
from commonweal.web import styleguide
from commonweal.web.field_buttons import ACTS, place_of

VOID = {"input", "br"}
# What only scripts of govuk-frontend read, or what we word otherwise on purpose.
IGNORED = {
    "data-module",
    "data-maxlength",
    "data-count-to",
    "data-exclusive",
    "data-behaviour",
    "data-left",
    "data-over",
}
EVERY = [*styleguide.SIMPLE, *styleguide.ADDRESSES, styleguide.REPEAT]
ASK = '{% from "web/fields.html" import question %}{{ question(f) }}'


class Shape(HTMLParser):
    """Reads HTML into a list of tags with sorted attributes, and words."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {
            k: " ".join(sorted((v or "").split())) if k == "class" else (v or "") for k, v in attrs if k not in IGNORED
        }
        self.parts.append((tag, tuple(sorted(kept.items()))))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.parts.append(("/" + tag, ()))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.parts.append(" ".join(data.split()))


def shape(html: str) -> list[Any]:
    reader = Shape()
    reader.feed(html)
    return reader.parts


def govuk(component: str, macro: str) -> str:
    return (
        f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {macro} %}}{{{{ {macro}(params) }}}}'
    )


OPTIONS = [{"value": "a", "label": "Ay", "hint": "First"}, {"divider": "or"}, {"value": "b", "label": "Bee"}]
ITEMS = [{"value": "a", "text": "Ay", "hint": {"text": "First"}}, {"divider": "or"}, {"value": "b", "text": "Bee"}]
WRONG: dict[str, Any] = {"label": "Your name", "hint": "As on a letter", "errors": ["Enter your name"]}
THEIRS: dict[str, Any] = {
    "hint": {"text": "As on a letter"},
    "errorMessage": {"text": "Enter your name"},
    "label": {"text": "Your name"},
    "name": "n",
    "id": "n",
}
LEGEND = {"legend": {"text": "Your name"}}
SAME = [
    ({"type": "text", "value": "x"}, "input", "govukInput", {"value": "x"}),
    (
        {"type": "text", "page_heading": True, "width": 10},
        "input",
        "govukInput",
        {
            "label": {"text": "Your name", "isPageHeading": True, "classes": "govuk-label--l"},
            "classes": "govuk-input--width-10",
        },
    ),
    ({"type": "email"}, "input", "govukInput", {"type": "email", "autocomplete": "email", "spellcheck": False}),
    (
        {"type": "phone"},
        "input",
        "govukInput",
        {"type": "tel", "autocomplete": "tel", "classes": "govuk-input--width-20"},
    ),
    (
        {"type": "number"},
        "input",
        "govukInput",
        {"inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-5"},
    ),
    (
        {"type": "money"},
        "input",
        "govukInput",
        {"inputmode": "decimal", "spellcheck": False, "classes": "govuk-input--width-5", "prefix": {"text": "£"}},
    ),
    ({"type": "long_text", "value": "a\nb"}, "textarea", "govukTextarea", {"value": "a\nb"}),
    ({"type": "file"}, "file-upload", "govukFileUpload", {}),
    (
        {"type": "date", "value": {"day": "3"}},
        "date-input",
        "govukDateInput",
        {
            "fieldset": LEGEND,
            "namePrefix": "n",
            "items": [
                {"name": "day", "classes": "govuk-input--width-2 govuk-input--error", "value": "3"},
                {"name": "month", "classes": "govuk-input--width-2 govuk-input--error"},
                {"name": "year", "classes": "govuk-input--width-4 govuk-input--error"},
            ],
        },
    ),
    (
        {"type": "one_of", "options": OPTIONS, "value": "b"},
        "radios",
        "govukRadios",
        {"fieldset": LEGEND, "items": ITEMS, "value": "b", "idPrefix": "n"},
    ),
    (
        {"type": "many_of", "options": OPTIONS, "value": ["b"]},
        "checkboxes",
        "govukCheckboxes",
        {"fieldset": LEGEND, "items": ITEMS, "values": ["b"], "idPrefix": "n"},
    ),
    (
        {"type": "yes_no", "value": True},
        "radios",
        "govukRadios",
        {
            "fieldset": LEGEND,
            "classes": "govuk-radios--inline",
            "idPrefix": "n",
            "value": "yes",
            "items": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}],
        },
    ),
    (
        {"type": "one_of", "widget": "select", "options": [OPTIONS[2]], "value": "b"},
        "select",
        "govukSelect",
        {"items": [{"value": "", "text": "Choose one"}, {"value": "b", "text": "Bee"}], "value": "b"},
    ),
]


@pytest.mark.parametrize(
    ("ours", "component", "macro", "theirs"), SAME, ids=[f"{s[0]['type']}-{n}" for n, s in enumerate(SAME)]
)
@pytest.mark.parametrize("accepted", [True, False], ids=["accepted", "refused"])
def test_a_question_has_the_structure_of_govuk_frontend(
    draw: Callable[..., str], ours: dict[str, Any], component: str, macro: str, theirs: dict[str, Any], accepted: bool
) -> None:
    field, params = WRONG | ours | {"key": "n"}, THEIRS | theirs
    if accepted:
        field, params = field | {"errors": []}, {k: v for k, v in params.items() if k != "errorMessage"}
        if macro == "govukDateInput":
            clean = [item | {"classes": item["classes"].replace(" govuk-input--error", "")} for item in params["items"]]
            params = params | {"items": clean}
    assert shape(draw(ASK, f=field)) == shape(draw(govuk(component, macro), params=params))


@pytest.mark.parametrize("field", EVERY, ids=[f["key"] for f in EVERY])
def test_every_control_has_a_label_and_every_reference_a_target(
    draw: Callable[..., str], field: dict[str, Any]
) -> None:
    html = draw(ASK, f=field | {"errors": ["Not so"], "hint": "Like this"})
    ids = re.findall(r'\bid="([^"]+)"', html)
    labelled = set(re.findall(r'\bfor="([^"]+)"', html))
    controls = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(controls) <= labelled
    for names in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(names.split()) <= set(ids)


@pytest.mark.parametrize("field", EVERY, ids=[f["key"] for f in EVERY])
def test_the_link_of_the_error_summary_leads_to_the_question(draw: Callable[..., str], field: dict[str, Any]) -> None:
    wrong = field | {"errors": ["Not so"]}
    link = draw('{% from "web/components/page.html" import error_summary %}{{ error_summary(fields=[f]) }}', f=wrong)
    target = re.search(r'href="#([^"]+)"', link)
    assert target
    assert f'id="{target[1]}"' in draw(ASK, f=wrong)


@pytest.mark.parametrize("field", EVERY, ids=[f["key"] for f in EVERY])
def test_what_was_typed_is_kept_and_never_becomes_markup(draw: Callable[..., str], field: dict[str, Any]) -> None:
    hostile = '"><script>alert(1)</script>'
    value: Any = hostile
    if field["type"] == "date":
        value = {"day": hostile}
    elif field["type"] in {"address", "person"}:
        value = dict.fromkeys(("line1", "postcode", "given_name", "id"), hostile)
    elif field["type"] == "many_of":
        value = [hostile]
    html = draw(ASK, f=field | {"value": value, "label": hostile, "hint": hostile, "errors": [hostile]})
    assert "<script" not in html
    if field["type"] in {"text", "long_text", "date", "email"}:
        assert "alert(1)" in html


def test_an_optional_question_says_so(draw: Callable[..., str]) -> None:
    assert "(optional)" in draw(ASK, f={"type": "text", "key": "a", "label": "A", "required": False})
    assert "(optional)" not in draw(ASK, f={"type": "text", "key": "a", "label": "A", "required": True})


def test_a_question_speaks_the_language_of_the_page(draw: Callable[..., str]) -> None:
    from django.utils import translation

    with translation.override("cy"):
        html = draw(ASK, f={"type": "yes_no", "key": "a", "label": {"en": "Inside?", "cy": "Y tu mewn?"}})
    assert "Y tu mewn?" in html
    assert ">Ie</label>" in html


def test_enter_presses_no_small_button(draw: Callable[..., str]) -> None:
    html = draw(
        '{% from "web/components/page.html" import form %}{% from "web/fields.html" import question %}'
        '{% call form("") %}{{ question(f) }}{% endcall %}',
        f=styleguide.ADDRESSES[0],
    )
    first = re.search(r"<button[^>]*>", html)
    assert first
    assert "name=" not in first[0]


BUTTON = re.compile(r'<button [^>]*name="([^"]+)"[^>]*formnovalidate')
WITH_BUTTONS = [
    *styleguide.ADDRESSES,
    {**styleguide.ADDRESSES[0], "key": "home.where", "can_be_abroad": True},
    styleguide.REPEAT,
    {"type": "file", "key": "photos", "label": "Photos", "files": [{"id": "1", "name": "bin.jpg"}]},
]


@pytest.mark.parametrize("f", WITH_BUTTONS, ids=lambda f: f"{f['key']}-{f.get('state', '')}")
def test_every_button_inside_a_field_leads_back_to_its_field(draw, f):
    html = draw(ASK, f=f)
    names = BUTTON.findall(html)
    assert names
    for name in names:
        place = place_of(["csrfmiddlewaretoken", name], html)
        assert html.count(f'id="{place}"') == 1, name
        assert place == f["key"].replace(".", "-") + ("-row-1" if name.endswith("-add") else "")


def test_no_template_of_a_field_has_a_button_that_is_not_known():
    named = set()
    for file in (Path(web.__file__).parent / "jinja2" / "web" / "fields").glob("*.html"):
        named |= set(re.findall(r'name="\{\{[^}]+\}\}-(\w+)" value="[^"]*" formnovalidate', file.read_text()))
        assert file.read_text().count("formnovalidate") == len(
            re.findall(r'-\w+" value="[^"]*" formnovalidate', file.read_text())
        ), file.name
    assert named == set(ACTS)


@pytest.mark.parametrize("posted", [["_then", "where-postcode"], ["nowhere-find"], ["find"], []])
def test_what_is_no_button_of_a_field_of_the_page_leads_nowhere(posted):
    assert place_of(posted, '<div id="where"></div>') == ""


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        (["items", "items-0-kind", "items-0-name", "items-1-kind"], 2),
        (["items", "items-0-kind", "items-1-kind"], 0),  # the name is asked for since the button was pressed
        ([], 2),
    ],
)
def test_another_entry_leads_to_an_earlier_one_that_has_a_new_question(asked, row):
    now = ["items", "items-0-kind", "items-0-name", "items-1-kind", "items-2-kind"]
    html = '<div id="items"></div>' + "".join(f'<fieldset id="items-row-{n}"></fieldset>' for n in range(3))
    html += "".join(f'<input type="hidden" name="_asked" value="{name}">' for name in now)
    assert place_of(["items-add"], html, asked) == f"items-row-{row}"
