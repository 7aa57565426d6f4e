"""Generated requests find nothing: no fault, no undocumented answer, no body that differs from its description."""

import os
import secrets
from itertools import cycle

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import FailureGroup, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.isolation.world import World

from commonweal.ground.organisations.api import create_api_key, scopes
from commonweal.ground.organisations.models import Membership, Organisation
from commonweal.ground.organisations.testing import acting_of_staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 2  # for each operation, mode and caller: some ninety operations come to about a thousand requests
# The suite asks the same each time; `make explore` asks anew.
SEED = secrets.randbits(32) if os.environ.get("COMMONWEAL_EXPLORE") else 20260503
CSRF = "a" * 32
# Operations without any part that could be unfitting, as they are found: finding out takes many tries.
NOTHING_TO_ASK_WRONGLY: set[str] = set()
BOUNDED = settings(
    max_examples=EXAMPLES,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def headers_of(world: World, caller: str) -> dict[str, str]:
    """What makes a request come from the caller."""
    if caller == "stranger":
        return {}
    if caller == "resident":
        session = world.who["ann"].cookies["session"].value
        return {"Cookie": f"session={session}; csrf={CSRF}", "X-CSRFToken": CSRF}
    town = Organisation.objects.get(key="town")
    Membership.objects.filter(organisation=town, person=world.people["manager"]).update(roles=["manager", "editor"])
    manager = acting_of_staff(town, world.people["manager"])
    made = create_api_key(organisation=str(town.pk), name="All", scopes=list(scopes()), acting=manager)
    return {"Authorization": f"Bearer {made.secret}"}


@pytest.fixture(autouse=True)
def _connection_kept(world):
    """The requests run inside the test's own transaction, so its connection must outlive each of them. The code that
    built the world used Django's test client, which puts the receivers back after each request of its own."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Undone(Exception):
    """Rolls back what an example did, so that each meets the same world."""


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize("caller", ["stranger", "resident", "key"])
def test_generated_requests_find_nothing(world, caller, mode, monkeypatch):
    # A thousand requests a minute from one address would meet the limits, which have tests of their own.
    monkeypatch.setattr("commonweal.kernel.limits._counted", lambda *_asked: 0)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    headers, found = headers_of(world, caller), []
    fixed = {path for path in schema if "{" not in path}
    for result in schema.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and operation.label in NOTHING_TO_ASK_WRONGLY:
            continue
        try:
            _ask(operation, mode, headers, world, fixed)
        except Unsatisfiable:
            # No request to this operation can be unfitting, for any caller.
            assert mode is GenerationMode.NEGATIVE
            NOTHING_TO_ASK_WRONGLY.add(operation.label)
        except (Exception, FailureGroup) as fault:
            # All operations are asked, so that one mend does not hide the next.
            found.append(f"{operation.label}: {_brief(fault)}")
    assert found == [], "\n\n".join([f"seed {SEED}", *found])


def _brief(fault: BaseException) -> str:
    inner = getattr(fault, "exceptions", None)
    return "\n".join(_brief(each) for each in inner) if inner else f"{type(fault).__name__}: {str(fault)[:1200]}"


def _ask(operation, mode, headers, world: World, fixed: set[str]) -> None:
    known = cycle([False, True])

    @seed(SEED)
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def ask(case, data):
        if next(known):
            # Names of things that are there lead further than invented ones.
            case.path_parameters = {
                name: str(world.arguments.get(name, value)) for name, value in (case.path_parameters or {}).items()
            }
        # A case invented as "tasks" would make an address that the description gives to another operation.
        assume("{" not in operation.path or case.formatted_path not in fixed)
        try:
            with transaction.atomic():
                answer = case.call(headers=headers)
                case.validate_response(answer, checks=CHECKS)
                raise Undone
        except Undone:
            return

    ask()
