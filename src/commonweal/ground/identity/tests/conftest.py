"""Ann, whose own data and account the tests are about, with her browser; and the staff of two organisations."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.test import Client

from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.identity.tests.strangers import SECRET
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel.acting import Acting
from commonweal.kernel.clock import standing_at


@pytest.fixture
def ann(db):
    return make_person("Ann Example", email="ann@example.org", phone="+441632960001")


@pytest.fixture
def ann_has_a_password(ann):
    ann.set_password(SECRET)
    ann.save()


@pytest.fixture
def behind_a_proxy(settings):
    """Addresses are those that the proxy names. Time stands still, so that no window of a limit ends within a test."""
    cache.clear()
    settings.TRUSTED_PROXIES = 1
    with standing_at(datetime(2026, 5, 3, 10, tzinfo=UTC)):
        yield


@pytest.fixture
def acting(ann):
    return Acting(actor=ann.ref)


@pytest.fixture
def browser(ann):
    return sign_in(Client(), ann, strong=False)


@pytest.fixture
def council(db):
    return make_organisation("council", name={"en": "The Council"})


@pytest.fixture
def charity(db):
    return make_organisation("charity", name={"en": "The Charity"})


@pytest.fixture
def owen(council, charity):
    """An officer of the council who is the charity's editor, too."""
    person = make_person("Owen Officer", email="owen@example.org")
    make_staff(council, person, "officer")
    make_staff(charity, person, "editor")
    return person


@pytest.fixture
def managers(council):
    return [make_staff(council, make_person(f"Manager {number}"), "manager") for number in (1, 2)]
