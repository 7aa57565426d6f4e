"""Drafts change hands: a guest's become the person's at sign-in, and a link from an e-mail opens a draft here."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from commonweal.blocks.forms import api as forms
from commonweal.kernel import sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotAllowed
from commonweal.services.journeys.keeping import Kept, seal
from commonweal.services.journeys.models import Journey

GUEST = "guest"


@transaction.atomic
def adopt_journeys(*, guest: str, person: str) -> int:
    """Make the drafts of "guest:<id>" those of a person (uuid), sealed with the person's key; how many."""
    rows = list(Journey.objects.select_for_update().filter(owner=guest, state="draft", begun_by=guest))
    for row in rows:
        kept = Kept(**sensitive.unseal(row.owner, row.sealed))
        row.owner = row.begun_by = f"person:{person}"
        row.person_id = UUID(person)
        row.sealed = seal(row.owner, replace(kept))
        row.save(update_fields=["owner", "begun_by", "person", "sealed"])
    forms.hand_over_uploads(guest=guest, person=f"person:{person}", acting=Acting(actor=f"person:{person}"))
    return len(rows)


def adopt_by_link(*, request: HttpRequest, journey: Journey) -> None:
    """Let this browser go on with a draft whose link it has. A person's draft still needs that person's account."""
    if journey.owner.startswith("person:"):
        if str(getattr(request.user, "pk", "")) != str(journey.person_id):
            raise NotAllowed(
                "This draft belongs to an account.", remedy="Sign in with the account in which you began it."
            )
        return
    request.session[GUEST] = journey.owner
