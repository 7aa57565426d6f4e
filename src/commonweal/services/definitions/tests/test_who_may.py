"""Who may write, approve and publish versions, and who does not even learn of them."""

import pytest

from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel.acting import STRANGER, SYSTEM
from commonweal.kernel.problems import NotAllowed, NotFound, NotSignedIn, SecondFactorNeeded
from commonweal.services.definitions import api
from commonweal.services.definitions.models import Service
from commonweal.services.definitions.tests.conftest import SERVICE, staff, submitted

pytestmark = pytest.mark.django_db


def test_the_author_cannot_approve(changed, place):
    both = staff(place.id, "editor", "reviewer")
    number = submitted(changed, both)
    with pytest.raises(NotAllowed, match="second person"):
        api.approve(service=SERVICE, number=number, acting=both)


def test_other_organisations_do_not_learn_of_a_draft(changed, editor, outsider):
    number = api.save_draft(service=SERVICE, source=changed, acting=editor).version.number
    for act in (
        lambda: api.version_text(SERVICE, number, acting=outsider),
        lambda: api.versions_of(SERVICE, acting=outsider),
        lambda: api.save_draft(service=SERVICE, source=changed, acting=outsider),
        lambda: api.submit_for_review(service=SERVICE, number=number, acting=outsider),
        lambda: api.preview(service=SERVICE, number=number, acting=outsider),
        lambda: api.retire(service=SERVICE, reason="x", acting=outsider),
        lambda: api.services_of(str(Service.objects.get(key=SERVICE).organisation_id), acting=outsider),
        lambda: api.difference(SERVICE, 1, number, acting=outsider),
    ):
        with pytest.raises(NotFound):
            act()


def test_staff_without_the_role_are_refused(changed, place, editor):
    agent = staff(place.id, "agent", person="00000000-0000-0000-0000-000000000009")
    number = submitted(changed, editor)
    for act in (
        lambda: api.save_draft(service=SERVICE, source=changed, acting=agent),
        lambda: api.approve(service=SERVICE, number=number, acting=editor),
        lambda: api.publish(service=SERVICE, number=number, acting=editor),
        lambda: api.roll_back(service=SERVICE, number=1, acting=editor),
        lambda: api.retire(service=SERVICE, reason="x", acting=editor),
        lambda: api.services_of(place.id, acting=agent),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_decides_on_the_live_version_takes_a_second_factor_shown_lately(changed, place, editor):
    stale = staff(place.id, "reviewer", person="00000000-0000-0000-0000-000000000008", fresh=False)
    number = submitted(changed, editor)
    for act in (
        lambda: api.approve(service=SERVICE, number=number, acting=stale),
        lambda: api.publish(service=SERVICE, number=number, acting=stale),
        lambda: api.roll_back(service=SERVICE, number=1, acting=stale),
        lambda: api.retire(service=SERVICE, reason="x", acting=stale),
    ):
        with pytest.raises(SecondFactorNeeded):
            act()


def test_strangers_are_asked_to_sign_in(changed, place):
    with pytest.raises(NotSignedIn):
        api.save_draft(service=SERVICE, source=changed, acting=STRANGER)
    with pytest.raises(NotSignedIn):
        api.versions_of(SERVICE, acting=STRANGER)


def test_the_stewards_manager_may_approve_for_a_small_member(place, text):
    charity = organisation_by_key("eastmere-reuse-charity")
    alone = staff(charity.id, "editor", "manager", person="00000000-0000-0000-0000-000000000005")
    steward = staff(place.id, "manager", person="00000000-0000-0000-0000-000000000006")
    key = "eastmere-reuse-charity/sofas"
    own = text.replace("service: bulky-waste", "service: sofas").replace("eastmere-council ", "eastmere-reuse-charity ")
    number = api.save_draft(service=key, source=own, acting=alone).version.number
    api.submit_for_review(service=key, number=number, acting=alone)
    api.approve(service=key, number=number, acting=steward)
    api.publish(service=key, number=number, acting=alone)
    assert api.published(key).organisation == "eastmere-reuse-charity"


def test_the_operator_may_do_everything(changed, place):
    number = api.save_draft(service=SERVICE, source=changed, acting=SYSTEM).version.number
    assert api.versions_of(SERVICE, acting=SYSTEM)[0].number == number
