"""Nobody gains permissions by making a key or giving a role: what a key may do, its maker may, too."""

import importlib
import pkgutil
import random

import pytest
from django.test import Client

import commonweal
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations import api
from commonweal.ground.organisations.models import ApiKey, Invitation, Membership
from commonweal.ground.organisations.roles import ROLES
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel.acting import Acting, Predicate
from commonweal.kernel.problems import Problem

pytestmark = pytest.mark.django_db
HERE = "00000000-0000-0000-0000-00000000000a"


def predicates() -> dict[str, Predicate]:
    """Every permission of the platform that is a predicate, by its module and name."""
    found = {}
    for module in pkgutil.walk_packages(commonweal.__path__, "commonweal."):
        if module.name.endswith(".permissions") or ".actions." in module.name:
            members = vars(importlib.import_module(module.name))
            rules = {name: rule for name, rule in members.items() if isinstance(rule, Predicate)}
            # Parts that are about keys alone; the rules that they are composed into are asked.
            found |= {f"{module.name}.{name}": rule for name, rule in rules.items() if not name.endswith("by_key")}
    return found


class Thing:
    """A case, an upload or a letter of the organisation, belonging to nobody who acts."""

    organisation_id = HERE

    def __getattr__(self, name: str) -> str:
        return ""


@pytest.mark.parametrize("thing", [HERE, Thing()], ids=["organisation", "thing"])
def test_what_a_scope_lets_a_key_do_its_maker_may_do_by_their_role(thing):
    roles = frozenset({"manager"})
    maker = Acting("person:1", organisation=HERE, roles=roles, memberships={HERE: roles}, fresh=True, strong=True)
    rules, gained, asked = predicates(), [], 0
    for scope in api.scopes():
        key = Acting("key:1", organisation=HERE, scopes=frozenset({scope}), made_by="person:1", channel="api")
        for name, rule in rules.items():
            try:
                by_key, by_maker = rule(key, thing), rule(maker, thing)
            except (AttributeError, TypeError, ValueError):
                continue  # a rule about another kind of thing
            asked += by_key
            if by_key and not by_maker:
                gained.append(f"{name}: {scope}")
    assert asked > 10, "the walk asks nothing any more"
    assert not gained


ACTS = ["invite", "change_roles", "make_key", "replace", "confirm", "hand_over", "admit"]


@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_of_acts_makes_a_principal_of_those_who_are_no_managers(seed):
    """Staff with every role but manager, keys with every scope, and managers of elsewhere try what they like."""
    draw = random.Random(seed)
    town = make_organisation("town", roles_in_place=["steward"])
    boss, mate = make_person(), make_person()
    make_staff(town, boss, "manager")
    make_staff(town, mate, "viewer")
    others = sorted(set(ROLES) - {"manager"})
    staff = [make_staff(town, make_person(), *draw.sample(others, draw.randint(1, len(others)))) for _ in range(4)]
    outsider = make_staff(make_organisation(), make_person(), "manager")
    key = ApiKey.objects.create(organisation=town, name="k", hash=api.hash_of("cw_x"), hint="cw_", created_by=boss)
    ApiKey.objects.update(scopes=[*api.scopes(), "members:write", "definitions:review"])
    tries = {
        "invite": lambda by: api.invite_member(organisation=str(town.pk), email="a@b.org", roles=["viewer"], acting=by),
        "change_roles": lambda by: api.change_roles(
            organisation=str(town.pk), person=str(mate.pk), roles=["manager"], acting=by
        ),
        "make_key": lambda by: api.create_api_key(
            organisation=str(town.pk), name="x", scopes=["cases:read"], acting=by
        ),
        "replace": lambda by: api.replace_second_factor(organisation=str(town.pk), person=str(mate.pk), acting=by),
        "confirm": lambda by: api.confirm_member(organisation=str(town.pk), person=str(mate.pk), acting=by),
        "hand_over": lambda by: api.hand_over_stewardship(to=str(town.pk), acting=by),
        "admit": lambda by: api.create_organisation(key="new-one", name={"en": "N"}, kind="charity", acting=by),
    }
    before = list(Membership.objects.order_by("pk").values("pk", "roles", "rests", "replacement_asked_by"))
    for _ in range(60):
        by = draw.choice([*staff, outsider, api.acting_for_key("cw_x")])
        with pytest.raises(Problem):
            tries[draw.choice(ACTS)](by)
    assert list(Membership.objects.order_by("pk").values("pk", "roles", "rests", "replacement_asked_by")) == before
    assert not Invitation.objects.exists()
    assert list(ApiKey.objects.values_list("pk", flat=True)) == [key.pk]


def test_an_invitation_gives_what_it_says_to_the_one_it_names_and_nobody_else():
    town = make_organisation("town")
    boss = make_staff(town, make_person(), "manager")
    api.invite_member(organisation=str(town.pk), email="a@example.org", roles=["viewer"], acting=boss)
    link = f"/organisations/invitations/{invitation_token(str(Invitation.objects.get().pk))}/"
    thief, invited = make_person(), make_person(email="a@example.org")
    assert sign_in(Client(), thief).post(link).status_code == 403
    assert not Membership.objects.filter(person=thief).exists()
    sign_in(Client(), invited).post(link)
    assert Membership.objects.get(person=invited).roles == ["viewer"]
