"""Describes in sentences what differs between two versions, for reviewers, notifications and the history."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language_info, gettext, gettext_noop, override

from commonweal.kernel.text import in_language
from commonweal.services.definitions.language.translations import CODE
from commonweal.services.definitions.versions.changes import Change, changes


@dataclass(frozen=True)
class Noun:
    """What one thing of a kind is called, and how a sentence about a certain one begins: in some languages the article
    changes the noun."""

    one: str
    the: str


# What the things in a list or mapping are called; lists that are not named here are called after their key.
NOUNS = {
    "form": Noun(gettext_noop("page"), gettext_noop("The page")),
    "questions": Noun(gettext_noop("question"), gettext_noop("The question")),
    "each": Noun(gettext_noop("question"), gettext_noop("The question")),
    "eligibility": Noun(gettext_noop("criterion"), gettext_noop("The criterion")),
    "parameters": Noun(gettext_noop("rate"), gettext_noop("The rate")),
    "facts": Noun(gettext_noop("fact"), gettext_noop("The fact")),
    "tables": Noun(gettext_noop("table"), gettext_noop("The table")),
    "states": Noun(gettext_noop("state"), gettext_noop("The state")),
    "transitions": Noun(gettext_noop("step"), gettext_noop("The step")),
    "tasks": Noun(gettext_noop("task"), gettext_noop("The task")),
    "clocks": Noun(gettext_noop("clock"), gettext_noop("The clock")),
    "outcomes": Noun(gettext_noop("outcome"), gettext_noop("The outcome")),
    "messages": Noun(gettext_noop("message"), gettext_noop("The message")),
    "examples": Noun(gettext_noop("example"), gettext_noop("The example")),
    "lines": Noun(gettext_noop("line"), gettext_noop("The line")),
}
# What a change of a single setting means; {thing}, {old} and {new} are filled in.
SETTINGS = {
    "max": gettext_noop("{thing} now allows {new} instead of {old}."),
    "min": gettext_noop("{thing} now needs {new} instead of {old}."),
    "max_length": gettext_noop("{thing} now allows {new} characters instead of {old}."),
    "max_size": gettext_noop("{thing} now allows files of {new} instead of {old}."),
    "title": gettext_noop("{thing} is now called “{new}” instead of “{old}”."),
    "label": gettext_noop("{thing} now reads “{new}” instead of “{old}”."),
    "when": gettext_noop("{thing} now applies when {new} (before: when {old})."),
    "type": gettext_noop("{thing} is now of the type {new} instead of {old}."),
    "reference": gettext_noop("{thing} now refers to “{new}” instead of “{old}”."),
    "duration": gettext_noop("{thing} now runs for {new} instead of {old}."),
    "hard_close": gettext_noop("The service now closes on {new} instead of {old}."),
    "order": gettext_noop("The order of the steps is now {new}."),
    "assurance": gettext_noop("Applicants now need the assurance “{new}” instead of “{old}”."),
}
ADDED = {
    "order": gettext_noop("The order of the steps is now {new}."),
    "when": gettext_noop("{thing} now applies only when {new}."),
    "hard_close": gettext_noop("The service now closes on {new}."),
    "max": gettext_noop("{thing} now allows {new} at most."),
    "max_length": gettext_noop("{thing} now allows {new} characters at most."),
}
REMOVED = {
    "order": gettext_noop("The steps are now in the order of the alphabet."),
    "when": gettext_noop("{thing} now applies always (before: when {old})."),
    "hard_close": gettext_noop("The service no longer closes on {old}."),
    "max": gettext_noop("{thing} no longer has a limit (before: {old})."),
}


def in_sentences(old: Mapping[str, object], new: Mapping[str, object], *, language: str = "en") -> list[str]:
    """One sentence for each difference between two resolved documents; none for identical versions."""
    with override(language):
        return list(dict.fromkeys(_sentence(change, language) for change in changes(old, new)))


def _sentence(change: Change, language: str) -> str:
    path = change.path
    # Words by language are one text to a reader of one of them.
    if change.kind != "moved" and len(path) > 1 and CODE.fullmatch(path[-1]) and _is_words(change):
        return _of_words(change)
    name = path[-1]
    noun = _noun(path, len(path) - 1)
    if change.kind == "moved":
        return gettext("The order of {what} is now {new}.").format(
            what=_whole(path), new=", ".join(str(item) for item in change.new)
        )
    if noun:
        return _of_thing(change, noun, language)
    return _of_setting(change, name, _thing(path[:-1]), language)


def _is_words(change: Change) -> bool:
    return all(value is None or isinstance(value, str) for value in (change.old, change.new))


def _of_words(change: Change) -> str:
    *rest, code = change.path
    thing, name = _thing(tuple(rest[:-1])), rest[-1]
    values = {"thing": thing, "name": name, "language": _language(code), "old": change.old, "new": change.new}
    if change.kind == "added":
        return gettext("{thing} now has “{name}” in {language}: “{new}”.").format(**values)
    if change.kind == "removed":
        return gettext("{thing} no longer has “{name}” in {language} (before: “{old}”).").format(**values)
    if name in SETTINGS and name in {"title", "label"}:
        return gettext(SETTINGS[name]).format(**values) + f" ({values['language']})"
    return gettext("{thing}: “{name}” in {language} is now “{new}” instead of “{old}”.").format(**values)


def _language(code: str) -> str:
    """The name of a language; an unknown code unchanged."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _of_thing(change: Change, noun: Noun, language: str) -> str:
    name = change.path[-1]
    where = _thing(change.path[:-2]) if len(change.path) > 2 else ""
    value = change.new if change.kind == "added" else change.old
    words = in_language(value.get("title") or value.get("label"), language) if isinstance(value, Mapping) else ""
    called = f"'{name}'" + (f" (“{words}”)" if words else "")
    values = {
        "noun": gettext(noun.one),
        "the": gettext(noun.the),
        "name": called,
        "where": where,
        "new": _shown(change.new, language),
    }
    values["old"] = _shown(change.old, language)
    if change.kind == "changed":
        return gettext("{the} {name} is now {new} instead of {old}.").format(**values)
    if change.kind == "added":
        text = gettext("{where} has a new {noun} {name}.") if where else gettext("There is a new {noun} {name}.")
        return text.format(**values)
    text = gettext("{where} no longer has the {noun} {name}.") if where else gettext("{the} {name} is gone.")
    return text.format(**values)


def _of_setting(change: Change, name: str, thing: str, language: str) -> str:
    values = {
        "thing": thing,
        "name": name,
        "old": _shown(change.old, language),
        "new": _shown(change.new, language),
    }
    if name == "required":
        needed = change.new is not False
        text = gettext("{thing} must now be answered.") if needed else gettext("{thing} may now be left unanswered.")
        return text.format(**values)
    if change.path[0] == "parameters" and len(change.path) == 4 and change.path[2] == "values":
        return _of_rate(change, values)
    table = {"added": ADDED, "removed": REMOVED, "changed": SETTINGS, "moved": {}}[change.kind]
    if name in table:
        return gettext(table[name]).format(**values)
    if change.kind == "added":
        return gettext("{thing} now has “{name}”: {new}.").format(**values)
    if change.kind == "removed":
        return gettext("{thing} no longer has “{name}” (before: {old}).").format(**values)
    return gettext("{thing}: “{name}” is now {new} instead of {old}.").format(**values)


def _of_rate(change: Change, values: Mapping[str, str]) -> str:
    thing, day = _thing(change.path[:2]), change.path[3]
    if change.kind == "added":
        return gettext("{thing} is {new} from {day}.").format(thing=thing, new=values["new"], day=day)
    if change.kind == "removed":
        return gettext("{thing} no longer has a value from {day} (before: {old}).").format(
            thing=thing, old=values["old"], day=day
        )
    return gettext("{thing} is {new} instead of {old} from {day}.").format(
        thing=thing, new=values["new"], old=values["old"], day=day
    )


def _noun(path: tuple[str, ...], place: int) -> Noun | None:
    """What the part of a path at this place is, if it is a thing in a list or mapping of things."""
    return NOUNS.get(path[place - 1]) if place > 0 else None


def _thing(path: tuple[str, ...]) -> str:
    """The innermost thing that a path leads through, as a sentence begins: "The question 'items'"."""
    for place in range(len(path) - 1, 0, -1):
        noun = _noun(path, place)
        if noun:
            rest = path[place + 1 :]
            named = gettext("{the} '{name}'").format(the=gettext(noun.the), name=path[place])
            return f"{named} ({'.'.join(rest)})" if rest else named
    if path:
        return gettext("The section '{name}'").format(name=".".join(path))
    return gettext("The service")


def _whole(path: tuple[str, ...]) -> str:
    return f"'{'.'.join(path)}'"


def _shown(value: object, language: str) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        words = in_language(value, language) if all(CODE.fullmatch(key) for key in value) else ""
        return f"“{words}”" if words else ", ".join(f"{key}: {_shown(item, language)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(item, language) for item in value)
    return "" if value is None else str(value)
