"""How surely a person is known: checks of documents, and what demands them."""

import pytest

from commonweal.ground.identity import api
from commonweal.ground.identity.documents import level_shown_by
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.api import acting_for
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import journal
from commonweal.kernel.acting import STRANGER, SYSTEM
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make_person()


@pytest.fixture
def agent():
    return make_staff(make_organisation(), make_person("Aled Agent"), "agent")


def check(person, acting, level="high", documents=("passport", "utility_bill")):
    return api.raise_assurance(person=str(person.pk), level=level, method="counter", documents=documents, acting=acting)


@pytest.mark.parametrize(
    ("documents", "level"),
    [
        ([], "low"),
        (["utility_bill"], "low"),
        (["utility_bill", "bank_statement"], "medium"),
        (["passport"], "medium"),
        (["passport", "driving_licence"], "medium"),
        (["driving_licence", "council_tax_bill"], "high"),
    ],
)
def test_documents_show_a_level(documents, level):
    assert level_shown_by(documents) == level


def test_a_check_at_a_counter_raises_the_level_and_is_journalled(ann, agent):
    assert check(ann, agent).assurance == "high"
    entry = journal.entries(types=["identity.assurance_raised"])[0]
    assert entry.facts == {
        "before": "low",
        "after": "high",
        "method": "counter",
        "documents": ["passport", "utility_bill"],
    }
    assert (entry.subject, entry.actor, entry.organisation) == (ann.ref, agent.actor, agent.organisation)


def test_documents_that_do_not_show_the_level_are_refused(ann, agent):
    with pytest.raises(Invalid):
        check(ann, agent, documents=["passport"])


def test_an_unknown_document_is_refused(ann, agent):
    with pytest.raises(Invalid):
        check(ann, agent, documents=["passport", "library_card"])


def test_a_lower_level_changes_nothing(ann, agent):
    check(ann, agent)
    assert check(ann, agent, level="medium", documents=["passport"]).assurance == "high"


def test_nobody_checks_themselves(agent):
    with pytest.raises(NotAllowed):
        check(Person.objects.get(pk=agent.person), agent)


def test_a_resident_checks_nobody(ann):
    with pytest.raises(NotAllowed):
        check(ann, acting_for(make_person()))


def test_a_viewer_checks_nobody(ann):
    with pytest.raises(NotAllowed):
        check(ann, make_staff(make_organisation(), make_person(), "viewer"))


def test_a_person_who_does_not_exist_is_not_found(agent):
    with pytest.raises(NotFound):
        api.raise_assurance(
            person="00000000-0000-0000-0000-000000000000",
            level="medium",
            method="counter",
            documents=["passport"],
            acting=agent,
        )


def test_a_manager_withdraws_a_wrong_check_with_the_reason(ann, agent):
    check(ann, agent)
    manager = make_staff(make_organisation(), make_person(), "manager")
    with pytest.raises(NotAllowed):
        api.withdraw_assurance(person=str(ann.pk), level="low", reason="forged", acting=agent)
    card = api.withdraw_assurance(person=str(ann.pk), level="low", reason="forged", acting=manager)
    assert card.assurance == "low"
    with pytest.raises(Conflict):
        api.withdraw_assurance(person=str(ann.pk), level="low", reason="again", acting=manager)


def test_a_service_that_demands_more_refuses_with_the_way_up_and_journals_it(ann):
    with pytest.raises(api.AssuranceNeeded) as caught:
        api.require_assurance(level="high", acting=acting_for(ann), about="service:x")
    assert caught.value.needed == "high"
    assert "counter" in caught.value.remedy
    entry = journal.entries(types=["identity.assurance_refused"])[0]
    assert (entry.object, entry.facts) == ("service:x", {"has": "low", "needed": "high"})


def test_a_person_who_is_known_well_enough_passes(ann, agent):
    check(ann, agent)
    ann.refresh_from_db()
    api.require_assurance(level="high", acting=acting_for(ann))
    assert not journal.entries(types=["identity.assurance_refused"])


def test_a_stranger_is_asked_to_sign_in():
    with pytest.raises(NotSignedIn):
        api.require_assurance(level="low", acting=STRANGER)


def test_the_platform_records_a_check_by_an_outside_scheme(ann):
    card = api.raise_assurance(person=str(ann.pk), level="high", method="one-login", acting=SYSTEM)
    assert card.assurance == "high"
