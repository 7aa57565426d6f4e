"""Members of the place: how they join, how they are described, what they use, and with which keys."""

import pytest

from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations import api
from commonweal.ground.organisations.actions.switch_capability import switchable
from commonweal.ground.organisations.models import ApiKey
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn

pytestmark = pytest.mark.django_db
NAME = {"en": "Tool library", "cy": "Llyfrgell offer"}


@pytest.fixture
def charity():
    return make_organisation("tool-library")


@pytest.fixture
def manager(charity):
    return make_staff(charity, make_person(), "manager")


@pytest.mark.parametrize("kind", ["council", "county", "health", "job_centre", "housing", "charity", "business"])
def test_an_organisation_of_any_kind_that_stewards_the_place_can_admit_others(kind):
    steward = make_organisation(kind=kind, roles_in_place=["steward"])
    acting = make_staff(steward, make_person(), "manager")
    card = api.create_organisation(key="newcomer", name=NAME, kind="charity", acting=acting)
    assert api.organisation_by_key("newcomer") == card


def test_the_steward_hands_over_to_any_member_and_then_has_no_say_any_more(charity, manager):
    council = make_organisation(kind="council", roles_in_place=["steward"])
    acting = make_staff(council, make_person(), "manager")
    with pytest.raises(NotAllowed):
        api.hand_over_stewardship(to=str(charity.pk), acting=manager)
    assert api.hand_over_stewardship(to=str(charity.pk), acting=acting).roles_in_place == ("steward",)
    with pytest.raises(NotAllowed):
        api.hand_over_stewardship(to=str(council.pk), acting=acting)
    api.create_organisation(key="newcomer", name=NAME, kind="charity", acting=manager)
    assert journal.entries(types=["organisations.stewardship_handed_over"])[0].facts["after"] == "tool-library"


def test_a_manager_of_another_organisation_cannot_admit_members(manager):
    with pytest.raises(NotAllowed):
        api.create_organisation(key="newcomer", name=NAME, kind="charity", acting=manager)


def test_an_officer_of_the_steward_cannot_admit_members():
    acting = make_staff(make_organisation(roles_in_place=["steward"]), make_person(), "officer")
    with pytest.raises(NotAllowed):
        api.create_organisation(key="newcomer", name=NAME, kind="charity", acting=acting)


def test_an_organisation_that_has_left_the_place_holds_none_of_its_offices():
    left = make_organisation(roles_in_place=["steward", "identity_checks"])
    acting = make_staff(left, make_person(), "manager")
    asked = (api.is_steward, api.has_office("identity_checks"))
    assert all(office(acting, str(left.pk)) for office in asked)
    left.active = False
    left.save()
    assert not any(office(acting, str(left.pk)) for office in asked)


def test_a_key_is_taken_once(charity):
    with pytest.raises(Conflict):
        api.create_organisation(key="tool-library", name=NAME, kind="charity", acting=SYSTEM)


def test_every_mistake_is_named_by_its_field():
    with pytest.raises(Invalid) as caught:
        api.create_organisation(
            key="No Spaces",
            name={"en": " "},
            kind="empire",
            contact={"email": "nobody"},
            theme={"primary": "#ffff00"},
            summary={"xx": "?"},
            acting=SYSTEM,
        )
    assert set(caught.value.fields) == {"key", "name", "kind", "contact", "theme", "summary"}


def test_a_change_names_the_changed_fields_and_the_same_again_is_no_change(charity, manager):
    for _ in range(2):
        api.change_organisation(
            organisation=str(charity.pk), name=NAME, contact={"email": "hello@example.org"}, acting=manager
        )
    entries = journal.entries(types=["organisations.changed"])
    assert [entry.facts for entry in entries] == [{"fields": ["name", "contact"]}]


def test_a_colour_on_which_text_cannot_be_read_is_refused_with_a_better_one(charity, manager):
    with pytest.raises(Invalid, match="correcting") as caught:
        api.change_organisation(organisation=str(charity.pk), theme={"primary": "#ff9900"}, acting=manager)
    assert "#" in caught.value.fields["theme"]


@pytest.fixture
def block():
    return next(iter(switchable()))


def test_a_capability_switched_off_is_off_for_this_organisation_alone(charity, manager, block):
    other = make_organisation()
    api.switch_capability(organisation=str(charity.pk), capability=block, on=False, acting=manager)
    api.forget_switches()
    assert not api.is_capability_on(block, str(charity.pk))
    assert api.is_capability_on(block, str(other.pk))


def test_a_capability_can_be_switched_on_again(charity, manager, block):
    for on in (False, True):
        api.switch_capability(organisation=str(charity.pk), capability=block, on=on, acting=manager)
    api.forget_switches()
    assert api.is_capability_on(block, str(charity.pk))


@pytest.mark.parametrize("key", ["ground.identity", "blocks.nothing"])
def test_what_the_place_cannot_do_without_or_does_not_have_is_not_switched(key, charity, manager):
    with pytest.raises(Invalid):
        api.switch_capability(organisation=str(charity.pk), capability=key, on=False, acting=manager)


def new_key(charity, manager, scopes=("organisations:read",)):
    return api.create_api_key(organisation=str(charity.pk), name="Website", scopes=scopes, acting=manager)


def test_a_key_acts_for_its_organisation_with_its_scopes_alone(charity, manager):
    made = new_key(charity, manager)
    acting = api.acting_for_key(made.secret)
    assert (acting.organisation, acting.scopes, acting.roles) == (
        str(charity.pk),
        {"organisations:read"},
        frozenset(),
    )


def test_the_secret_of_a_key_is_kept_nowhere(charity, manager):
    secret = new_key(charity, manager).secret
    row = ApiKey.objects.get()
    assert secret not in {row.hash, row.hint, row.name}
    assert all(secret not in str(entry.facts) for entry in journal.entries())


def test_a_revoked_key_is_refused(charity, manager):
    made = new_key(charity, manager)
    api.revoke_api_key(organisation=str(charity.pk), key=made.key.id, acting=manager)
    with pytest.raises(NotSignedIn):
        api.acting_for_key(made.secret)


def test_a_key_of_another_organisation_cannot_be_revoked(charity, manager):
    made = new_key(charity, manager)
    other = make_organisation()
    stranger = make_staff(other, make_person(), "manager")
    with pytest.raises(NotFound):
        api.revoke_api_key(organisation=str(other.pk), key=made.key.id, acting=stranger)


def test_a_key_cannot_make_keys(charity, manager):
    made = new_key(charity, manager, scopes=list(api.scopes()))
    with pytest.raises(NotAllowed):
        new_key(charity, api.acting_for_key(made.secret))


def test_a_key_with_the_scope_changes_its_own_organisation_and_no_other(charity, manager):
    acting = api.acting_for_key(new_key(charity, manager, scopes=["organisations:write"]).secret)
    assert api.change_organisation(organisation=str(charity.pk), name=NAME, acting=acting).name == NAME
    with pytest.raises(NotFound):
        api.change_organisation(organisation=str(make_organisation().pk), name=NAME, acting=acting)


def test_an_organisation_has_so_many_keys_in_use(charity, manager, monkeypatch):
    monkeypatch.setattr("commonweal.ground.organisations.actions.create_api_key.MOST_KEYS", 2)
    made = [api.create_api_key(**named(charity, number), acting=manager) for number in (1, 2)]
    with pytest.raises(Conflict, match="has 2 keys already"):
        api.create_api_key(**named(charity, 3), acting=manager)
    api.revoke_api_key(organisation=str(charity.pk), key=made[0].key.id, acting=manager)
    api.create_api_key(**named(charity, 3), acting=manager)


def named(organisation, number):
    return {"organisation": str(organisation.pk), "name": f"Program {number}", "scopes": ["cases:read"]}


def test_an_unknown_scope_is_refused(charity, manager):
    with pytest.raises(Invalid) as caught:
        new_key(charity, manager, scopes=["everything:always"])
    assert "scopes" in caught.value.fields


def test_every_capability_with_an_api_has_scopes_to_read_and_to_write():
    assert {"organisations:read", "organisations:write", "members:read", "identity:read"} <= set(api.scopes())
    assert not {"definitions:review", "members:write"} & set(api.scopes())
