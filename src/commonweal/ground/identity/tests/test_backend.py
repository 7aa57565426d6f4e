"""Whose session it is: read by one plain statement, and never somebody whose account is closed."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user
from django.http import HttpRequest

from commonweal.ground.identity.backend import AccountBackend
from commonweal.ground.identity.testing import make_person

pytestmark = pytest.mark.django_db


def test_a_session_leads_to_its_person_in_one_statement(django_assert_num_queries):
    person = make_person("Ann")
    with django_assert_num_queries(1):
        found = AccountBackend().get_user(str(person.pk))
    assert found == person
    assert (found.email, found.name, found.preferences) == (person.email, person.name, person.preferences)
    assert found.joined_at == person.joined_at
    with django_assert_num_queries(0):
        assert found.get_deferred_fields() == set()


def test_nobody_is_found_by_an_unknown_id():
    assert AccountBackend().get_user(uuid4()) is None


def test_the_session_of_a_closed_account_ends_with_the_next_request(client):
    person = make_person()
    client.force_login(person)
    request = HttpRequest()
    request.session = client.session
    assert get_user(request) == person
    person.is_active = False
    person.save()
    assert get_user(request).is_anonymous
