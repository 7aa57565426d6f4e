"""How long a session lasts: it ends after some time without a request, and in any case after a working day."""

import time

from django.conf import settings
from django.http import HttpRequest

from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.api import is_staff

# In the session: {"idle": seconds without a request after which it ends, "until": seconds since 1970}.
LIFETIME = "lifetime"


def begin_lifetime(request: HttpRequest, person: Person) -> None:
    """Set how long a new session lasts; staff's may idle for less time."""
    idle = settings.STAFF_IDLE_MINUTES if is_staff(str(person.pk)) else settings.IDLE_MINUTES
    request.session[LIFETIME] = {"idle": idle * 60, "until": int(time.time()) + settings.SESSION_HOURS * 3600}
