"""Answers of a running draft under the names of a later version."""

import pytest

from commonweal.kernel.acting import SYSTEM
from commonweal.services.definitions import api
from commonweal.services.definitions.language.base import Migrate
from commonweal.services.definitions.tests.conftest import SERVICE, approved
from commonweal.services.definitions.versions.migrating import migrated


def test_a_question_gets_its_new_name():
    assert migrated({"a": 1, "b": 2}, [Migrate(rename={"a": "c"})]) == {"b": 2, "c": 1}


def test_two_questions_can_exchange_their_names():
    assert migrated({"a": 1, "b": 2}, [Migrate(rename={"a": "b", "b": "a"})]) == {"a": 2, "b": 1}


def test_a_question_in_a_repeat_group_gets_its_new_name_in_every_row():
    answers = {"items": [{"kind": "sofa"}, {}, {"kind": "bed"}]}
    assert migrated(answers, [Migrate(rename={"items.kind": "items.type"})]) == {
        "items": [{"type": "sofa"}, {}, {"type": "bed"}]
    }


def test_what_is_dropped_is_gone_and_what_is_not_there_is_no_matter():
    assert migrated({"a": 1}, [Migrate(drop=["a", "z"], rename={"y": "x"})]) == {}


def test_versions_in_between_are_gone_through_in_order():
    steps = [Migrate(rename={"a": "b"}), Migrate(rename={"b": "c"})]
    assert migrated({"a": 1}, steps) == {"c": 1}


def test_the_answers_that_were_given_are_not_changed():
    answers = {"items": [{"kind": "sofa"}]}
    migrated(answers, [Migrate(drop=["items.kind"])])
    assert answers == {"items": [{"kind": "sofa"}]}


@pytest.mark.django_db
def test_a_draft_is_carried_over_all_versions_that_went_live(place, text, editor, reviewer):
    hashes = [api.published_hash(SERVICE)]
    for old, new in (("photo", "picture"), ("picture", "image")):
        text = text.replace(f"key: {old}", f"key: {new}").split("\nmigrate:")[0]
        text += f"\nmigrate: {{rename: {{{old}: {new}}}}}\n"
        number = approved(text, editor, reviewer)
        hashes.append(api.publish(service=SERVICE, number=number, acting=SYSTEM).hash)
    assert api.carry({"photo": 1}, hashes[0], hashes[2]) == {"image": 1}
    assert api.carry({"picture": 1}, hashes[1], hashes[2]) == {"image": 1}
    assert api.carry({"image": 1}, hashes[2], hashes[2]) == {"image": 1}
