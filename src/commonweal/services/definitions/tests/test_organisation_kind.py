"""Checking the file of an organisation: what `check` lets pass, `apply` takes."""

import pytest

from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.place import Document, Folder
from commonweal.services.definitions.place_files import organisation_kind

HARBOUR = {"organisation": "harbour-trust", "schema": 1, "name": {"en": "Harbour", "cy": "Harbwr"}, "kind": "charity"}
HOURS = {"en": "Monday to Friday, 9am to 5pm", "cy": "Dydd Llun i ddydd Gwener, 9am i 5pm"}


def file_with(**said):
    return Document("organisation", "harbour-trust", "organisations/harbour-trust.yaml", {**HARBOUR, **said})


def findings(**said):
    return list(organisation_kind.check(file_with(**said), Folder()))


@pytest.mark.parametrize(
    ("contact", "path", "says"),
    [
        ({"hours": 9}, ("contact", "hours"), "must be text"),
        ({"hours": ["9 to 5"]}, ("contact", "hours"), "must be text"),
        ({"hours": {"en": 9}}, ("contact", "hours", "en"), "must be text"),
        ({"hours": {"fr": "9h"}}, ("contact", "hours"), "no language called fr"),
        ({"hours": {"en": "x" * 3000}}, ("contact", "hours"), "at most 2000"),
        ({"hours": "x" * 3000}, ("contact", "hours"), "plain words"),
        ({"email": "nobody"}, ("contact", "email"), "email"),
        ({"website": "harbour"}, ("contact", "website"), "URL"),
    ],
)
def test_what_is_wrong_with_contact_details_is_said_where_it_is(contact, path, says):
    found = findings(contact=contact)
    assert [finding.path for finding in found] == [path]
    assert says in found[0].message


@pytest.mark.parametrize(
    ("field", "value"), [("name", {"fr": "Port"}), ("summary", {"fr": "Port"}), ("theme", {"primary": "#ffff00"})]
)
def test_the_other_words_and_colours_are_checked_as_when_they_are_applied(field, value):
    assert [finding.path for finding in findings(**{field: value})] == [(field,)]


@pytest.mark.django_db
@pytest.mark.parametrize("hours", ["9 to 5", "", {}, HOURS])
def test_hours_are_words_in_each_language_or_the_same_for_all(hours):
    said = {"contact": {"phone": "01632 960000", "hours": hours}}
    assert findings(**said) == []
    organisation_kind.apply(file_with(**said), Folder(), SYSTEM)
    assert organisation_by_key("harbour-trust").contact["hours"] == hours
