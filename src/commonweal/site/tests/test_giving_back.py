"""For whom a form is kept that came too late."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from commonweal.ground.identity.testing import make_person
from commonweal.kernel.form_marks import NAME, mark_for
from commonweal.site.requests.kept_forms import keep_for_typist


def posted(drawn_for: Any, here: Any = None) -> HttpRequest:
    """A form that was drawn for one person, sent from a browser in which another, or nobody, is signed in."""
    fields = {NAME: mark_for(drawn_for.ref), "words": "typed"}
    request = RequestFactory().post("/send/", fields, headers={"referer": "http://testserver/page/"})
    request.user, request.session = here or AnonymousUser(), {}
    return request


@pytest.mark.django_db
def test_a_form_is_kept_for_whom_it_was_drawn_unless_somebody_else_is_signed_in_now():
    ann, ben = make_person(), make_person()
    assert keep_for_typist(posted(ann)) == "/page/"
    assert keep_for_typist(posted(ann, ann)) == "/page/"
    assert keep_for_typist(posted(ann, ben)) == ""
