"""A refusal without words gets a page with those of its status."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import translation

from commonweal.kernel.place_name import PLACE
from commonweal.kernel.problems import Problem, TooLarge, TooMany
from commonweal.site.requests import errors


def _kinds(kind: type[Problem]) -> set[type[Problem]]:
    return {kind}.union(*(_kinds(each) for each in kind.__subclasses__()))


def _said(status: int) -> list[str]:
    """The heading of the error page, what happened and what one can do."""
    html = render_to_string("web/page_error.html", {"status": status}, using="jinja2")
    words = r'<h1>(.+?)</h1>\s*<p class="cw-lead">(.+?)</p>\s*<h2>.+?</h2>\s*<p>(.+?)</p>'
    return list(re.findall(words, html)[0])


@pytest.mark.urls("commonweal.site.urls")
def test_every_status_of_a_refusal_has_words_of_its_own():
    assert get_resolver().url_patterns  # reading them loads the views, and with them every kind of refusal
    statuses = sorted({kind.status for kind in _kinds(Problem)} | {405, 500})
    assert {401, 409, 413, 415, 422, 507} < set(statuses)
    said = [part for status in statuses for part in _said(status)]
    assert len(set(said)) == 3 * len(statuses)


@pytest.mark.parametrize("status", [413, 429, 500, 503])
def test_pages_that_ask_the_database_nothing_have_the_name_of_the_place_in_their_language(status):
    request = RequestFactory().get("/")
    draw = {
        413: lambda: errors.for_problem(request, TooLarge("This is too long.")),
        429: lambda: errors.for_problem(request, TooMany("Too many tries.", retry_after=60)),
        500: lambda: errors.broken(request),
        503: lambda: errors.unavailable(request),
    }[status]
    PLACE.kept = {"en": "Eastmere", "cy": "Dwyrain y Llyn"}
    with translation.override("cy"):
        response = draw()
    said = response.content.decode()
    assert (response.status_code, '<html lang="cy"' in said) == (status, True)
    assert " – Dwyrain y Llyn</title>" in said
    assert "Eastmere" not in said
