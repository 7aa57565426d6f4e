"""The account library's pages: for whom each is, and that nobody changes another's account by them."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from commonweal.ground.identity.models import Person
from commonweal.ground.identity.tests.doors import LIBRARY
from tests.isolation.doors import pages
from tests.isolation.walking import Writes, leaks, undone
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# For whom each page is: everybody who is not signed in, who is about to sign in, or who is signed in.
ENTRANCE = {
    "account_login",
    "account_signup",
    "account_inactive",
    "account_logout",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_request_login_code",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
OWN = {
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
}
OF_ONE_PASSKEY = ("mfa_remove_webauthn", "mfa_edit_webauthn")
# Whose hands Ann's account must be safe from: nobody, a resident, and staff with every role.
OTHERS = ("stranger", "guest", "ben", "outsider", "stale", "weak", "steward")
MODELS = (Person, EmailAddress, Authenticator, UserSession)


def library() -> set[str]:
    return {name for name in pages() if name.startswith(LIBRARY)}


def test_every_page_of_the_library_is_in_the_table():
    assert library() == ENTRANCE | OWN


@pytest.fixture
def anns(world: World):
    """What Ann has: a passkey, an authenticator app, a session."""
    ann = world.people["ann"]
    with undone():
        passkey = Authenticator.objects.create(user=ann, type="webauthn", data={"name": "secretpasskeyofann"})
        Authenticator.objects.create(user=ann, type="totp", data={"secret": "secretappofann"})
        UserSession.objects.create(user=ann, ip="192.0.2.77", session_key="anns", user_agent="secretbrowserofann")
        yield passkey


def address(name: str, passkey: Authenticator) -> str:
    if name == "account_reset_password_from_key":
        return reverse(name, kwargs={"uidb36": "1", "key": "set-password"})
    return reverse(name, args=[passkey.pk] if name in OF_ONE_PASSKEY else [])


def state_of(person: Person) -> list[list[dict[str, Any]]]:
    """The rows of somebody's account."""
    found = []
    for model in MODELS:
        whose = {"pk": person.pk} if model is Person else {"user": person}
        found.append(list(model.objects.filter(**whose).order_by("pk").values()))
    return found


# All fields of the library's forms, with Ann's values.
FIELDS = {
    "login": "ann@example.org",
    "email": "ann@example.org",
    "password": "a long secret word",
    "password1": "another long secret",
    "password2": "another long secret",
    "oldpassword": "a long secret word",
    "code": "123456",
    "name": "Mine now",
    "credential": "{}",
}
ACTIONS = ({}, {"action_remove": ""}, {"action_primary": ""}, {"action_send": ""}, {"action_add": ""})


def call(client: Client, method: str, where: str, body: dict[str, str]) -> HttpResponse:
    cookies = client.cookies.copy()
    cache.clear()
    try:
        return client.get(where) if method == "GET" else client.post(where, {**FIELDS, **body})
    finally:
        client.cookies = cookies


@pytest.mark.parametrize("name", sorted(ENTRANCE | OWN))
def test_nobody_sees_or_changes_another_persons_account(world: World, anns: Authenticator, name: str):
    ann, where, faults = world.people["ann"], address(name, anns), []
    before = state_of(ann)
    for walker in OTHERS:
        client = world.who[walker]
        actions = ACTIONS if name == "account_email" else ACTIONS[:1]
        for method, body in [("GET", {}), *(("POST", each) for each in actions)]:
            writes = Writes()
            with undone():
                with connection.execute_wrapper(writes):
                    response = call(client, method, where, body)
                changed = state_of(ann) != before
            words = response.content.decode("utf-8", "replace").lower()
            seen = [word for word in ("secretpasskeyofann", "secretappofann", "secretbrowserofann") if word in words]
            faults += [
                f"{method} as {walker} met {word}" for word in [*seen, *leaks(world, world.walkers[walker], response)]
            ]
            if changed:
                faults.append(f"{method} as {walker} changed Ann's account")
            if method == "GET" and writes:
                faults.append(f"{method} as {walker} wrote {writes.tables}")
            if response.status_code >= 500:
                faults.append(f"{method} as {walker}: {response.status_code}")
            if name in OWN and not world.walkers[walker].person and response.status_code not in {302, 401, 403, 404}:
                faults.append(f"{method} as {walker} came in: {response.status_code}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", OF_ONE_PASSKEY)
def test_somebody_elses_passkey_looks_like_none(world: World, anns: Authenticator, name: str):
    """For somebody with a second factor that they have just shown, who may change their own passkeys."""
    nothing = reverse(name, args=[anns.pk + 1000])
    for method in ("GET", "POST"):
        with undone():
            answers = [call(world.who["outsider"], method, each, {}) for each in (address(name, anns), nothing)]
        assert [each.status_code for each in answers] == [404, 404]
