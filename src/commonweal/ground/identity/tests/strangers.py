"""What strangers and owners do at the doors of an account, each from an address of their own."""

import re

from django.core import mail
from django.test import Client

from commonweal.ground.identity.signing_in import guessing
from commonweal.kernel.worker import run_all

SECRET = "correct horse battery"


def tries(client, password, *, at, email="ann@example.org"):
    """One try at signing in from an address; whether it signed in."""
    form = {"login": email, "password": password}
    client.post("/account/login/", form, headers={"X-Forwarded-For": f"10.9.9.9, {at}"})
    return "_auth_user_id" in client.session


def besiege(email="ann@example.org"):
    """Wrong tries from more addresses than the account as a whole allows."""
    for number in range(60):
        assert not tries(Client(), "wrong", at=f"203.0.113.{number}", email=email)


def letters_sent() -> int:
    run_all()
    return len(mail.outbox)


def ask(browser, door="login/code/", *, at, email="ann@example.org"):
    """Ask for a message at one of the doors, from an address."""
    form = {"email": email, "password1": SECRET} if door == "signup/" else {"email": email}
    return browser.post(f"/account/{door}", form, headers={"X-Forwarded-For": f"10.9.9.9, {at}"})


def use_up(door="login/code/", email="ann@example.org"):
    """Ask for more messages than strangers may have sent to an address, each from another network."""
    return [ask(Client(), door, at=f"203.0.113.{number}", email=email) for number in range(guessing.MESSAGES + 3)]


def known_by_the_link(letters) -> Client:
    """A new browser in which the owner of the mailbox opens the link and presses the button."""
    (link,) = [
        found[1] for each in letters if (found := re.search(r"http://[^/]+(/account/this-browser/\S+)", each.body))
    ]
    browser = Client()
    assert "Go on in this browser" in browser.get(link).content.decode()
    assert guessing.COOKIE not in browser.cookies, "programs that look into mail open links"
    browser.post(link)
    return browser
