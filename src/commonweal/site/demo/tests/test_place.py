"""The folder of Eastmere: proved clean, complete in both languages, in plain words, and invented."""

import csv
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import pytest

from commonweal.ground.areas import geometry
from commonweal.services.definitions.language.translations import texts
from commonweal.services.definitions.place_files.folder import check_folder, read_folder
from commonweal.site import demo
from commonweal.site.demo.tests.conftest import PLACE

LANGUAGES = ("en", "cy")
LONGEST_SENTENCE = 26
GRADE = 5.5  # Flesch and Kincaid's school grade; children of 11 are in the sixth


@pytest.fixture(scope="module")
def folder():
    return read_folder(PLACE)


def services(folder) -> Mapping[str, Any]:
    return {key: document.data for key, document in folder.folder.of("service").items()}


def test_the_place_has_nothing_wrong_not_even_a_warning(folder):
    assert check_folder(folder) == []


def test_nine_services_or_more_come_from_eight_organisations(folder):
    offering = {key.split("/")[0] for key in services(folder)}
    assert len(services(folder)) >= 9
    assert len(offering) == 8 == len(folder.folder.of("organisation"))


def test_every_service_shows_by_examples_that_it_works(folder):
    assert all(len(service["examples"]) >= 1 for service in services(folder).values())
    refusing = [s for s in services(folder).values() if s.get("eligibility")]
    assert all(any(e["expect"].get("because") for e in service["examples"]) for service in refusing)


def test_the_steward_is_not_a_council(folder):
    [place] = folder.folder.of("place").values()
    steward = folder.folder.of("organisation")[place.data["steward"]]
    assert steward.data["kind"] == "charity"


def _all_texts(folder) -> Iterator[tuple[str, Mapping[str, str]]]:
    for kind in ("place", "organisation", "service"):
        for document in folder.folder.of(kind).values():
            for path, words in texts(document.data, LANGUAGES):
                yield f"{document.path}:{'/'.join(map(str, path))}", words


def test_every_text_has_both_languages_and_they_differ(folder):
    same = set()
    for where, words in _all_texts(folder):
        assert set(words) == set(LANGUAGES), where
        if words["en"] == words["cy"]:
            same.add(words["en"])
    assert same <= {"FAQ"}, "these are English words under cy"


def test_placeholders_are_the_same_in_both_languages(folder):
    for where, words in _all_texts(folder):
        english, welsh = (sorted(re.findall(r"{{\s*([^}]+?)\s*}}", words[code])) for code in LANGUAGES)
        assert set(welsh) == set(english), where


def _syllables(word: str) -> int:
    found = re.findall(r"[aeiouy]+", word.lower())
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and len(found) > 1
    return max(1, len(found) - silent)


def _sentences(words: str) -> list[list[str]]:
    plain = re.sub(r"{{[^}]*}}|\([^)]*\)|https?://\S+|[*_#\[\]]", " ", words)
    parts = re.split(r"[.!?:\n]+|- ", plain)
    return [found for part in parts if (found := re.findall(r"[A-Za-z']+", part))]


def test_the_words_of_services_can_be_read_by_children_of_eleven(folder):
    sentences, words, syllables = 0, 0, 0
    for service in services(folder).values():
        for path, text in texts(service, LANGUAGES):
            if path[0] in ("parameters", "tables", "case"):
                continue  # for staff
            for sentence in _sentences(text["en"]):
                assert len(sentence) <= LONGEST_SENTENCE, text["en"]
                sentences, words = sentences + 1, words + len(sentence)
                syllables += sum(map(_syllables, sentence))
    grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    assert grade <= GRADE


def test_wards_are_neighbours_without_gaps_and_hold_their_addresses():
    wards = json.loads((PLACE / "areas.geojson").read_text())["features"]
    corners = [{tuple(point) for point in ward["geometry"]["coordinates"][0]} for ward in wards]
    assert len(wards) == 8
    assert all(len(one & other) >= 2 for one, other in pairwise([*corners, corners[0]]))
    by_code = {ward["properties"]["code"]: ward["geometry"] for ward in wards}
    with (PLACE / "gazetteer.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 400
    assert all(geometry.contains(by_code[row["area_code"]], float(row["lon"]), float(row["lat"])) for row in rows)
    assert len({row["uprn"] for row in rows}) == 400


def test_addresses_are_in_a_postcode_area_that_does_not_exist():
    with (PLACE / "gazetteer.csv").open(newline="") as file:
        assert all(re.fullmatch(r"EA[1-4] \d[A-Z]{2}", row["postcode"]) for row in csv.DictReader(file))


def _texts_of_modules() -> Iterator[tuple[str, Mapping[str, str]]]:
    for found in pkgutil.iter_modules(demo.__path__):
        if found.ispkg:
            continue
        module = importlib.import_module(f"{demo.__name__}.{found.name}")
        for name, value in vars(module).items():
            if isinstance(value, dict) and value and all(isinstance(words, str) for words in value.values()):
                yield f"{found.name}.{name}", value


def test_what_people_of_the_demo_say_is_in_both_languages():
    said = [(name, words) for name, words in _texts_of_modules() if "en" in words]
    assert len(said) > 10
    assert all(set(words) == set(LANGUAGES) and words["en"] != words["cy"] for _, words in said)
