"""Every key at the top of a definition has an effect: each one names the test that shows it."""

import re
from pathlib import Path

from commonweal.services.definitions.language.base import BASE_KEYS

HOUSE = Path(__file__).parents[3]
EFFECTS = {
    "service": "test_a_published_service_is_in_the_catalogue_at_once",
    "schema": "test_each_mistake_is_an_error_with_a_place_and_a_remedy",
    "offered_by": "test_an_overlay_is_a_whole_service_of_its_own_organisation",
    "extends": "test_an_overlay_is_a_whole_service_of_its_own_organisation",
    "title": "test_the_page_of_a_service_shows_what_its_definition_says_of_it",
    "summary": "test_the_page_of_a_service_shows_what_its_definition_says_of_it",
    "description": "test_the_page_of_a_service_shows_what_its_definition_says_of_it",
    "topics": "test_the_front_page_has_the_headings_under_which_something_stands",
    "life_events": "test_services_are_found_by_organisation_and_by_two_headings_at_once",
    "synonyms": "test_a_published_service_is_found_by_a_synonym",
    "areas": "test_only_an_address_in_the_areas_of_a_service_can_be_sent",
    "lgsl": "test_a_service_that_goes_online_hides_the_described_one_until_it_is_withdrawn",
    "channels": "test_a_service_is_begun_through_its_channels_alone",
    "assurance": "test_a_service_that_needs_an_account_refuses_guests",
    "guests": "test_a_service_that_needs_an_account_refuses_guests",
    "languages": "test_a_service_may_be_offered_in_fewer_languages_than_the_place_has",
    "legal_basis": "test_the_page_of_a_service_shows_what_its_definition_says_of_it",
    "retention": "test_a_case_is_deleted_when_the_retention_period_of_its_service_ends",
    "hard_close": "test_until_the_last_moment_everything_can_be_done_and_after_it_nothing",
    "migrate": "test_a_draft_is_carried_over_all_versions_that_went_live",
    "examples": "test_each_mistake_is_an_error_with_a_place_and_a_remedy",
}


def test_every_key_of_the_language_has_a_test_of_its_effect():
    assert set(BASE_KEYS) == set(EFFECTS), "name the test that shows what the new key does"


def test_each_test_that_is_named_exists():
    sources = "\n".join(path.read_text(encoding="utf-8") for path in HOUSE.glob("*/**/tests/test_*.py"))
    assert set(EFFECTS.values()) - set(re.findall(r"^def (test_\w+)\(", sources, re.MULTILINE)) == set()
