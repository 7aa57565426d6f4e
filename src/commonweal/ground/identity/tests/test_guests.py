"""Guests: people who go on without an account, and become one when they sign in."""

import pytest
from django.test import RequestFactory

from commonweal.ground.identity import api
from commonweal.kernel.acting import STRANGER, Acting


@pytest.fixture
def request_of():
    def make(acting=STRANGER):
        request = RequestFactory().get("/")
        request.session = {}
        request.acting = acting
        return request

    return make


def test_a_guest_is_the_same_throughout_the_session(request_of):
    request = request_of()
    first = api.acting_as_guest(request)
    assert first.actor.startswith("guest:")
    assert api.acting_as_guest(request).actor == first.actor == api.guest_of(request)


def test_two_sessions_are_two_guests(request_of):
    assert api.begin_guest(request_of()) != api.begin_guest(request_of())


def test_a_guest_has_neither_roles_nor_a_person(request_of):
    guest = api.acting_as_guest(request_of())
    assert (guest.person, guest.roles, guest.assurance) == (None, frozenset(), "none")


def test_a_signed_in_person_is_no_guest(request_of):
    person = Acting(actor="person:1")
    request = request_of(person)
    assert api.acting_as_guest(request) is person
    assert api.guest_of(request) is None


def test_nobody_is_a_guest_before_a_journey_makes_them_one(request_of):
    assert api.guest_of(request_of()) is None


def test_a_guest_that_is_forgotten_is_told_once(request_of):
    request = request_of()
    guest = api.begin_guest(request)
    assert api.forget_guest(request) == guest
    assert api.forget_guest(request) == ""
