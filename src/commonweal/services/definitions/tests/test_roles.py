"""The roles that services name can be given only in the organisation that offers them."""

import pytest

from commonweal.ground.organisations.api import known_roles, organisation_by_key

pytestmark = pytest.mark.django_db


def test_the_roles_that_a_live_service_names_are_known_in_its_organisation_alone(place):
    other = organisation_by_key("eastmere-reuse-charity")
    assert {"manager", "officer", "crew"} <= set(known_roles(place.id))
    assert "crew" not in known_roles(other.id)
