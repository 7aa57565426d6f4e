"""The account library's messages: queued, sealed, in the transaction of the request, and sent by the worker.

No answer waits for the mail server or for a message to be rendered: its time would reveal whether there is an account
with an address. A letter holds a code or a link, so it is sealed while it is in the queue."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils import translation
from django.utils.dateparse import parse_datetime

from commonweal.ground.identity.models import Person
from commonweal.kernel import sensitive
from commonweal.kernel.place_name import PLACE
from commonweal.kernel.request_values import RequestValue
from commonweal.kernel.tasks import URGENT, task
from commonweal.web.formats import moment

# The name of the one key that seals all letters; it is not a person's.
VAULT = "vault:letters"
Letter = dict[str, Any]
# Letters that wait for the end of the request, on pages that `even_answers` evens out.
LETTERS = RequestValue[list[Letter]]("letters")
# Queued where an answer sends no letter, but would with another address.
BLANK: Letter = {}


def letter(template: str, email: str, context: Mapping[str, object]) -> Letter:
    """A message to an address, in the active language: the library's template and its values."""
    said: dict[str, Any] = {}
    for name, value in context.items():
        if isinstance(value, Person):
            said[name] = {"person": str(value.pk)}
        elif isinstance(value, datetime):
            said[name] = {"at": value.isoformat()}
        elif isinstance(value, str | int | bool):
            said[name] = value
    return {"template": template, "email": email, "language": translation.get_language(), "said": said}


def post(written: Letter) -> None:
    """Queue a letter."""
    send_letter.enqueue(sealed=sensitive.seal(VAULT, written))


@task(retries=12, atomic=False, priority=URGENT)
def send_letter(sealed: str) -> None:
    """Make the message of a letter and hand it to the mail server; nothing for a blank one."""
    written: Letter = sensitive.unseal(VAULT, sealed)
    if not written:
        return
    with translation.override(written["language"] or settings.LANGUAGE_CODE):
        place = {"name": PLACE.now(), "domain": settings.BASE_URL.partition("://")[2]}
        said = {name: _opened(value) for name, value in written["said"].items()}
        context = {"current_site": place, "email": written["email"], **said}
        get_adapter().render_mail(written["template"], written["email"], context).send()


def _opened(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    if "person" in value:
        return Person.objects.filter(pk=value["person"]).first()
    return moment(parse_datetime(value["at"]))
