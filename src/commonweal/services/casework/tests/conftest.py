"""The tests of casework use the town of the journeys' tests; Ann has an account there."""

import pytest

from commonweal.ground.identity.testing import make_person
from commonweal.kernel.acting import Acting
from commonweal.services.journeys.tests.conftest import guest, town

__all__ = ["guest", "town"]


@pytest.fixture
def ann():
    return make_person("Ann", "ann@example.org")


@pytest.fixture
def acts(ann) -> Acting:
    return Acting(actor=ann.ref, assurance="low")
