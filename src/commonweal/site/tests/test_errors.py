"""A refusal without words gets a page with those of its status."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import get_resolver

from commonweal.kernel.problems import Problem


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
