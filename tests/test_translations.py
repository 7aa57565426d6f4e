"""No word of any page lacks its Welsh, and what is compiled is what is written."""

import ast
import gettext
import io
import re
from importlib import import_module
from pathlib import Path

import allauth
import pytest
from click.testing import CliRunner
from django.conf import settings

from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.problems import Problem
from commonweal.site.commands import translations
from commonweal.site.translating import catalogue
from commonweal.site.translating.collecting import SOURCE, Room, collect, is_current
from commonweal.site.translating.extracting import REFUSALS, in_django, in_python, words_in, words_of

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != SOURCE]
ROOMS = [room for language in [*LANGUAGES, SOURCE] for room in collect(language)]
NAMED = [f"{room.language}-{room.name}" for room in ROOMS]
_FILLED_IN = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_every_word_of_a_capability_is_translated(room: Room) -> None:
    assert [words.singular for words in room.missing] == [], "run `make translations` and fill in the catalogue"


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_catalogues_and_what_is_compiled_are_up_to_date(room: Room) -> None:
    assert is_current(room), f"run `make translations`: {room.path}"


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_nothing_is_translated_that_nobody_says_any_more(room: Room) -> None:
    written = catalogue.read(room.path.read_text(encoding="utf-8"))
    assert [words for words in written if words not in room.entries] == [], "run `make translations`"


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_a_translation_fills_in_the_same_names(room: Room) -> None:
    for entry in room.entries.values():
        wanted = set(_FILLED_IN.findall(entry.words.singular))
        for form in entry.forms:
            assert set(_FILLED_IN.findall(form)) == wanted, form


# Turns of phrase that somebody has to read twice, and words of Welsh that say something else than is meant.
LITERARY = re.compile(r"\bstands?\b|\bwhoever\b|\bwhichever\b|\bgorffwys|\bsefyll\b", re.IGNORECASE)


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_pages_say_it_in_plain_words(room: Room) -> None:
    said = [text for entry in room.entries.values() for text in (entry.words.singular, *entry.forms)]
    assert [text for text in said if LITERARY.search(text)] == []


STRAIGHT = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


@pytest.mark.parametrize("room", ROOMS, ids=NAMED)
def test_an_apostrophe_within_a_word_is_the_same_sign_everywhere(room: Room) -> None:
    assert [form for entry in room.entries.values() for form in entry.forms if STRAIGHT.search(form)] == []


# After these words the first letter of a name would have to change, which no message can do to what is filled in.
CHANGING = re.compile(
    r"\b(?:a|am|ar|at|dan|dros|drwy|gan|gyda|heb|hyd|i|neu|o|wrth|y|yn|â) %\((?:area|organisation|place|service|site_name)\)"
)


def test_no_name_is_filled_in_where_welsh_would_change_its_first_letter() -> None:
    said = [form for room in ROOMS if room.language == "cy" for entry in room.entries.values() for form in entry.forms]
    assert any("%(place)s" in form for form in said)
    assert [form for form in said if CHANGING.search(form)] == []


# What two of a thing does to the first letter of its name; the form for eight has the name itself.
SOFT = {"ll": "l", "rh": "r", "p": "b", "t": "d", "c": "g", "b": "f", "d": "dd", "m": "f", "g": ""}
UNCHANGED = ("ch", "ff", "ph", "th", "dd", "ng")
COUNTED = re.compile(r"%(?:\(\w+\))?[sd] (\w+)")


def _softened(word: str) -> str:
    if word.startswith(UNCHANGED):
        return word
    return next((soft + word.removeprefix(hard) for hard, soft in SOFT.items() if word.startswith(hard)), word)


def test_two_of_a_thing_are_counted_in_welsh_with_the_soft_mutation() -> None:
    counted = [
        entry for room in ROOMS if room.language == "cy" for entry in room.entries.values() if entry.words.plural
    ]
    pairs = [(COUNTED.search(entry.forms[3]), COUNTED.search(entry.forms[1])) for entry in counted]
    words = [(eight[1], two[1]) for eight, two in pairs if eight and two]
    assert len(words) > 20
    assert [(eight, two) for eight, two in words if two != _softened(eight)] == []


# The worker sends what these pages speak of: nothing has been sent when they are drawn.
SENT = re.compile(
    r"\b(have|has been|we've|we’ve) sent (a|an|you|one)\b|\bhas been sent\b|wedi anfon|wedi’i anfon i", re.IGNORECASE
)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_pages_about_signing_in_do_not_say_that_a_message_has_left(language: str) -> None:
    (room,) = (room for room in ROOMS if (room.language, room.name) == (language, "ground/identity"))
    said = [form for entry in room.entries.values() for form in entry.forms]
    assert len(said) > 100
    assert [text for text in said if SENT.search(text)] == []


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


def test_a_catalogue_that_is_read_and_written_stays_as_it_is() -> None:
    for room in ROOMS:
        written = room.path.read_text(encoding="utf-8")
        assert catalogue.write(catalogue.read(written)) == written, room.path


def test_compiled_files_name_no_date_and_no_tool() -> None:
    for room in ROOMS:
        (head,) = re.findall(rb"Language: [^\0]*", catalogue.compiled(room.entries))
        names = [line.split(b":")[0].decode() for line in head.splitlines()]
        assert names == [
            "Language",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Plural-Forms",
        ], room.path


def test_without_babel_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "find_spec", lambda _name: None)
    done = CliRunner().invoke(translations.command, ["--check"])
    assert done.exit_code == 1
    assert "run bin/setup" in done.output


def test_words_are_found_in_calls_and_in_refusals() -> None:
    source = (
        'x = _("One")\nraise Invalid("Two", remedy="Three" if y else "Four", fields={"a": "Five", "b": six})\n'
        'ngettext("Seven", "Sevens", n)\npgettext("c", "Eight")\nprint("Nine")\n_(ten)\nwritten(x, ask="Six")\n'
    )
    found = {(words.context, words.singular, words.plural) for words in words_in(in_python, source)}
    assert found == {
        ("", "One", ""),
        *(("", said, "") for said in ("Two", "Three", "Four", "Five", "Six")),
        ("", "Seven", "Sevens"),
        ("c", "Eight", ""),
    }


def test_words_are_found_in_templates_of_the_account_library() -> None:
    source = (
        "{% translate 'One' %}{% blocktranslate with day=x|date:\"j F\" %}Since {{ day }}{% endblocktranslate %}"
        "{% blocktranslate count n=x|length %}{{ n }} dog{% plural %}{{ n }} dogs{% endblocktranslate %}"
    )
    found = [(words.singular, words.plural) for words in words_in(in_django, source)]
    assert found == [("One", ""), ("Since %(day)s", ""), ("%(n)s dog", "%(n)s dogs")]


def test_a_refusal_that_names_something_can_be_said_in_every_language() -> None:
    """An f-string cannot be translated: `filled` keeps the words and the values separate."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" in path.parts:
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _called(call) in REFUSALS:
                wrong += [f"{path}:{node.lineno}" for node in ast.walk(call) if isinstance(node, ast.JoinedStr)]
    assert wrong == [], "write filled('… %(name)s …', name=…)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_that_takes_its_words_from_a_constant_is_translated(language: str) -> None:
    known = _known(language)
    constants, missing = 0, []
    for path in sorted(PACKAGE.rglob("*.py")):
        if {"tests", "migrations", "skeletons"} & set(path.parts):
            continue
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _called(call) in REFUSALS:
                said = [words for name in _names_in(call) if isinstance(words := _constant(path, name), str)]
                constants += len(said)
                missing += [f"{path}:{call.lineno}: {words}" for words in said if words not in known]
    assert constants > 10
    assert missing == [], "mark it with gettext_noop where it is defined"


def _known(language: str) -> set[str]:
    """The words that are translated, whatever capability says them."""
    rooms = (room for room in ROOMS if room.language == language)
    return {singular for room in rooms for (_context, singular), entry in room.entries.items() if entry.done}


def _names_in(call: ast.Call) -> list[str]:
    """Names of variables and constants that are the detail, the remedy or the words about a field of a refusal."""
    named = {word.arg: word.value for word in call.keywords}
    given = [*call.args[:1], named.get("detail"), named.get("remedy")]
    fields = named.get("fields")
    given += fields.values if isinstance(fields, ast.Dict) else []
    branches = [
        each for node in given for each in ([node.body, node.orelse] if isinstance(node, ast.IfExp) else [node])
    ]
    return [node.id for node in branches if isinstance(node, ast.Name)]


def _constant(path: Path, name: str) -> object:
    """What a name means in a module; None for what is no constant of it."""
    inside = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return getattr(import_module(".".join(inside)), name, None) if name.isupper() else None


# Refusals that only commands, programs and those who write definitions meet.
NO_PAGE = {"RuleRefused", "RuleFailed", "VersionMissing", "BackupRefused"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_every_refusal_is_translated(language: str) -> None:
    titles = {kind.__name__: kind.title for kind in _kinds_of(Problem) if kind.__name__ not in NO_PAGE}
    assert len(titles) > 8
    known = _known(language)
    assert {name: title for name, title in titles.items() if title not in known} == {}


def _kinds_of(kind: type[Problem]) -> list[type[Problem]]:
    import_module("commonweal.site.api")
    below = (each for own in kind.__subclasses__() for each in [own, *_kinds_of(own)])
    return [each for each in below if each.__module__.startswith("commonweal.") and ".tests." not in each.__module__]


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


# Parts of the account library that no page of ours shows: its own administration, names of tables, and what is read
# by developers only.
UNSEEN = re.compile(r"(socialaccount|headless|idp|openid|saml|admin\.py|models\.py|apps\.py|phone|contrib)")


def _said_by_the_account_library() -> list[catalogue.Entry]:
    own = Path(allauth.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
    entries = catalogue.read(own.read_text(encoding="utf-8")).values()
    return [entry for entry in entries if entry.words.singular and not all(map(UNSEEN.search, entry.places))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_account_library_are_translated(language: str) -> None:
    """Signing in, codes, keys and the emails about them are the library's, which has no Welsh of its own."""
    known = {key for room in ROOMS if room.language == language for key, entry in room.entries.items() if entry.done}
    said = _said_by_the_account_library()
    assert len(said) > 200
    assert [entry.words.singular for entry in said if entry.words.key not in known] == []


# Headings with a capital for each word, and words that only people who make software use.
UNPLAIN = re.compile(
    r"[a-z] [A-Z](?!avaScript|nited|ingdom)[a-z]|(?i:\b(?:invalid|authenticat(?!or)|reauthenticat|token|initiat|enabl"
    r"|verif|primary|sign-?up|spam|log(?:ged)? ?in\b|two-factor|username\b(?!\))|incorrect|please|successful|associated|session))"
)


def test_the_account_library_speaks_plain_english() -> None:
    """Its words are ours to choose: `ground/identity/locale/en` has plainer ones."""
    plainer = {key: entry for room in ROOMS if room.language == SOURCE for key, entry in room.entries.items()}
    said = [
        form
        for one in _said_by_the_account_library()
        for form in plainer.get(one.words.key, one).forms or [one.words.singular]
    ]
    assert [words for words in said if UNPLAIN.search(words)] == []


def test_plainer_words_do_not_change_what_our_own_pages_say() -> None:
    own = {key for room in collect(LANGUAGES[0]) for key in words_of(room.folder)}
    changed = {key for room in ROOMS if room.language == SOURCE for key in room.entries} & own
    assert changed == set()
