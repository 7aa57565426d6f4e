"""What tests of definitions share: the sample place, and people who act."""

from pathlib import Path

import pytest

from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.testing.rows import Rows, begins_with
from commonweal.services.definitions import api
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.versions import store

SAMPLE = Path(__file__).parent / "sample"
SERVICE = "eastmere-council/bulky-waste"
# A small definition up to its questions, which a test adds.
PERMIT = """
service: permit
schema: 1
offered_by: council
title: {en: Permit}
summary: {en: A permit.}
legal_basis: {basis: public_task, reference: "Act 1984 s.45"}
retention: {delete_after: 12 months, from: submitted}
form:
  - page: about
    title: {en: About}
    questions:
"""


@pytest.fixture(autouse=True)
def _fresh():
    store.forget()


@pytest.fixture
def text() -> str:
    return (SAMPLE / "services" / "eastmere-council" / "bulky-waste.yaml").read_text()


def make_place() -> None:
    apply_place(read=read_folder(SAMPLE), acting=SYSTEM)


PLACE_ROWS = Rows(make_place)


@pytest.fixture
@begins_with(PLACE_ROWS)
def place(db):
    """The sample place, applied."""
    PLACE_ROWS()
    return organisation_by_key("eastmere-council")


def staff(
    organisation: str, *roles: str, person: str = "00000000-0000-0000-0000-000000000001", fresh: bool = True
) -> Acting:
    held = frozenset(roles)
    return Acting(
        f"person:{person}", organisation=organisation, roles=held, memberships={organisation: held}, fresh=fresh
    )


@pytest.fixture
def editor(place) -> Acting:
    return staff(place.id, "editor")


@pytest.fixture
def reviewer(place) -> Acting:
    return staff(place.id, "reviewer", person="00000000-0000-0000-0000-000000000002")


@pytest.fixture
def outsider(place) -> Acting:
    other = organisation_by_key("eastmere-reuse-charity")
    return staff(other.id, "editor", "reviewer", "manager", person="00000000-0000-0000-0000-000000000003")


@pytest.fixture
def changed(text) -> str:
    """The service with one limit changed."""
    return text.replace("max_length: 80", "max_length: 60")


def submitted(text, editor) -> int:
    """The number of a version that was handed in."""
    number = api.save_draft(service=SERVICE, source=text, acting=editor).version.number
    api.submit_for_review(service=SERVICE, number=number, acting=editor, note="Shorter")
    return number


def approved(text, editor, reviewer) -> int:
    """The number of a version that may go live."""
    number = submitted(text, editor)
    api.approve(service=SERVICE, number=number, acting=reviewer)
    return number
