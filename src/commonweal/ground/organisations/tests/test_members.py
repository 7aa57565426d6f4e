"""Who works for an organisation, in which roles, and who may say so."""

from datetime import timedelta

import pytest
from django.core import mail

from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations import api
from commonweal.ground.organisations.actions.invite_member import LIFETIME
from commonweal.ground.organisations.models import Invitation, Membership
from commonweal.ground.organisations.testing import acting_of_staff, make_organisation, make_staff
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel import journal
from commonweal.kernel.acting import STRANGER, SYSTEM
from commonweal.kernel.clock import now, standing_at
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, TooMany
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return make_organisation("the-council", kind="council")


@pytest.fixture
def manager(council):
    return make_staff(council, make_person("Mair Manager"), "manager")


@pytest.fixture
def officer(council):
    return make_staff(council, make_person("Owen Officer"), "officer")


@pytest.fixture
def outsider():
    return make_staff(make_organisation(kind="charity"), make_person("Olga Other"), "manager")


def present(person):
    return api.acting_for(person, strong=True, fresh=True)


def invite(council, acting, email="new@example.org", roles=("officer",)):
    return api.invite_member(organisation=str(council.pk), email=email, roles=roles, acting=acting)


def test_an_invited_person_gets_a_message_with_a_link_that_makes_them_a_member(council, manager):
    card = invite(council, manager)
    run_all()
    token = invitation_token(card.id)
    assert token in mail.outbox[0].body
    person = make_person(email="new@example.org")
    api.accept_invitation(token=token, acting=present(person))
    assert acting_of_staff(council, person).roles == {"officer"}


def test_the_token_of_an_invitation_stands_nowhere_in_the_database(council, manager):
    card = invite(council, manager)
    token = invitation_token(card.id)
    row = Invitation.objects.get()
    assert token not in {row.token_hash, str(row.pk)}
    assert all(token not in str(entry.facts) for entry in journal.entries())


def test_an_invitation_works_once(council, manager):
    token = invitation_token(invite(council, manager).id)
    acting = present(make_person(email="new@example.org"))
    api.accept_invitation(token=token, acting=acting)
    with pytest.raises(NotFound):
        api.accept_invitation(token=token, acting=acting)


def test_an_invitation_can_be_accepted_until_it_runs_out(council, manager):
    start = now()
    with standing_at(start):
        token = invitation_token(invite(council, manager).id)
    acting = present(make_person(email="new@example.org"))
    with standing_at(start + LIFETIME), pytest.raises(NotFound):
        api.accept_invitation(token=token, acting=acting)
    with standing_at(start + LIFETIME - timedelta(minutes=1)):
        api.accept_invitation(token=token, acting=acting)


def test_no_message_is_sent_for_an_invitation_that_has_run_out(council, manager):
    invite(council, manager)
    with standing_at(now() + LIFETIME):
        run_all()
    assert mail.outbox == []


def test_another_account_cannot_use_an_invitation(council, manager):
    token = invitation_token(invite(council, manager).id)
    with pytest.raises(NotAllowed):
        api.accept_invitation(token=token, acting=api.acting_for(make_person()))
    assert Membership.objects.filter(organisation=council).count() == 1


def test_a_stranger_must_sign_in_to_accept(council, manager):
    with pytest.raises(NotSignedIn):
        api.accept_invitation(token=invitation_token(invite(council, manager).id), acting=STRANGER)


def test_guessing_invitations_is_limited(council):
    acting = api.acting_for(make_person())
    for _ in range(20):
        with pytest.raises(NotFound):
            api.accept_invitation(token="guess", acting=acting)
    with pytest.raises(TooMany):
        api.accept_invitation(token="guess", acting=acting)


def test_a_second_invitation_to_the_same_address_replaces_the_first(council, manager):
    first = invite(council, manager)
    second = invite(council, manager, email="NEW@example.org ", roles=["viewer"])
    assert [each.id for each in api.invitations_of(str(council.pk), acting=manager)] == [second.id] != [first.id]
    assert (first.replaces, second.replaces) == ((), ("officer",))
    assert journal.entries(types=["organisations.invitation_withdrawn"])[0].facts == {"invitation": first.id}


def test_an_unknown_role_is_refused_and_the_known_ones_are_named(council, manager, officer):
    with pytest.raises(Invalid) as caught:
        invite(council, manager, roles=["officer", "manger"])
    assert "manger" in caught.value.fields["roles"]
    assert "manager" in caught.value.fields["roles"]
    with pytest.raises(Invalid):
        api.change_roles(organisation=str(council.pk), person=officer.person, roles=["manger"], acting=manager)
    assert not Invitation.objects.exists()


def test_a_held_role_that_no_service_names_any_more_may_stay(council, manager, officer):
    Membership.objects.filter(person_id=officer.person).update(roles=["lamplighter", "officer"])
    card = api.change_roles(
        organisation=str(council.pk), person=officer.person, roles=["lamplighter", "viewer"], acting=manager
    )
    assert card.roles == ("lamplighter", "viewer")


def test_a_withdrawn_invitation_is_not_valid(council, manager):
    card = invite(council, manager)
    api.withdraw_invitation(organisation=str(council.pk), invitation=card.id, acting=manager)
    with pytest.raises(NotFound):
        api.accept_invitation(
            token=invitation_token(card.id), acting=api.acting_for(make_person(email="new@example.org"))
        )


def test_a_wrong_address_is_refused_by_field(council, manager):
    with pytest.raises(Invalid) as caught:
        invite(council, manager, email="nobody")
    assert "email" in caught.value.fields


def test_a_member_is_not_invited_again(council, manager, officer):
    person = Membership.objects.get(person_id=officer.person).person
    with pytest.raises(Conflict):
        invite(council, manager, email=person.email)


def test_changed_roles_are_journalled_with_what_they_were(council, manager, officer):
    card = api.change_roles(
        organisation=str(council.pk), person=officer.person, roles=["editor", "officer"], acting=manager
    )
    assert card.roles == ("editor", "officer")
    entry = journal.entries(types=["organisations.roles_changed"])[0]
    assert entry.facts == {"before": ["officer"], "after": ["editor", "officer"]}
    assert (entry.subject, entry.organisation) == (f"person:{officer.person}", str(council.pk))


def test_a_manager_has_been_one_since_they_became_one_whatever_other_roles_they_get(council, manager, officer):
    start = now()
    courses = [(1, ["manager"], 1), (2, ["manager", "officer"], 1), (3, ["officer"], None), (4, ["manager"], 4)]
    for day, roles, since in courses:
        with standing_at(start + timedelta(days=day)):
            api.change_roles(organisation=str(council.pk), person=officer.person, roles=roles, acting=manager)
        row = Membership.objects.get(person_id=officer.person)
        assert row.manager_since == (since and start + timedelta(days=since))


def test_the_last_manager_cannot_give_up_the_role(council, manager):
    with pytest.raises(Conflict):
        api.change_roles(organisation=str(council.pk), person=manager.person, roles=["officer"], acting=manager)


def test_the_last_manager_cannot_leave(council, manager):
    with pytest.raises(Conflict):
        api.remove_member(organisation=str(council.pk), person=manager.person, acting=manager)


def test_a_manager_whose_roles_rest_does_not_count_as_one_who_stays(council, manager):
    make_staff(council, make_person(), "manager")
    Membership.objects.exclude(person_id=manager.person).update(rests="unproven")
    with pytest.raises(Conflict):
        api.change_roles(organisation=str(council.pk), person=manager.person, roles=["officer"], acting=manager)
    with pytest.raises(Conflict):
        api.remove_member(organisation=str(council.pk), person=manager.person, acting=manager)


def test_a_manager_can_leave_when_another_stays(council, manager):
    make_staff(council, make_person(), "manager")
    api.remove_member(organisation=str(council.pk), person=manager.person, acting=manager)
    assert not Membership.objects.filter(person_id=manager.person).exists()


def test_anybody_can_leave(council, manager, officer):
    api.remove_member(organisation=str(council.pk), person=officer.person, acting=officer)
    assert not Membership.objects.filter(person_id=officer.person).exists()


VERBS = {
    "invite": lambda council, who, acting: invite(council, acting),
    "change roles": lambda council, who, acting: api.change_roles(
        organisation=str(council.pk), person=who, roles=["viewer"], acting=acting
    ),
    "remove": lambda council, who, acting: api.remove_member(organisation=str(council.pk), person=who, acting=acting),
    "see invitations": lambda council, who, acting: api.invitations_of(str(council.pk), acting=acting),
    "see keys": lambda council, who, acting: api.keys_of(str(council.pk), acting=acting),
    "make a key": lambda council, who, acting: api.create_api_key(
        organisation=str(council.pk), name="x", scopes=["organisations:read"], acting=acting
    ),
    "switch": lambda council, who, acting: api.switch_capability(
        organisation=str(council.pk), capability="blocks.forms", on=False, acting=acting
    ),
    "change": lambda council, who, acting: api.change_organisation(
        organisation=str(council.pk), name={"en": "Mine now"}, acting=acting
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_staff_of_another_organisation_learn_nothing(verb, council, manager, outsider):
    with pytest.raises(NotFound):
        VERBS[verb](council, manager.person, outsider)


@pytest.mark.parametrize("verb", VERBS)
def test_staff_without_the_role_are_refused(verb, council, manager, officer):
    with pytest.raises(NotAllowed):
        VERBS[verb](council, manager.person, officer)


@pytest.mark.parametrize("verb", VERBS)
def test_residents_learn_nothing(verb, council, manager):
    with pytest.raises(NotFound):
        VERBS[verb](council, manager.person, api.acting_for(make_person()))


@pytest.mark.parametrize("verb", VERBS)
def test_strangers_must_sign_in(verb, council, manager):
    with pytest.raises(NotSignedIn):
        VERBS[verb](council, manager.person, STRANGER)


def test_colleagues_see_each_other_and_nobody_else_does(council, manager, officer, outsider):
    names = [each.name for each in api.members_of(str(council.pk), acting=officer)]
    assert names == ["Mair Manager", "Owen Officer"]
    with pytest.raises(NotFound):
        api.members_of(str(council.pk), acting=outsider)


def test_only_the_platform_adds_members_without_an_invitation(council, manager):
    person = str(make_person().pk)
    with pytest.raises(NotAllowed):
        api.add_member(organisation=str(council.pk), person=person, roles=["officer"], acting=manager)
    api.add_member(organisation=str(council.pk), person=person, roles=["officer"], acting=SYSTEM)
    assert api.staff_of(str(council.pk), "officer") == {person: "Ann Example"}


def test_without_a_second_factor_staff_have_no_roles_where_it_is_compelled(council, settings):
    settings.STAFF_MFA_REQUIRED = True
    person = make_person()
    make_staff(council, person, "manager")
    weak = api.acting_for(person, organisation=str(council.pk))
    assert (weak.roles, weak.memberships, weak.organisation) == (frozenset(), {}, None)
    assert api.acting_for(person, strong=True).roles == {"manager"}


def test_where_no_second_factor_is_compelled_staff_have_their_roles(council, settings):
    settings.STAFF_MFA_REQUIRED = False
    person = make_person()
    make_staff(council, person, "manager")
    assert api.acting_for(person).roles == {"manager"}
