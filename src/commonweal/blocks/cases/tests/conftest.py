"""A council with its staff, another organisation, an applicant, and a small service that all tests work."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.testing import keep_files, know, make_case
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting
from commonweal.kernel.clock import standing_at

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _definitions():
    know()
    keep_files()


@pytest.fixture
def council(db):
    return make_organisation("eastmere-council")


@pytest.fixture
def charity(db):
    return make_organisation("eastmere-reuse")


@pytest.fixture
def ann(db):
    """A resident who applies."""
    return make_person("Ann Example")


@pytest.fixture
def staff(council, charity):
    """Actors: officers, a manager, an agent, a viewer, an editor and one of the crew; one officer elsewhere."""

    def of(organisation, name, *roles):
        return make_staff(organisation, make_person(name), *roles)

    return SimpleNamespace(
        officer=of(council, "Olwen Officer", "officer"),
        second=of(council, "Sam Second", "officer"),
        manager=of(council, "Mair Manager", "manager"),
        agent=of(council, "Alun Agent", "agent"),
        viewer=of(council, "Vera Viewer", "viewer"),
        editor=of(council, "Ed Editor", "editor"),
        crew=of(council, "Carys Crew", "crew"),
        elsewhere=of(charity, "Elis Elsewhere", "officer", "manager"),
    )


def resident(person):
    """The actor of a resident."""
    return Acting(actor=person.ref, channel="web")


def key_of(organisation, *scopes):
    """The actor of an API key."""
    return Acting(actor=f"key:{uuid4()}", organisation=str(organisation.pk), scopes=frozenset(scopes), channel="api")


@pytest.fixture
def case(council, ann):
    """The id of Ann's case, opened on a Monday."""
    with standing_at(MONDAY):
        return make_case(council, ann).id


def row(case):
    """The row of the case."""
    return Case.objects.get(pk=case)


def types(case):
    """What happened to the case, first things first."""
    return [entry.type for entry in journal.entries(object=f"case:{case}")][::-1]
