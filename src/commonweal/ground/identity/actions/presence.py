"""The verbs by which a person proves to be at a counter: by a code from their own account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from commonweal.ground.identity.models import Person, Presence
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import NotFound

# Without letters and digits that are taken for one another; 27 of them, eight places: 282 thousand million codes.
ALPHABET, PLACES = "BCDFGHJKLMNPQRSTVWXZ2345679", 8
LASTS = timedelta(minutes=10)
# Tries at codes of one member of staff, and of all of an organisation, in a quarter of an hour.
TRIES, TRIES_OF_ALL = 10, 100


@dataclass(frozen=True)
class ShownCode:
    """A code to read out, such as "BCDF-2345", and until when it is good."""

    code: str
    until: datetime


def _hashed(code: str) -> str:
    plain = "".join(each for each in code.upper() if each in ALPHABET)
    return salted_hmac("identity.presence", plain).hexdigest()


def show_presence(*, acting: Acting) -> ShownCode:
    """A new code for oneself, good once and for ten minutes; the one before is void. Raises NotSignedIn, TooMany."""
    me = acting.must_be_person()
    limit("identity.presence", acting.actor, times=20, seconds=3600)
    code, until = get_random_string(PLACES, ALPHABET), clock.now() + LASTS
    Presence.objects.update_or_create(person_id=me, defaults={"code": _hashed(code), "until": until})
    return ShownCode(f"{code[:4]}-{code[4:]}", until)


def find_present(code: str, *, acting: Acting) -> Person:
    """Whose code this is; for staff whose permission was asked. Raises NotFound, and TooMany when it is guessed at."""
    limit("identity.present", acting.actor, times=TRIES, seconds=900)
    limit("identity.present-organisation", acting.organisation or "", times=TRIES_OF_ALL, seconds=900)
    row = (
        Presence.objects.select_related("person")
        .filter(code=_hashed(code), until__gt=clock.now(), person__is_active=True, person__erased_at=None)
        .first()
    )
    if row is None:
        raise NotFound(
            _("This code is not valid, or has expired."),
            remedy=_("Ask the person to make a new code in their account, and type it as it is shown."),
        )
    return row.person


def take_code(code: str) -> bool:
    """Use a code up; False if somebody was quicker."""
    with transaction.atomic():
        return bool(Presence.objects.filter(code=_hashed(code), until__gt=clock.now()).delete()[0])
