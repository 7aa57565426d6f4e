"""The environment: mistakes are found, optional keys are not mistakes, and everything is escaped."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext_lazy
from jinja2.exceptions import UndefinedError

from commonweal.web.jinja import query


@pytest.mark.parametrize(
    "source",
    ["{{ nothing }}", "{% if nothing %}{% endif %}", "{% for x in nothing %}{% endfor %}", "{{ thing.nothing }}"],
)
def test_a_missing_name_or_attribute_is_a_mistake(draw: Callable[..., str], source: str) -> None:
    with pytest.raises(UndefinedError, match="nothing"):
        draw(source, thing=SimpleNamespace(a=1))


@pytest.mark.parametrize(
    "source",
    [
        "{{ d.nothing }}",
        "{% if d.nothing %}x{% endif %}",
        "{% for x in d.nothing %}x{% endfor %}",
        "{{ text(d.nothing) }}",
    ],
)
def test_a_missing_key_of_a_dict_is_empty(draw: Callable[..., str], source: str) -> None:
    assert draw(source, d={"a": 1}) == ""


def test_what_people_write_is_escaped(draw: Callable[..., str]) -> None:
    assert draw("{{ x }}", x="<b>") == "&lt;b&gt;"
    assert draw('{{ _("%(x)s and more", x=x) }}', x="<b>") == "&lt;b&gt; and more"


def test_text_is_in_the_language_of_the_page_else_in_english(draw: Callable[..., str]) -> None:
    words = {"en": "Bins", "cy": "Biniau"}
    with translation.override("cy"):
        assert draw("{{ text(x) }}{{ x | text }}{{ text(y) }}", x=words, y={"en": "Only"}) == "BiniauBiniauOnly"


def test_lazily_translated_words_are_text(draw: Callable[..., str]) -> None:
    assert draw("{{ text(x) }}", x=gettext_lazy("Lazy words")) == "Lazy words"


def test_query_changes_what_it_is_told_and_keeps_the_rest() -> None:
    request = RequestFactory().get("/?a=1&a=2&b=3&page=9")
    assert query(request, b=None, page=2, c=["x", "y"]) == "?a=1&a=2&c=x&c=y&page=2"


@pytest.mark.parametrize(
    ("language", "attribute"), [("cy", ""), ("en", ' lang="en"'), ("", ""), ('"><b', ' lang="&#34;&gt;&lt;b"')]
)
def test_words_in_another_language_than_the_page_are_marked(
    draw: Callable[..., str], language: str, attribute: str
) -> None:
    with translation.override("cy"):
        assert draw("<p{{ lang_attribute(language) }}>", language=language) == f"<p{attribute}>"


@pytest.mark.parametrize(
    ("value", "attribute"),
    [
        ({"en": "Bins", "cy": "Biniau"}, ""),
        ({"en": "Bins", "cy": ""}, ' lang="en"'),
        ({"pl": "Kosze"}, ' lang="pl"'),
        ({}, ""),
        ("Bins", ""),
    ],
)
def test_a_text_that_lacks_the_language_of_the_page_is_marked(
    draw: Callable[..., str], value: object, attribute: str
) -> None:
    with translation.override("cy"):
        assert draw("<p{{ lang_of(value) }}>", value=value) == f"<p{attribute}>"
