"""Every component draws in every state, and none of it needs what the Content-Security-Policy refuses."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory, override_settings
from jinja2.exceptions import UndefinedError

from commonweal.web import chrome, styleguide


def page(name: str, **more: object) -> str:
    template = engines["jinja2"].get_template(styleguide.PAGES[name])
    return template.render(styleguide.context(name) | more, RequestFactory().get("/styleguide/"))


@pytest.mark.parametrize("name", styleguide.PAGES)
def test_no_page_of_the_style_guide_has_inline_styles_or_scripts(name: str) -> None:
    html = page(name)
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\bsrc=)|javascript:", html)


@pytest.mark.parametrize("name", styleguide.PAGES)
def test_every_page_has_one_heading_one_main_a_title_and_unique_ids(name: str) -> None:
    html = page(name)
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert re.search(r"<title>[^–]+ – ", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


def test_every_macro_of_every_component_stands_in_the_style_guide() -> None:
    folder = engines["jinja2"].env.loader
    sources = "".join(folder.get_source(engines["jinja2"].env, name)[0] for name in styleguide.PAGES.values())
    sources += "".join(
        folder.get_source(engines["jinja2"].env, f"web/{name}.html")[0] for name in ("frame", "layout", "layout_desk")
    )
    own = [n for n in engines["jinja2"].env.list_templates() if n.startswith("web/components/") and "map" not in n]
    for name in own:
        source = folder.get_source(engines["jinja2"].env, name)[0]
        for macro in re.findall(r"{% macro (\w+)", source):
            used = re.search(rf"\b{macro}\(|\bdrawn\([^)]*\"{macro}\"", sources + source.replace(f"macro {macro}(", ""))
            assert used, f"{macro} of {name} stands nowhere in the style guide"


def test_ways_to_reach_an_organisation_are_links(draw: Callable[..., str]) -> None:
    html = draw(
        '{% from "web/components/data.html" import contact_facts %}{{ contact_facts(contact) }}',
        contact={
            "email": "a@example.org",
            "phone": "01632 960110",
            "website": "https://example.org",
            "hours": "9 to 5",
        },
    )
    for link in ("mailto:a@example.org", "tel:01632960110", "https://example.org"):
        assert f'<a href="{link}">' in html
    unsafe = draw(
        '{% from "web/components/data.html" import contact_facts %}{{ contact_facts(contact) }}',
        contact={"website": "javascript:alert(1)"},
    )
    assert "<a " not in unsafe


# Tables whose rows are compared by their figures: on a phone they are pushed sideways, within a frame of their own.
PUSHED_SIDEWAYS = {"web/components/data.html", "performance/_figures.html", "performance/service.html"}
# The queue has boxes to tick beside its rows, and stacks them by its own style.
STACKED_BY_ITSELF = {"desk/queue.html"}


def test_every_table_can_be_read_on_a_phone() -> None:
    env = engines["jinja2"].env
    names = [
        name
        for name in env.list_templates()
        if name.endswith(".html") and not re.search("styleguide|govuk_frontend", name)
    ]
    tables = {name for name in names if "<table" in env.loader.get_source(env, name)[0]}
    assert tables == PUSHED_SIDEWAYS | STACKED_BY_ITSELF, "draw it with stacking_table, or say here why not"


def test_cells_of_a_table_that_is_stacked_keep_their_roles() -> None:
    env = engines["jinja2"].env
    sources = {name: env.loader.get_source(env, name)[0] for name in env.list_templates() if name.endswith(".html")}
    stacked = {name: source for name, source in sources.items() if "call stacking_table(" in source}
    assert len(stacked) > 8
    for name, source in stacked.items():
        inside = "".join(re.findall(r"call stacking_table\(.*?{% endcall %}", source, re.DOTALL))
        assert re.findall(r"<(?:tr|td|th)(?! role=)[ >]", inside) == [], name


@pytest.mark.parametrize("status", [400, 403, 404, 405, 429, 500, 503, 418])
def test_an_error_page_says_what_happened_and_what_to_do(status: int) -> None:
    html = engines["jinja2"].get_template("web/page_error.html").render({"status": status, "retry_after": 90})
    assert "What you can do" in html
    assert "in 2 minutes" in html


def test_an_error_page_says_what_the_caller_knows_better() -> None:
    html = (
        engines["jinja2"]
        .get_template("web/page_error.html")
        .render(
            {
                "status": 403,
                "title": "Please send this again",
                "detail": "It was open for long.",
                "remedy": "Load it again.",
            }
        )
    )
    assert "<h1>Please send this again</h1>" in html
    assert "You cannot open this page" not in html


def test_an_error_page_asks_no_contributor() -> None:
    @chrome.contributes
    def fails(*_: object) -> chrome.Chrome:
        raise AssertionError("the database is away")

    template = engines["jinja2"].get_template("web/page_error.html")
    assert "shortly" in template.render({"status": 503}, RequestFactory().get("/"))


@override_settings(LANGUAGES=[("en", "English")])
def test_a_place_with_one_language_has_no_language_switch() -> None:
    assert "hreflang" not in page("")


def test_pagination_keeps_the_rest_of_the_query(draw: Callable[..., str]) -> None:
    html = draw(
        '{% from "web/components/lists.html" import pagination %}{{ pagination(pages, request) }}',
        pages=Paginator(range(60), 10).page(2),
        request=RequestFactory().get("/?state=open&state=late&page=2"),
    )
    assert "?page=3&amp;state=open&amp;state=late" in html
    assert 'aria-current="page"' in html


def test_a_single_page_has_no_pagination(draw: Callable[..., str]) -> None:
    source = '{% from "web/components/lists.html" import pagination %}{{ pagination(pages, none) }}'
    assert draw(source, pages=Paginator(range(3), 10).page(1)).strip() == ""


def test_a_summary_says_what_was_not_given(draw: Callable[..., str]) -> None:
    rows = [
        {"label": "A", "value": ""},
        {"label": "B", "value": []},
        {"label": "C", "value": None},
        {"label": "D", "value": 0},
    ]
    html = draw('{% from "web/components/data.html" import summary %}{{ summary(rows) }}', rows=rows)
    assert html.count("Not given") == 3
    assert "<dd>0</dd>" in html


def test_a_change_link_names_what_it_changes(draw: Callable[..., str]) -> None:
    rows = [{"label": "Your name", "value": "x", "href": "#n"}]
    html = draw('{% from "web/components/data.html" import summary %}{{ summary(rows) }}', rows=rows)
    assert re.search(r">Change<span class=\"cw-hidden\"> your name</span></a>", html)


def test_an_unknown_kind_of_state_is_a_mistake(draw: Callable[..., str]) -> None:
    with pytest.raises(UndefinedError):
        draw('{% from "web/components/state.html" import status_tag %}{{ status_tag("x", no_such_kind) }}')


def test_a_due_day_that_has_passed_says_so_in_words(draw: Callable[..., str]) -> None:
    html = draw('{% from "web/components/state.html" import due %}{{ due(day, "late") }}', day=date(2026, 5, 3))
    assert "Late: was due 3 May 2026" in html


def test_messages_of_the_last_act_are_read_out(draw: Callable[..., str]) -> None:
    class Said:
        level_tag = "success"

        def __str__(self) -> str:
            return "Saved <b>"

    html = draw('{% import "web/components/chrome.html" as parts %}{{ parts.messages([said]) }}', said=Said())
    assert re.search(r'role="status".*Saved &lt;b&gt;', html, re.DOTALL)
