"""How surely a person is known: checks of documents, and what demands them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from commonweal.ground.identity import api
from commonweal.ground.identity.actions.raise_assurance import OFFICE
from commonweal.ground.identity.documents import level_shown_by
from commonweal.ground.identity.models import Person, Presence
from commonweal.ground.identity.testing import make_person, newest_letter, sign_in
from commonweal.ground.organisations.api import acting_for, give_office
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import Invalid, NotAllowed, NotFound, NotSignedIn, SecondFactorNeeded, TooMany

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make_person()


@pytest.fixture
def agent():
    return make_staff(make_organisation(roles_in_place=[OFFICE]), make_person("Aled Agent"), "agent")


def code_of(person):
    return api.show_presence(acting=acting_for(person)).code


def check(person, acting, level="high", documents=("passport", "utility_bill")):
    api.check_identity(code=code_of(person), level=level, documents=documents, acting=acting)
    person.refresh_from_db()
    return person.assurance


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
    assert check(ann, agent) == "high"
    entry = journal.entries(types=["identity.assurance_raised"])[0]
    assert entry.facts == {"level": "high", "method": "counter", "documents": ["passport", "utility_bill"]}
    assert (entry.subject, entry.actor, entry.organisation) == (ann.ref, agent.actor, agent.organisation)


def test_documents_that_do_not_show_the_level_are_refused_and_the_code_stays_good(ann, agent):
    code = code_of(ann)
    for documents in (["passport"], ["passport", "library_card"], []):
        with pytest.raises(Invalid):
            api.check_identity(code=code, level="high", documents=documents, acting=agent)
    api.check_identity(code=code, level="medium", documents=["passport"], acting=agent)


@pytest.mark.parametrize("before", ["low", "medium", "high"])
def test_a_check_does_not_reveal_the_earlier_assurance(agent, before):
    ann = make_person(assurance=before)
    code = code_of(ann)
    assert api.check_identity(code=code, level="medium", documents=["passport"], acting=agent) is None
    [entry] = journal.entries(types=["identity.assurance_raised"])
    assert entry.facts == {"level": "medium", "method": "counter", "documents": ["passport"]}
    ann.refresh_from_db()
    assert ann.assurance == ("high" if before == "high" else "medium")


def test_a_code_is_good_once_for_ten_minutes_and_only_the_newest(ann, agent):
    first, second = code_of(ann), code_of(ann)
    for code in (first, "BCDF-2345", "", "x" * 200):
        with pytest.raises(NotFound):
            api.look_up_present(code=code, acting=agent)
    assert api.look_up_present(code=second.lower().replace("-", " "), acting=agent).id == str(ann.pk)
    with standing_at(clock.now() + timedelta(minutes=10, seconds=1)), pytest.raises(NotFound):
        api.look_up_present(code=second, acting=agent)
    api.check_identity(code=second, level="medium", documents=["passport"], acting=agent)
    with pytest.raises(NotFound):
        api.check_identity(code=second, level="high", documents=["passport", "utility_bill"], acting=agent)
    ann.refresh_from_db()
    assert ann.assurance == "medium"


@pytest.mark.parametrize("gone", [{"is_active": False}, {"erased_at": datetime(2026, 5, 3, tzinfo=UTC)}])
def test_the_code_of_an_account_that_is_gone_finds_nobody(ann, agent, gone):
    code = code_of(ann)
    Person.objects.filter(pk=ann.pk).update(**gone)
    with pytest.raises(NotFound):
        api.look_up_present(code=code, acting=agent)


def test_all_of_an_organisation_share_a_number_of_tries_at_codes(agent, monkeypatch):
    monkeypatch.setattr("commonweal.ground.identity.actions.presence.TRIES_OF_ALL", 3)
    council = Organisation.objects.get(pk=agent.organisation)
    colleagues = [make_staff(council, make_person(), "agent") for _ in range(4)]
    elsewhere = make_staff(make_organisation(roles_in_place=[OFFICE]), make_person(), "agent")
    for acting in [*colleagues[:3], elsewhere]:
        with pytest.raises(NotFound):
            api.look_up_present(code="BBBB-BBBB", acting=acting)
    with pytest.raises(TooMany):
        api.look_up_present(code="BBBB-BBBB", acting=colleagues[3])


def test_looking_up_is_in_the_persons_history(ann, agent):
    api.look_up_present(code=code_of(ann), acting=agent)
    [entry] = journal.entries(types=["identity.looked_up"])
    assert (entry.subject, entry.organisation) == (ann.ref, agent.organisation)


def test_guessing_codes_is_limited(agent):
    for _ in range(10):
        with pytest.raises(NotFound):
            api.look_up_present(code="BCDF-2345", acting=agent)
    with pytest.raises(TooMany):
        api.look_up_present(code="BCDF-2345", acting=agent)


def test_a_code_is_not_readable_in_the_database(ann):
    code = code_of(ann).replace("-", "")
    assert code not in str(list(Presence.objects.values()))


def test_the_person_is_told_of_a_check(ann, agent):
    check(ann, agent)
    message = newest_letter()
    assert (message.to, "a check of who you are" in message.body) == ([ann.email], True)


def test_nobody_checks_themselves(agent):
    with pytest.raises(NotAllowed):
        check(Person.objects.get(pk=agent.person), agent)


@pytest.mark.parametrize("offices", [[], ["steward"]])
@pytest.mark.parametrize("role", ["officer", "agent", "manager"])
def test_an_organisation_without_the_office_checks_nobody_and_learns_nothing(ann, role, offices):
    acting = make_staff(make_organisation(roles_in_place=offices), make_person(), role)
    for verb in (lambda: check(ann, acting), lambda: api.look_up_present(code=code_of(ann), acting=acting)):
        with pytest.raises(NotAllowed):
            verb()


def test_an_organisation_that_left_the_place_has_no_office_in_it_any_more(ann, agent):
    steward = make_staff(make_organisation(roles_in_place=["steward"]), make_person(), "manager")
    remaining = make_organisation()
    Organisation.objects.exclude(pk=remaining.pk).update(active=False)
    with pytest.raises(NotAllowed):
        check(ann, agent)
    with pytest.raises(NotAllowed):
        give_office(organisation=str(remaining.pk), office=OFFICE, given=True, acting=steward)


@pytest.mark.parametrize("role", ["viewer", "editor", "reviewer", "manager"])
def test_only_officers_and_agents_of_the_office_check(ann, role):
    with pytest.raises(NotAllowed):
        check(ann, make_staff(make_organisation(roles_in_place=[OFFICE]), make_person(), role))


def test_the_office_of_one_organisation_does_not_serve_another(ann, agent):
    person = Person.objects.get(pk=agent.person)
    elsewhere = make_organisation()
    make_staff(elsewhere, person, "officer")
    with pytest.raises(NotAllowed):
        check(ann, acting_for(person, strong=True, organisation=str(elsewhere.pk)))


def test_a_resident_and_a_key_check_nobody(ann, agent):
    key = Acting(actor="key:1", organisation=agent.organisation, scopes=frozenset({"identity:check"}))
    for acting in (acting_for(make_person()), key, STRANGER):
        with pytest.raises((NotAllowed, NotSignedIn)):
            check(ann, acting)


def test_nobody_raises_a_level_without_a_code(ann, agent):
    with pytest.raises(NotAllowed):
        api.raise_assurance(person=str(ann.pk), level="high", method="counter", acting=agent)


def test_a_manager_withdraws_a_wrong_check_with_the_reason_and_learns_nothing(ann, agent):
    check(ann, agent)
    office = Organisation.objects.get(pk=agent.organisation)
    manager = make_staff(office, make_person(), "manager")
    for refused in (agent, make_staff(make_organisation(), make_person(), "manager")):
        with pytest.raises(NotAllowed):
            api.withdraw_assurance(person=str(ann.pk), level="low", reason="forged", acting=refused)
    for _again in range(2):
        assert api.withdraw_assurance(person=str(ann.pk), level="low", reason="forged", acting=manager) is None
        ann.refresh_from_db()
        assert ann.assurance == "low"


def test_the_steward_gives_the_office_and_takes_it_back():
    steward = make_staff(make_organisation(roles_in_place=["steward"]), make_person(), "manager")
    other = make_organisation()
    for given in (True, True, False):
        card = give_office(organisation=str(other.pk), office=OFFICE, given=given, acting=steward)
        assert (OFFICE in card.roles_in_place) is given
    assert len(journal.entries(types=["organisations.office_changed"])) == 2
    with pytest.raises(Invalid):
        give_office(organisation=str(other.pk), office="steward", given=True, acting=steward)
    for role, offices in (("manager", []), ("officer", ["steward"])):
        acting = make_staff(make_organisation(roles_in_place=offices), make_person(), role)
        with pytest.raises(NotAllowed):
            give_office(organisation=str(other.pk), office=OFFICE, given=True, acting=acting)


def test_the_pages_from_the_code_to_the_recorded_check(ann, agent, settings):
    settings.STAFF_MFA_REQUIRED = False
    own, counter = sign_in(Client(), ann, strong=False), sign_in(Client(), Person.objects.get(pk=agent.person))
    assert "cw-panel__reference" not in own.get("/account/show-code/").content.decode()
    code = re.search(r'cw-panel__reference">(\S+)</p>', own.post("/account/show-code/").content.decode())[1]
    assert "this code is not valid" in counter.post("/account/check/", {"code": "BCDF-2345"}).content.decode().lower()
    ann.date_of_birth, ann.address = date(1989, 3, 4), {"line1": "5 Mill Lane", "town": "Eastmere"}
    ann.save()
    seen = counter.post("/account/check/", {"code": code}).content.decode()
    for part in (ann.name, "4 March 1989", "5 Mill Lane, Eastmere"):
        assert part in seen
    wrong = counter.post("/account/check/", {"code": code, "level": "high", "documents": ["passport"]})
    assert "are not enough for this level" in wrong.content.decode()
    counter.post("/account/check/", {"code": code, "level": "medium", "documents": ["passport"]})
    ann.refresh_from_db()
    assert ann.assurance == "medium"
    assert own.get("/account/check/").status_code == 403


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


def test_a_check_takes_the_second_factor_of_the_one_who_checks(ann, agent):
    stale, code = replace(agent, fresh=False), code_of(ann)
    with pytest.raises(SecondFactorNeeded):
        api.check_identity(code=code, level="medium", documents=["passport"], acting=stale)
    manager = make_staff(Organisation.objects.get(pk=agent.organisation), make_person(), "manager")
    with pytest.raises(SecondFactorNeeded):
        api.withdraw_assurance(person=str(ann.pk), level="none", reason="forged", acting=replace(manager, fresh=False))
    ann.refresh_from_db()
    assert ann.assurance == "low"
    api.check_identity(code=code, level="medium", documents=["passport"], acting=agent)
