"""What is kept in memory never lets in somebody who has just lost the right."""

import pytest
from django.db import connection
from django.test import Client

from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.models import Membership
from commonweal.ground.organisations.testing import make_organisation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    person = make_person(email="officer@example.org")
    make_staff(make_organisation("council"), person, "officer")
    return person


def look(client: Client) -> int:
    return client.get("/desk/cases/").status_code


def test_a_role_that_was_taken_away_is_gone_with_the_next_request(officer):
    client = sign_in(Client(), officer)
    assert [look(client), look(client)] == [200, 200]
    Membership.objects.filter(person=officer).delete()
    assert look(client) == 403


def test_even_a_change_by_hand_counts_at_once(officer):
    client = sign_in(Client(), officer)
    assert look(client) == 200
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ground_organisations_membership SET roles = '[\"viewer\"]'")
    assert look(client) == 200
    assert client.get("/desk/cases/").content.count(b'class="cw-bulk"') == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ground_organisations_organisation SET active = %s", [False])
    assert look(client) == 403


def test_one_persons_roles_are_never_anothers(officer):
    stranger = sign_in(Client(), make_person(email="ann@example.org"))
    assert look(sign_in(Client(), officer)) == 200
    assert look(stranger) == 403
