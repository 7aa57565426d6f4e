"""Ann, whose own data and account the tests are about, and her browser."""

import pytest
from django.test import Client

from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.kernel.acting import Acting


@pytest.fixture
def ann(db):
    return make_person("Ann Example", email="ann@example.org", phone="+441632960001")


@pytest.fixture
def acting(ann):
    return Acting(actor=ann.ref)


@pytest.fixture
def browser(ann):
    return sign_in(Client(), ann, strong=False)
