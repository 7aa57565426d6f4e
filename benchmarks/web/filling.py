"""Fills a place for the benchmark: the demo's definitions, a one-page service, 100,000 cases, one officer.

Run with the settings in the environment and the folder of definitions; prints JSON with the officer's session."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from commonweal.site.command import set_up

CASES, BATCH = 100_000, 2_000
DAY = 24 * 60 * 60  # seconds that the session of the officer lasts
STATES = ("received", "scheduled", "checking")


def cases(organisation: Any, versions: dict[str, str]) -> Iterator[Any]:
    """Open cases of the services, opened over a year, each with a date by which it is due."""
    from commonweal.blocks.cases.models import Case
    from commonweal.kernel import clock

    now, keys = clock.now(), sorted(versions)
    for number in range(CASES):
        opened = now - timedelta(minutes=5 * number)
        due = opened + timedelta(days=number % 40)
        service = keys[number % len(keys)]
        yield Case(
            reference=f"BE-{number:09}",
            organisation=organisation,
            service=service,
            version=versions[service],
            subject=f"guest:{number}",
            state=STATES[number % len(STATES)],
            state_since=opened,
            area=f"eastmere/ward-{number % 20}",
            opened_at=opened,
            due_at=due,
            due_order=due,
        )


def main() -> None:
    """Fill and tell."""
    set_up()
    from django.conf import settings

    from commonweal.blocks.cases.models import Case
    from commonweal.ground.identity.models import Person
    from commonweal.ground.identity.signing_in.lifetimes import LIFETIME
    from commonweal.ground.organisations.models import Membership, Organisation
    from commonweal.kernel.acting import SYSTEM
    from commonweal.services.definitions.actions.apply_place import apply_place
    from commonweal.services.definitions.place_files.folder import read_folder
    from commonweal.services.definitions.versions import store
    from commonweal.site.server import serving

    serving.prepare()
    apply_place(read=read_folder(Path(sys.argv[1])), acting=SYSTEM)
    council = Organisation.objects.get(key="eastmere-council")
    live = {key: hash_ for key, hash_ in store.live().items() if key.startswith("eastmere-council/")}
    versions = {key: hash_ for key, hash_ in live.items() if store.version(hash_).content("case")}
    rows = cases(council, versions)
    while batch := list(islice(rows, BATCH)):
        Case.objects.bulk_create(batch)
    officer = Person.objects.create_user("officer@example.org", "a long secret word", name="Officer")
    Membership.objects.create(organisation=council, person=officer, roles=["officer", "manager"])
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(officer.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = officer.get_session_auth_hash()
    session["organisation"] = str(council.pk)
    session[LIFETIME] = {"idle": DAY, "until": int(time.time()) + DAY}
    session.create()
    print(json.dumps({settings.SESSION_COOKIE_NAME: session.session_key}))


if __name__ == "__main__":
    main()
