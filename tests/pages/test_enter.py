"""Enter in a box presses the main button of its form, on every page, never a small button before it."""

from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from commonweal.blocks.forms import api as forms
from commonweal.kernel.clock import today
from commonweal.services.definitions.source.reading import read_text
from commonweal.web import styleguide
from tests.isolation.world import World
from tests.pages.conftest import pages_of
from tests.pages.forms import forms_in

WHO = ("stranger", "ann", "officer", "manager", "editor", "outsider", "steward")
# Those with a page that has a form with several buttons, so that their walk cannot be empty.
SEVERAL = set(WHO) - {"stranger", "outsider"}
SERVICES = sorted((Path(__file__).parents[2] / "places").glob("*/services/*/*.yaml"))


def wrong_in(html: str) -> list[str]:
    found = forms_in(html)
    return [f"{form.action or 'itself'}: {form.buttons[0]}" for form in found if not form.enter_is_main]


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("who", WHO)
def test_the_first_button_of_every_form_is_what_the_form_is_for(world: World, who: str):
    seen, wrong = [], []
    for address, response in pages_of(world, world.who[who]):
        html = response.content.decode()
        seen += [len(form.buttons) for form in forms_in(html)]
        wrong += [f"{address} {each}" for each in wrong_in(html)]
    assert wrong == []
    assert max(seen) > (1 if who in SEVERAL else 0), "the walk found no form to judge"


def drawn_page(form: forms.Form, page: forms.Page, posted: dict[str, str]) -> str:
    """A page of a form as the journey draws it; `posted` is what was typed in it, or the button that was pressed."""
    form_context = forms.FormContext("en", today())
    typed = {name: (value,) for name, value in posted.items()} or None
    view = forms.page_view(form, page.page, {}, form_context, typed=typed)
    template = engines["jinja2"].get_template("journeys/page.html")
    request = RequestFactory().get("/journeys/1/form/1/")
    around_it = {
        "request": request,
        "service": {"title": {"en": "A service"}},
        "csrf_input": "",
        "number": 1,
        "back": "/",
        "moved": False,
    }
    return template.render({"view": view, **around_it})


@pytest.mark.django_db
@pytest.mark.parametrize("path", SERVICES, ids=[path.stem for path in SERVICES])
def test_enter_is_continue_on_every_page_of_every_form_of_the_place(path: Path):
    form = forms.read_form(read_text(path.read_text(), path.name).document["form"])
    wrong = []
    for page in form:
        if page.exit:
            continue
        rows = {f"{q.key}-{n}-{q.each[0].key}": "" for q in page.questions if q.type == "repeat" for n in range(3)}
        files = {q.key: "0190a0a0" for q in page.questions if q.type == "file"}
        for posted in ({}, {"x": "", **rows, **files}):
            html = drawn_page(form, page, posted)
            wrong += [f"{page.page}: {each}" for each in wrong_in(html)]
            sent = [form for form in forms_in(html) if form.method == "post"]
            assert [(each.buttons[0].name, each.buttons[0].value) for each in sent] == [("_then", "next")]
    assert wrong == []


@pytest.mark.parametrize("name", sorted(styleguide.PAGES))
@pytest.mark.django_db
def test_the_style_guide_shows_only_such_forms(name: str, client: Client, settings):
    settings.DEBUG = True
    address = reverse("web:styleguide-page", args=[name]) if name else reverse("web:styleguide")
    response = client.get(address)
    assert response.status_code == 200
    assert wrong_in(response.content.decode()) == []


def test_the_walk_distinguishes_a_small_button_from_the_main_one():
    small = '<button class="cw-button cw-button--link" name="wages-remove" value="0">Remove</button>'
    main = '<button class="cw-button" name="_then" value="next">Continue</button>'
    unseen = '<button class="cw-hidden" tabindex="-1" aria-hidden="true" name="_then" value="next"></button>'
    assert wrong_in(f"<form>{small}{main}</form>")
    assert not wrong_in(f"<form>{unseen}{small}{main}</form>")
    assert not wrong_in(f"<form>{main}{small}</form>")
    assert wrong_in(f"<form>{unseen.replace('next', 'save')}{small}{main}</form>")
    assert wrong_in(f"<form>{unseen.replace('tabindex', 'data-x')}{small}{main}</form>")
    assert wrong_in(f'<form>{unseen}{small}</form><form id="f"></form>')
    switch, first = (
        '<button form="f" class="x" data-language>Cymraeg</button>',
        unseen.replace("<button", '<button form="f"'),
    )
    assert not wrong_in(f'{first}{switch}<form id="f">{main}{small}</form>')
    assert wrong_in(f'{switch}<form id="f">{main}{small}</form>')
    assert wrong_in(f'{switch}{first}<form id="f">{main}{small}</form>')
    assert wrong_in(f'{first}{switch}<form id="f">{small}{main}</form>')
    assert wrong_in(f'{first.replace("next", "save")}{switch}<form id="f">{main}{small}</form>')
