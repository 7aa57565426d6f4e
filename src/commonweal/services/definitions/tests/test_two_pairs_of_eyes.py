"""Nothing goes live that a second person has not approved, in any order of acts, by hand or by key."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonweal.ground.identity.testing import make_person
from commonweal.ground.organisations.api import acting_for_key, create_api_key
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import Conflict, NotAllowed, Problem
from commonweal.services.definitions import api
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.tests.conftest import SAMPLE, SERVICE, staff

pytestmark = pytest.mark.django_db
ANN, BEN = "ann", "ben"


@pytest.fixture
def actors(place):
    """Actors by name, each with the person whose act it is: two managers, a key of each, roles in two organisations."""
    council = Organisation.objects.get(key="eastmere-council")
    charity = Organisation.objects.get(key="eastmere-reuse-charity")
    found = {}
    for name in (ANN, BEN):
        person = make_person(name)
        found[name] = (make_staff(council, person, "manager"), name)
        made = create_api_key(
            organisation=place.id, name=name, scopes=["definitions:read", "definitions:write"], acting=found[name][0]
        )
        found[f"{name}'s key"] = (acting_for_key(made.secret), name)
    ann = found[ANN][0]
    elsewhere = replace(ann, memberships={**ann.memberships, str(charity.pk): frozenset({"manager"})})
    found["ann for the charity"] = (elsewhere.in_organisation(str(charity.pk)), ANN)
    return found


ACTORS = st.sampled_from([ANN, BEN, "ann's key", "ben's key", "ann for the charity"])
LIMITS = st.integers(60, 62)
ACTS = ["save", "submit", "approve", "publish", "roll_back", "send_back", "discard", "take_update", "apply"]
# An act is of the newest version (to roll back is to the one before it); what does not fit is refused and goes on.
STEPS = st.tuples(st.sampled_from([*ACTS, *ACTS[:4], *ACTS[:4]]), ACTORS, LIMITS)


def copy_place(folder, limit=80):
    """The sample place in a folder, its service with another limit."""
    for file in SAMPLE.rglob("*.yaml"):
        (folder / file.relative_to(SAMPLE)).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.relative_to(SAMPLE)).write_text(text_of(file.read_text(), limit))
    return folder


def text_of(text, limit):
    return text.replace("max_length: 80", f"max_length: {limit}")


class Story:
    """Plays steps, and keeps its own book of who wrote and who approved what."""

    def __init__(self, actors, text, folder):
        self.actors, self.text, self.folder = actors, text, folder
        self.wrote, self.approved, self.applied = defaultdict(set), {}, set()

    def play(self, act, who, limit):
        acting, person = self.actors[who]
        number = Version.objects.filter(service__key=SERVICE).order_by("-number").values_list("number", flat=True)[0]
        this = {"service": SERVICE, "number": number, "acting": acting}
        with transaction.atomic():
            match act:
                case "save":
                    source = text_of(self.text, limit)
                    self.wrote[api.save_draft(service=SERVICE, source=source, acting=acting).version.id].add(person)
                case "submit":
                    self.wrote[api.submit_for_review(**this).id].add(person)
                case "approve":
                    self.approved[api.approve(**this).id] = person
                case "publish":
                    api.publish(**this)
                case "roll_back":
                    api.roll_back(service=SERVICE, number=number - 1, acting=acting)
                case "send_back":
                    api.send_back(**this, reason="Look again")
                case "discard":
                    api.discard_draft(**this)
                case "take_update":
                    api.take_update(service=SERVICE, acting=acting)
                case "apply":
                    apply_place(read=read_folder(copy_place(self.folder, limit)), acting=SYSTEM)
                    self.applied.add(str(Service.objects.get(key=SERVICE).current_id))


@given(steps=st.lists(STEPS, min_size=5, max_size=16))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_version_that_is_or_was_live_was_approved_by_somebody_else(steps, actors, text, tmp_path):
    with transaction.atomic():
        story = Story(actors, text, tmp_path)
        for step in steps:
            with suppress(Problem):
                story.play(*step)
        for version in Version.objects.filter(service__key=SERVICE, status__in=("published", "retired"), number__gt=1):
            key = str(version.pk)
            if key not in story.applied:
                assert story.approved[key] not in story.wrote[key], steps
        transaction.set_rollback(True)


@pytest.mark.parametrize("alone", [ANN, BEN])
def test_one_person_with_anybodys_key_is_not_two(actors, changed, alone):
    """A draft through Ann's key needs another person's approval, used by Ann herself or by Ben, who got it from her."""
    key, me = actors["ann's key"][0], actors[alone][0]
    number = api.save_draft(service=SERVICE, source=changed, acting=key).version.number
    with pytest.raises(NotAllowed, match="but not submit it"):
        api.submit_for_review(service=SERVICE, number=number, acting=key)
    with pytest.raises(Conflict):
        api.approve(service=SERVICE, number=number, acting=me)
    api.submit_for_review(service=SERVICE, number=number, acting=me)
    for acting in (me, actors[ANN][0]):
        with pytest.raises(NotAllowed, match="second person"):
            api.approve(service=SERVICE, number=number, acting=acting)
    with pytest.raises(NotAllowed):
        api.approve(service=SERVICE, number=number, acting=key)


def test_a_draft_of_a_key_goes_on_by_two_who_did_not_make_the_key(actors, changed, place):
    number = api.save_draft(service=SERVICE, source=changed, acting=actors["ann's key"][0]).version.number
    api.submit_for_review(service=SERVICE, number=number, acting=actors[BEN][0])
    assert api.approve(service=SERVICE, number=number, acting=staff(place.id, "reviewer")).status == "approved"


def test_the_author_of_a_part_cannot_approve_what_another_handed_in(actors, text, changed):
    ann, ben = actors[ANN][0], actors[BEN][0]
    api.save_draft(service=SERVICE, source=text_of(text, 70), acting=ann)
    number = api.save_draft(service=SERVICE, source=changed, acting=ben).version.number
    api.submit_for_review(service=SERVICE, number=number, acting=ben)
    for acting in (ann, ben):
        with pytest.raises(NotAllowed, match="second person"):
            api.approve(service=SERVICE, number=number, acting=acting)


def test_sending_back_forgets_nobody(actors, changed, text):
    ann, ben = actors[ANN][0], actors[BEN][0]
    number = api.save_draft(service=SERVICE, source=changed, acting=ann).version.number
    api.submit_for_review(service=SERVICE, number=number, acting=ann)
    api.send_back(service=SERVICE, number=number, reason="Look again", acting=ben)
    api.save_draft(service=SERVICE, source=text_of(text, 70), acting=ben)
    api.submit_for_review(service=SERVICE, number=number, acting=ben)
    with pytest.raises(NotAllowed, match="second person"):
        api.approve(service=SERVICE, number=number, acting=ann)


def test_what_is_done_on_behalf_of_somebody_is_their_act_too(actors, changed):
    ann, ben = actors[ANN][0], actors[BEN][0]
    number = api.save_draft(service=SERVICE, source=changed, acting=ann).version.number
    api.submit_for_review(service=SERVICE, number=number, acting=ann)
    with pytest.raises(NotAllowed, match="second person"):
        api.approve(service=SERVICE, number=number, acting=replace(ben, on_behalf_of=ann.actor))


def test_a_folder_is_applied_by_the_operator_alone(place):
    steward = staff(place.id, "manager")
    with pytest.raises(NotAllowed):
        apply_place(read=read_folder(SAMPLE), acting=steward)


def test_what_was_only_handed_in_and_is_applied_from_a_folder_says_that_the_operator_approved_it(
    actors, changed, tmp_path
):
    number = api.save_draft(service=SERVICE, source=changed, acting=actors[ANN][0]).version.number
    api.submit_for_review(service=SERVICE, number=number, acting=actors[ANN][0])
    apply_place(read=read_folder(copy_place(tmp_path, 60)), acting=SYSTEM)
    version = Version.objects.get(service__key=SERVICE, number=number)
    assert (version.status, version.reviewer) == ("published", "system")
