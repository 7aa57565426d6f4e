"""No word of any page lacks its Welsh, and what is compiled is what is written."""

import gettext
import io
import re

import pytest
from django.conf import settings

from commonweal.site.translating import catalogue
from commonweal.site.translating.collecting import Room, collect, is_current
from commonweal.site.translating.extracting import in_python

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
ROOMS = [room for language in LANGUAGES for room in collect(language)]
NAMED = [f"{room.language}-{room.name}" for room in ROOMS]
_FILLED_IN = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_every_word_of_a_capability_is_translated(room: Room) -> None:
    assert [words.singular for words in room.missing] == [], "run `make translations` and fill in the catalogue"


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_catalogues_and_what_is_compiled_are_up_to_date(room: Room) -> None:
    assert is_current(room), f"run `make translations`: {room.path}"


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_a_translation_fills_in_the_same_names(room: Room) -> None:
    for entry in room.entries.values():
        wanted = set(_FILLED_IN.findall(entry.words.singular))
        for form in entry.forms:
            assert set(_FILLED_IN.findall(form)) == wanted, form


def test_what_we_compile_is_read_by_gettext() -> None:
    text = catalogue.write(
        catalogue.read(
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
            f'"Plural-Forms: {catalogue.PLURALS["cy"]}\\n"\n\nmsgid "Home"\nmsgstr "Hafan"\n\n'
            'msgctxt "deadline"\nmsgid "Due"\nmsgstr "Erbyn"\n\n#, fuzzy\nmsgid "Maybe"\nmsgstr "Efallai"\n\n'
            'msgid "%(num)s dog"\nmsgid_plural "%(num)s dogs"\nmsgstr[0] "ci"\nmsgstr[1] "gi"\nmsgstr[2] "o gŵn"\nmsgstr[3] "ci 8"\n'
        )
    )
    found = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(catalogue.read(text))))
    assert found.gettext("Home") == "Hafan"
    assert found.pgettext("deadline", "Due") == "Erbyn"
    assert found.gettext("Maybe") == "Maybe", "what is fuzzy is not said"
    assert [found.ngettext("%(num)s dog", "%(num)s dogs", n) for n in (1, 2, 3, 8)] == ["ci", "gi", "o gŵn", "ci 8"]


def test_words_are_found_in_calls_and_in_refusals() -> None:
    source = (
        'x = _("One")\nraise Invalid("Two", remedy="Three" if y else "Four", fields={"a": "Five", "b": six})\n'
        'ngettext("Seven", "Sevens", n)\npgettext("c", "Eight")\nprint("Nine")\n_(ten)\n'
    )
    found = {(words.context, words.singular, words.plural) for words in in_python(source)}
    assert found == {
        ("", "One", ""),
        *(("", said, "") for said in ("Two", "Three", "Four", "Five")),
        ("", "Seven", "Sevens"),
        ("c", "Eight", ""),
    }
