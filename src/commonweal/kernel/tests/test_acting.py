"""Predicates say who may, in the organisation of the thing and in no other."""

from dataclasses import dataclass, replace

import pytest

from commonweal.kernel.acting import (
    STRANGER,
    SYSTEM,
    Acting,
    has_role,
    has_scope,
    is_signed_in,
    is_system,
    require,
    require_present,
)
from commonweal.kernel.problems import NotAllowed, NotSignedIn, SecondFactorNeeded

OFFICER = Acting(
    actor="person:1",
    organisation="here",
    roles=frozenset({"officer"}),
    memberships={"here": frozenset({"officer"}), "there": frozenset({"manager"})},
)
KEY = Acting(actor="key:1", organisation="here", scopes=frozenset({"cases:read"}))


@dataclass
class Thing:
    organisation_id: str


def test_a_role_counts_in_its_own_organisation_alone():
    assert has_role("officer")(OFFICER, Thing("here"))
    assert not has_role("officer")(OFFICER, Thing("there"))
    assert has_role("manager")(OFFICER, Thing("there"))
    assert not has_role("officer")(OFFICER, Thing("elsewhere"))


def test_a_role_in_no_organisation_is_none():
    assert not has_role("officer")(OFFICER, None)


def test_somebody_changes_the_organisation_and_takes_the_roles_of_that_one():
    there = OFFICER.in_organisation("there")
    assert (there.organisation, there.roles) == ("there", frozenset({"manager"}))
    assert OFFICER.in_organisation("elsewhere").roles == frozenset()


def test_a_key_has_its_scopes_for_its_own_organisation_alone():
    assert has_scope("cases:read")(KEY, "here")
    assert not has_scope("cases:read")(KEY, "there")
    assert not has_scope("cases:write")(KEY, "here")


def test_a_person_has_no_scopes_whatever_the_roles():
    assert not has_scope("cases:read")(OFFICER, "here")


def test_predicates_compose():
    rule = (has_role("officer") | has_scope("cases:read")) & ~is_system
    assert rule(OFFICER, "here")
    assert rule(KEY, "here")
    assert not rule(SYSTEM, "here")
    assert not (has_role("officer") & has_role("manager"))(OFFICER, "here")


def test_a_stranger_is_asked_to_sign_in_and_somebody_else_is_told_what_it_takes():
    with pytest.raises(NotSignedIn):
        require(is_signed_in, STRANGER)
    with pytest.raises(NotAllowed, match="the role manager in the organisation or an API key"):
        require(has_role("manager") | has_scope("cases:write"), KEY, "here")


def test_nobody_but_a_person_passes_as_one():
    assert OFFICER.must_be_person() == "1"
    for other in (STRANGER, SYSTEM, KEY):
        with pytest.raises(NotSignedIn):
            other.must_be_person()


def test_what_gives_power_takes_a_person_with_a_fresh_second_factor():
    require_present(replace(OFFICER, fresh=True))
    require_present(SYSTEM)
    with pytest.raises(SecondFactorNeeded):
        require_present(replace(OFFICER, strong=True))
    with pytest.raises(NotAllowed):
        require_present(replace(KEY, fresh=True))
    with pytest.raises(NotSignedIn):
        require_present(STRANGER)


def test_the_maker_of_a_key_and_the_person_acted_for_count_as_actors():
    assert OFFICER.accountable == {"person:1"}
    assert replace(KEY, made_by="person:1").accountable == {"person:1"}
    assert KEY.accountable == {"key:1"}
    assert replace(OFFICER, on_behalf_of="person:2").accountable == {"person:1", "person:2"}
