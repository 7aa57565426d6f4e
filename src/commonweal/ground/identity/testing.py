"""For tests of all capabilities: people, and sessions begun with or without a second factor."""

import re
import time
from itertools import count
from typing import Any

from django.core import mail
from django.test import Client

from commonweal.ground.identity.models import Person
from commonweal.kernel.worker import run_all

BACKEND = "commonweal.ground.identity.backend.AccountBackend"
_numbers = count(1)


def make_person(name: str = "Ann Example", email: str = "", **fields: Any) -> Person:
    """A person with a verified email address, no password, at the level "low" unless `assurance` is given."""
    from allauth.account.models import EmailAddress

    person = Person.objects.create_user(email or f"person{next(_numbers)}@example.org", name=name, **fields)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def newest_letter() -> Any:
    """The message that was sent last, once the worker has sent those that wait."""
    run_all()
    return mail.outbox[-1]


def code_in_letter() -> str:
    """The code in the message that was sent last."""
    body = newest_letter().body
    found = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", body, re.MULTILINE)
    assert found, body
    return found[1]


def sign_in(client: Client, person: Person, *, strong: bool = True) -> Client:
    """Begin a session for the person; `strong` as if with a second factor, without which staff have no roles."""
    client.force_login(person, backend=BACKEND)
    if strong:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client
