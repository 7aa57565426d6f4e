"""The walk notices when a permission is missing: each is taken away once, and the doors behind it are tried again."""

from dataclasses import dataclass

import pytest

from commonweal.blocks.cases import permissions as cases
from commonweal.blocks.forms import permissions as forms
from commonweal.blocks.messages import permissions as messages
from commonweal.blocks.messages.actions.read_message import read_message
from commonweal.desk import permissions as desk
from commonweal.ground.identity import permissions as identity
from commonweal.ground.organisations import permissions as organisations
from commonweal.insight.performance import permissions as performance
from commonweal.kernel.acting import require_present
from commonweal.kernel.testing import Door
from commonweal.services.definitions import permissions as definitions
from commonweal.services.journeys import drafts
from tests.isolation.doors import doors
from tests.isolation.mutating import Mutation, granted, without
from tests.isolation.walking import Walk
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SERVICE = "/api/definitions/services/{organisation}/{name}"


@dataclass(frozen=True)
class Mutant:
    """A permission that is missing, the door that it guarded, and somebody who may not come in there.

    called  what the mutant is called in the report, where the door alone does not tell
    """

    capability: str
    door: str
    walker: str
    mutation: Mutation
    called: str = ""

    def __str__(self) -> str:
        return f"{self.door} as {self.walker}{self.called and f', {self.called}'}"

    @property
    def doors(self) -> list[Door]:
        found = [door for door in doors()[self.capability] if door.address == self.door]
        assert found, f"there is no door {self.door}"
        return found


own_journey = without(drafts.find, " or acting.actor not in {row.owner, row.begun_by}")
own_message = without(read_message, " person_id=person,")
manager_of = without(identity.require_manager, "require(is_manager, acting, organisation)", instead="pass")
made_by_role = without(cases.may_make, "bool(has_role(", instead="bool(True or has_role(")
shown_lately = without(require_present, "not acting.fresh", instead="False")

MUTANTS = [
    Mutant("blocks.cases", "POST /api/cases/{case}/take", "viewer", granted(cases.may_work)),
    Mutant("blocks.cases", "POST /api/cases/{case}/transitions", "agent", made_by_role),
    Mutant("blocks.cases", "POST /api/cases/{case}/notes", "viewer", granted(cases.may_write)),
    Mutant("blocks.cases", "GET /api/cases/{case}", "newcomer", granted(cases.may_read)),
    Mutant("blocks.cases", "GET /api/cases/mine/{case}", "ben", granted(cases.is_applicant)),
    Mutant("blocks.cases", "POST /api/cases/mine/{case}/withdraw", "ben", granted(cases.is_applicant)),
    Mutant("blocks.forms", "GET /api/forms/uploads/{upload_id}", "ben", granted(forms.may_read)),
    Mutant("blocks.forms", "GET forms:download", "other guest", granted(forms.may_read)),
    Mutant("blocks.forms", "DELETE /api/forms/uploads/{upload_id}", "officer", granted(forms.may_delete)),
    Mutant("services.journeys", "GET journeys:step", "other guest", own_journey),
    Mutant("services.journeys", "DELETE /api/journeys/{journey_id}", "ben", own_journey),
    Mutant("blocks.messages", "GET messages:message", "ben", own_message),
    Mutant("blocks.messages", "POST /api/messages/{message_id}/again", "viewer", granted(messages.may_write)),
    Mutant("services.definitions", f"PUT {SERVICE}/draft", "reviewer", granted(definitions.may_write)),
    Mutant("services.definitions", f"GET {SERVICE}/versions/{{number}}", "viewer", granted(definitions.may_read)),
    Mutant(
        "services.definitions",
        f"POST {SERVICE}/versions/{{number}}/approve",
        "viewer",
        granted(definitions.may_review),
    ),
    Mutant(
        "ground.organisations",
        "GET /api/organisations/{key}/members",
        "newcomer",
        granted(organisations.may_see_people),
    ),
    Mutant("ground.organisations", "POST /api/organisations/{key}/keys", "officer", granted(organisations.is_manager)),
    Mutant("ground.organisations", "POST organisations:keys", "stale", shown_lately, "no second factor"),
    Mutant("ground.organisations", "PATCH /api/organisations/{key}", "editor", granted(organisations.may_change)),
    Mutant("ground.identity", "GET identity:corrections", "officer", manager_of),
    Mutant("insight.performance", "GET performance:own", "crew", granted(performance.may_see_exact)),
    Mutant("desk", "GET desk:journal", "officer", granted(desk.may_read_journal)),
    Mutant("desk", "GET desk:failed-work", "manager", granted(organisations.is_steward)),
]


def tried(world: World, mutant: Mutant) -> list[str]:
    walk = Walk(world, first=True)
    walk.through(mutant.doors, [mutant.walker])
    return walk.report()


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_missing_permission_is_noticed(world: World, mutant: Mutant):
    assert tried(world, mutant) == []
    with mutant.mutation():
        found = tried(world, mutant)
    # That it broke down would be noticed, too, but is no proof that the walk sees who came in.
    assert any(": may not come in" in fault for fault in found), found
    assert tried(world, mutant) == []
