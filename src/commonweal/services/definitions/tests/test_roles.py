"""The roles that services name can be given only in the organisation that offers them."""

import shutil

import pytest

from commonweal.ground.organisations import roles
from commonweal.ground.organisations.api import known_roles, organisation_by_key
from commonweal.kernel.acting import SYSTEM
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.folder import read_folder
from commonweal.services.definitions.tests.conftest import SAMPLE

pytestmark = pytest.mark.django_db


def test_the_roles_that_a_live_service_names_are_known_in_its_organisation_alone(place):
    other = organisation_by_key("eastmere-reuse-charity")
    assert {"manager", "officer", "crew"} <= set(known_roles(place.id))
    assert "crew" not in known_roles(other.id)


@pytest.mark.parametrize("keys", [("bulky-waste", "sofas"), ("sofas", "beds")], ids=["first", "last"])
def test_a_role_has_the_title_that_any_service_gives_it(place, text, tmp_path, keys):
    """Whichever of two services comes first, one that names the role without a title takes none away."""
    folder = tmp_path / "place"
    shutil.copytree(SAMPLE, folder)
    services = folder / "services" / "eastmere-council"
    assert "  roles:" not in text
    titled = text.replace("case:\n", "case:\n  roles: {crew: {en: The crew, cy: Y criw}}\n")
    for key, source in zip(keys, (text, titled) if keys[0] == "bulky-waste" else (titled, text), strict=True):
        (services / f"{key}.yaml").write_text(source.replace("service: bulky-waste", f"service: {key}"))
    apply_place(read=read_folder(folder), acting=SYSTEM)
    assert known_roles(place.id)["crew"] == {"en": "The crew", "cy": "Y criw"}


def test_a_service_cannot_give_another_title_to_a_role_that_every_organisation_has(monkeypatch):
    monkeypatch.setattr(roles, "_sources", [lambda _: {"officer": {"en": "Ruler"}, "crew": {"en": "Crew"}}])
    assert known_roles("1")["officer"] == roles.ROLES["officer"][0]
    assert known_roles("1")["crew"] == {"en": "Crew"}
    # What people read is the common title, also where nobody asked what the organisation knows.
    assert roles.words_for("officer") == roles.ROLES["officer"][0]
    assert roles.words_for("crew") == "crew"
