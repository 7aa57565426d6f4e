"""The roles that services name can be given only in the organisation that offers them."""

import shutil

import pytest

from commonweal.ground.organisations import roles
from commonweal.ground.organisations.api import known_roles, organisation_by_key
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.providers import PROVIDED, Provided
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known
from commonweal.services.definitions.tests.conftest import SAMPLE
from commonweal.services.definitions.versions import store

pytestmark = pytest.mark.django_db


def test_the_roles_that_a_live_service_names_are_known_in_its_organisation_alone(place):
    other = organisation_by_key("eastmere-reuse-charity")
    assert {"manager", "officer", "crew"} <= set(known_roles(place.id))
    assert "crew" not in known_roles(other.id)


def test_a_role_has_the_title_that_any_service_gives_it(place, text, tmp_path, monkeypatch):
    """Whichever of two services comes first, one that names the role without a title takes none away."""
    shutil.copytree(SAMPLE, tmp_path / "place")
    other = tmp_path / "place" / "services" / "eastmere-council" / "sofas.yaml"
    other.write_text(text.replace("service: bulky-waste", "service: sofas"))
    apply_place(read=read_folder(tmp_path / "place"), acting=SYSTEM)
    titled = text.replace("case:\n", "case:\n  roles: {crew: {en: The crew, cy: Y criw}}\n", 1)
    services = [check_source(each, known=Known(("en", "cy"))).service for each in (text, titled)]
    for order in (services, services[::-1]):
        live = iter(order)
        monkeypatch.setattr(store, "version", lambda _, live=live: next(live))
        assert known_roles(place.id)["crew"] == {"en": "The crew", "cy": "Y criw"}


def test_a_service_cannot_give_another_title_to_a_role_that_every_organisation_has(monkeypatch):
    further = Provided(lambda _: {"officer": {"en": "Ruler"}, "crew": {"en": "Crew"}}, "this test")
    monkeypatch.setitem(PROVIDED, (roles.FurtherRoles, ""), further)
    assert known_roles("1")["officer"] == roles.ROLES["officer"][0]
    assert known_roles("1")["crew"] == {"en": "Crew"}
    # What people read is the common title, also where nobody asked what the organisation knows.
    assert roles.words_for("officer") == roles.ROLES["officer"][0]
    assert roles.words_for("crew") == "crew"
