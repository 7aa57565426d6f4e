"""Search finds things in people's own words, forgives mistakes, and notes what this place lacks."""

import pytest

from commonweal.blocks.search import api
from commonweal.blocks.search.models import SearchEntry
from commonweal.blocks.search.ranking import Candidate, Term, rank
from commonweal.kernel.acting import STRANGER, SYSTEM
from commonweal.kernel.journal import entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    rows = [
        (
            "missed-bin",
            {"en": "Report a missed bin", "cy": "Rhoi gwybod am fin a gollwyd"},
            "We come back.",
            ["rubbish", "trash"],
        ),
        ("parking", {"en": "Renew a parking permit", "cy": "Adnewyddu trwydded barcio"}, "For residents.", ["car"]),
        ("repair", {"en": "Report a repair", "cy": "Adrodd am waith trwsio"}, "Heating, leaks, doors.", ["boiler"]),
    ]
    for key, title, summary, keywords in rows:
        api.put_entry(
            api.Document(
                kind="service",
                ref=f"service:{key}",
                href=f"/services/{key}",
                title=title,
                summary={"en": summary, "cy": summary},
                keywords={"": keywords},
            )
        )


def found(words: str, language: str = "en") -> list[str]:
    return [hit.ref.removeprefix("service:") for hit in api.find(words, language=language, acting=STRANGER).hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("missed bin", "missed-bin"),
        ("my bin was missed", "missed-bin"),
        ("rubbish", "missed-bin"),
        ("BOILER", "repair"),
        ("parkng permit", "parking"),
        ("pakring", "parking"),
        ("bins", "missed-bin"),
        ("repairing", "repair"),
        ("parkingpermit", "parking"),
        ("parking fine", "parking"),
    ],
)
def test_people_find_the_service_in_their_own_words_and_with_mistakes(place, words, first):
    assert found(words)[:1] == [first]


@pytest.mark.parametrize("typed", ["unemploymnt", "unemployment", "unemployemnt", "unemploiment"])
def test_a_mistake_is_corrected_to_a_word_of_the_same_stem_with_another_ending(place, typed):
    api.put_entry(
        api.Document(kind="service", ref="service:coach", href="/c", title={"en": "The unemployed"}, summary={})
    )
    assert found(typed) == ["coach"]


@pytest.mark.parametrize("typed", ["permission", "counterfeit", "password"])
def test_a_word_that_only_begins_alike_is_not_corrected(place, typed):
    api.put_entry(
        api.Document(kind="service", ref="service:pass", href="/p", title={"en": "Passport counter"}, summary={})
    )
    assert found(typed) == []


def test_each_language_has_its_own_entries(place):
    assert found("trwydded", "cy") == ["parking"]
    assert found("trwydded", "en") == []


def test_what_was_searched_instead_is_said(place):
    assert api.find("parkng", language="en", acting=STRANGER).corrected == "parking"


def test_an_unknown_word_is_not_corrected_where_another_finds_something(place):
    api.put_entry(
        api.Document(
            kind="service",
            ref="service:coach",
            href="/c",
            title={"en": "Find a job with parking near by"},
            summary={"en": ""},
        )
    )
    got = api.find("parking fine", language="en", acting=STRANGER)
    assert (got.corrected, got.loose, got.hits[0].ref) == ("", True, "service:parking")


def test_what_only_has_words_that_every_service_has_is_not_found(place):
    assert found("report a pothole") == []
    assert entries(types=["search.found_nothing"])[0].facts["words"] == "report a pothole"
    assert set(found("report")) == {"missed-bin", "repair"}


@pytest.mark.parametrize("words", ["fin", "biniau", "bin", "min"])
def test_welsh_words_are_found_in_every_mutation_and_number(place, words):
    assert found(words, "cy") == ["missed-bin"]


def test_people_may_mix_the_languages_of_the_place(place):
    api.put_entry(
        api.Document(
            kind="service",
            ref="service:tents",
            href="/t",
            title={"en": "Borrow tents", "cy": "Benthyg pebyll"},
            summary={},
            keywords={"en": ["marquees"], "cy": ["pabell"]},
        )
    )
    assert found("marquee", "cy") == found("babell", "en") == ["tents"]


def test_services_come_before_organisations_and_an_organisation_is_found_by_its_name(place):
    for ref, title in (("heron", "Heron parking and boiler homes"), ("lake", "Lake permit friends")):
        api.put_entry(
            api.Document(
                kind="organisation", ref=f"service:{ref}", href="/", title={"en": title}, summary={}, weight=0.5
            )
        )
    assert found("parking")[0] == "parking"
    assert found("boiler")[0] == "repair"
    assert found("lake permit friends")[0] == "lake"


def test_an_organisation_with_all_the_words_does_not_hide_services_with_some(place):
    title = {"en": "Heron parking and boiler homes"}
    api.put_entry(
        api.Document(kind="organisation", ref="service:heron", href="/o", title=title, summary={}, weight=0.5)
    )
    assert set(found("parking boiler")) == {"heron", "parking", "repair"}


@pytest.mark.parametrize(
    ("words", "worth", "order"),
    [
        (
            {"bin": False, "lid": False},
            {"one of them": {"bin": 6.0}, "all": {"bin": 2.0, "lid": 2.0}},
            ["all", "one of them"],
        ),
        ({"bin": False, "apply": True}, {"weak": {"apply": 8.0}, "telling": {"bin": 2.0}}, ["telling", "weak"]),
    ],
    ids=["all the words before one in a better place", "a telling word before a weak one in a better place"],
)
def test_what_counts_more(words, worth, order):
    """Each word is weak or not; each entry says what its words are worth."""
    terms = [Term(word, {word: 1.0}, weak) for word, weak in words.items()]
    names = dict(enumerate(worth))
    title = frozenset(["a", "title", "with", "none", "of", "the", "words"])
    ranked = rank(terms, [Candidate(key, worth[name], title, 1.0) for key, name in names.items()])
    assert [names[one.key] for one in ranked] == order


def test_an_exact_title_comes_first_even_with_short_words(place):
    api.put_entry(
        api.Document(kind="help", ref="service:help", href="/", title={"en": "How it works"}, summary={}, weight=0.1)
    )
    api.put_entry(api.Document(kind="service", ref="service:work", href="/", title={"en": "Works of art"}, summary={}))
    assert found("how it works")[0] == "help"


def test_a_synonym_may_be_a_phrase(place):
    api.set_synonyms(language="en", synonyms={"dust cart": ["bin"]}, acting=SYSTEM)
    assert found("the dust cart") == ["missed-bin"]


def test_headings_find_a_service_after_those_with_the_word_in_their_title(place):
    for ref, title, headings in (("a", "Ask for help", {"en": ["Money"]}), ("b", "Money advice", {})):
        api.put_entry(
            api.Document(
                kind="service", ref=f"service:{ref}", href="/", title={"en": title}, summary={}, headings=headings
            )
        )
    assert found("money") == ["b", "a"]


def test_an_index_of_an_older_version_is_filled_again(place, monkeypatch):
    from commonweal.blocks.search import filling, tasks

    filled = []
    monkeypatch.setattr(filling, "_fillers", {"x": lambda: filled.append(1)})
    tasks.refill_after_an_upgrade.func()
    assert filled == []
    SearchEntry.objects.filter(ref="service:repair").update(title_stems="")
    tasks.refill_after_an_upgrade.func()
    assert filled == [1]


def test_synonyms_of_the_place_are_followed(place):
    assert found("dustcart") == []
    api.set_synonyms(language="en", synonyms={"dustcart": ["bin"]}, acting=SYSTEM)
    assert found("dustcart") == ["missed-bin"]


def test_what_is_not_found_is_noted_without_personal_data(place):
    found("quantum zebra ann@example.org 07700900123")
    entry = entries(types=["search.found_nothing"])[0]
    assert entry.facts["words"] == "quantum zebra … …"
    assert (entry.actor, entry.subject) == ("somebody", "")


def test_a_search_that_finds_something_is_not_noted(place):
    found("bin")
    assert entries(types=["search.found_nothing"]) == []


@pytest.mark.parametrize(
    "words", ["", "   ", '"', "' OR 1=1 --", "NEAR(", "* ^ :", "a" * 5000, "and or not", "%_\\", "\x00bin"]
)
def test_hostile_questions_are_answered(place, words):
    api.find(words, language="en", acting=STRANGER)


def test_changing_and_dropping_an_entry_is_seen_at_once(place):
    api.put_entry(
        api.Document(kind="service", ref="service:repair", href="/x", title={"en": "Fix my flat"}, summary={"en": ""})
    )
    assert (found("flat"), found("boiler")) == (["repair"], [])
    assert SearchEntry.objects.filter(ref="service:repair").count() == 1
    api.drop_entry("service:repair")
    assert found("flat") == []


def test_a_search_takes_few_queries(place, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        found("missed bin")
