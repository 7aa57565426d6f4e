"""The demo's people; a visitor signs in as one of them with one click. Refused outside the demo."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonweal.ground.identity.models import Person
from commonweal.kernel.problems import NotFound
from commonweal.kernel.text import Text

BACKEND = "commonweal.ground.identity.backend.AccountBackend"


@dataclass(frozen=True)
class DemoPerson:
    """A made-up person; `words` say who they are and what to try as them."""

    id: str
    name: str
    words: Text
    staff: bool


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise NotFound(_("There is nothing here."))


def demo_people() -> list[DemoPerson]:
    """The people of the demo who have words in `preferences.demo`, residents first. Raises NotFound elsewhere."""
    _only_in_the_demo()
    rows = Person.objects.filter(preferences__has_key="demo", is_active=True).order_by("joined_at", "name")
    found = [_demo_person(row) for row in rows.prefetch_related("memberships")]
    return sorted(found, key=lambda person: person.staff)


def _demo_person(row: Any) -> DemoPerson:
    # The relation is made by the organisations capability; where that is off there are no staff.
    memberships = getattr(row, "memberships", None)
    return DemoPerson(str(row.pk), row.name, row.preferences["demo"], bool(memberships and memberships.all()))


def sign_in_as(request: HttpRequest, person: str) -> Person:
    """Begin a session as a demo person (id) without any secret. Raises NotFound for everybody else."""
    _only_in_the_demo()
    row = Person.objects.filter(pk=person, preferences__has_key="demo", is_active=True).first()
    if row is None:
        raise NotFound(_("There is no such person in the demo."))
    login(request, row, backend=BACKEND)
    return row
