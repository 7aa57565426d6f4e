"""What tests of the desk share: a small place with a worked service, its staff, and cases in it."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.testing import define_cases
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.testing.rows import Rows, begins_with
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder

PLACE = Path(__file__).parent / "place"
SERVICE = "eastmere-council/parking-permit"


@pytest.fixture(autouse=True)
def _one_window():
    """Definitions are what pinned versions say, whatever other tests put there."""
    define_cases(
        lambda version: definitions.version(version).content("case"),
        evaluate=lambda version, answers, on: definitions.version(version).evaluate(answers, on=on),
        assess=lambda version, answers, on: definitions.version(version).assess(answers, on=on).as_json(),
    )


def make_place() -> None:
    apply_place(read=read_folder(PLACE), acting=SYSTEM)
    row = Organisation.objects.get(key="eastmere-council")
    row.roles_in_place = ["steward"]
    row.save()


PLACE_ROWS = Rows(make_place)


@pytest.fixture
@begins_with(PLACE_ROWS)
def council(db) -> Organisation:
    PLACE_ROWS()
    return Organisation.objects.get(key="eastmere-council")


@pytest.fixture
def reuse(council) -> Organisation:
    return Organisation.objects.get(key="eastmere-reuse")


def make_people() -> SimpleNamespace:
    council = Organisation.objects.get(key="eastmere-council")
    reuse = Organisation.objects.get(key="eastmere-reuse")
    held: dict[str, tuple[Organisation, tuple[str, ...]]] = {
        "officer": (council, ("officer",)),
        "second": (council, ("officer",)),
        "manager": (council, ("manager",)),
        "viewer": (council, ("viewer",)),
        "editor": (council, ("editor",)),
        "reviewer": (council, ("reviewer",)),
        "elsewhere": (reuse, ("officer", "manager")),
    }
    found = SimpleNamespace(acting={})
    for name, (organisation, roles) in held.items():
        person = make_person(f"{name.capitalize()} Example")
        found.acting[name] = make_staff(organisation, person, *roles)
        setattr(found, name, person)
    found.resident = make_person("Rhian Resident")
    return found


PEOPLE_ROWS = Rows(make_people, on=PLACE_ROWS)


@pytest.fixture
@begins_with(PEOPLE_ROWS)
def people(council) -> SimpleNamespace:
    """Rows of people by their work; `acting` holds the actor of each, by name."""
    return deepcopy(PEOPLE_ROWS())


@pytest.fixture
def signed_in(people) -> Callable[[str], Client]:
    """A browser in which one of the people is signed in, strongly."""
    return lambda name: sign_in(Client(), getattr(people, name))


@pytest.fixture
def make_case(council, people) -> Callable[..., cases.Opened]:
    """Opens a case of the sample service, for the resident."""

    def make(**values: Any) -> cases.Opened:
        given: dict[str, Any] = {
            "service": SERVICE,
            "version": definitions.published_hash(SERVICE),
            "organisation": str(council.pk),
            "answers": {"name": "Rhian Resident", "cars": 1},
            "contact": {"name": "Rhian Resident", "email": "rhian@example.org", "phone": "020 7946 0000"},
            "acting": Acting(actor=people.resident.ref),
        }
        return cases.open_case(**{**given, **values})

    return make
