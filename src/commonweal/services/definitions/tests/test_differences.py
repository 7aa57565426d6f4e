"""Differences between versions, in sentences that a reviewer can read."""

import copy

import pytest

from commonweal.kernel.testing.calls import grows_in_step
from commonweal.services.definitions.source.reading import read_text
from commonweal.services.definitions.versions.differences import in_sentences


@pytest.fixture
def old(text):
    return read_text(text).document


def changed(old, change):
    new = copy.deepcopy(old)
    change(new)
    return in_sentences(old, new)


def question(document, page, number):
    return document["form"][page]["questions"][number]


def test_versions_that_say_the_same_have_no_difference(old):
    assert in_sentences(old, copy.deepcopy(old)) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: question(d, 1, 0).update(max=6), "The question 'items' now allows 6 instead of parameters.max_items."),
        (lambda d: question(d, 1, 1).update(required=True), "The question 'photo' must now be answered."),
        (lambda d: question(d, 0, 0).update(required=False), "The question 'address' may now be left unanswered."),
        (lambda d: d["form"].pop(), "The page 'help' (“Do you need help?”) is gone."),
        (
            lambda d: d["form"][0]["questions"].append({"key": "gate", "type": "text"}),
            "The page 'where' has a new question 'gate'.",
        ),
        (
            lambda d: d["parameters"]["item_price"]["values"].update({"2027-04-01": 13}),
            "The rate 'item_price' is 13 from 2027-04-01.",
        ),
        (lambda d: d["facts"].update(count="1"), "The fact 'count' is now 1 instead of size(items)."),
        (
            lambda d: d["eligibility"][0].update(when="true"),
            "The criterion 'in_area' now applies when true (before: when address.area.startsWith('eastmere')).",
        ),
        (lambda d: d["form"][2].pop("when"),
         "The page 'help' now applies always (before: when person.age >= 65 || facts.on_low_income)."),
        (lambda d: d["title"].update(en="Bulky waste"),
         "The service is now called “Bulky waste” instead of “Book a bulky waste collection”. (English)"),
        (lambda d: d.update(hard_close="2027-01-01"), "The service now closes on 2027-01-01."),
        (lambda d: d["form"].reverse(), "The order of 'form' is now help, items, where."),
        (lambda d: d["examples"].pop(), "The example 'nothing is known yet' is gone."),
        (lambda d: d.update(assurance="low"), "Applicants now need the assurance “low” instead of “none”."),
        (lambda d: d.update(channels=["web"]), "The service: “channels” is now web instead of web, phone, counter."),
    ],
)  # fmt: skip
def test_a_change_is_said_in_words(old, change, sentence):
    assert changed(old, change) == [sentence]


def test_what_it_takes_to_tell_differences_grows_with_the_documents():
    def documents(size, value):
        pages = [{"page": f"p{at}", "title": {"en": f"{value} {at}"}, "max": value} for at in range(size)]
        return {"form": pages, "facts": {f"f{at}": value for at in range(size)}}

    assert len(in_sentences(documents(30, 1), documents(30, 2))) == 90
    assert grows_in_step(lambda size: in_sentences(documents(size, 1), documents(size, 2)), 60)
    assert grows_in_step(lambda size: in_sentences({}, documents(size, 2)), 60)
    assert grows_in_step(lambda size: in_sentences(documents(size, 1), {"form": documents(size, 1)["form"][::-1]}), 60)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda d: d["form"].pop(), "Y dudalen 'help' (“Oes angen help arnoch?”): mae wedi mynd."),
        (
            lambda d: d["parameters"]["item_price"]["values"].update({"2027-04-01": 13}),
            "Y gyfradd 'item_price': 13 o 2027-04-01 ymlaen.",
        ),
        (
            lambda d: d["title"].update(en="Bulky waste"),
            "Y gwasanaeth: yr enw bellach yw “Bulky waste” yn lle “Book a bulky waste collection”. (Saesneg)",
        ),
    ],
)
def test_a_change_is_said_in_welsh_with_the_right_article_and_the_language_in_words(old, change, sentence):
    new = copy.deepcopy(old)
    change(new)
    assert in_sentences(old, new, language="cy") == [sentence]
