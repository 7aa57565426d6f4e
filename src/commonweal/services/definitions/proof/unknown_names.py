"""Finds names in a definition that mean nothing: of the place, in examples, and of what a field is filled from."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from commonweal.blocks.forms import api as forms
from commonweal.kernel.budget import spend
from commonweal.kernel.definition import Expression, Finding, Path
from commonweal.kernel.values import ListOf, Record, ValueType
from commonweal.services.definitions.language.assembling import NAMES, names_of
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.language.vocabulary import suggestion


@dataclass(frozen=True)
class Known:
    """What the place knows about names that a definition uses; None where there is no place.

    all_organisations   whether these are all; a folder alone does not list every organisation of the place"""

    languages: Collection[str] = ("en",)
    topics: Collection[str] | None = None
    life_events: Collection[str] | None = None
    organisations: Collection[str] | None = None
    areas: Collection[str] | None = None
    all_organisations: bool = True


def unknown_areas(service: CompiledService, expressions: Iterable[Expression], known: Known) -> Iterator[Finding]:
    """A finding for each area that a rule names and the place has not. All rules are valid by then."""
    if known.areas is None:
        return
    questions = forms.questions_of(service.content("form") or [])
    addresses = [question.key for _, question in questions if question.type == "address"]
    names = {*(f"{key}.area" for key in addresses), "person.address.area", "case.area"}
    for rule in service.rules.rule_set.written(expressions, cells=True):
        if ".area" in rule.source:
            for name, area in service.rules.compared(rule):
                if name in names and area and area not in known.areas:
                    message = f"The place has no area '{area}'."
                    yield Finding("unknown-area", message, suggestion(area, known.areas), rule.path)


def unknown_names(service: CompiledService, known: Known) -> Iterator[Finding]:
    """A finding for each of them."""
    yield from _of_the_place(service, known)
    yield from _filled_from(service)
    yield from _given_in_examples(service)


def _of_the_place(service: CompiledService, known: Known) -> Iterator[Finding]:
    lists = (
        ("topics", service.base.topics, known.topics, "topic"),
        ("life_events", service.base.life_events, known.life_events, "life event"),
        ("areas", service.base.areas, known.areas, "area"),
    )
    for key, used, there, what in lists:
        for number, name in enumerate(used):
            if there is not None and name not in there:
                message = f"The place has no {what} '{name}'."
                yield Finding(f"unknown-{what.replace(' ', '-')}", message, suggestion(name, there), (key, number))
    yield from unknown_organisation(service.organisation, known, ("offered_by",))


def unknown_organisation(name: str, known: Known, path: Path) -> Iterator[Finding]:
    """A finding where there is no such organisation: a warning where only a folder is known."""
    there = known.organisations
    if there is None or name in there:
        return
    remedy = suggestion(name, there)
    if known.all_organisations:
        yield Finding("unknown-organisation", f"The place has no organisation '{name}'.", remedy, path)
    else:
        message = f"This folder has no organisation '{name}': it can be applied only where the place already has it."
        yield Finding("unknown-organisation", message, remedy, path, "warning")


def _filled_from(service: CompiledService) -> Iterator[Finding]:
    """Fields that are to be filled in from something that is not known about anybody, or that they do not take."""
    fields = ["person", *(f"person.{name}" for name in _fields(NAMES["person"]))]
    for place, question, group in forms.located(service.content("form") or []):
        name, path = question.prefill, ("form", *place, "prefill")
        if name is None:
            continue
        if name not in fields:
            message = f"Nothing is known about a person as '{name}', so '{question.key}' would stay empty."
            yield Finding("unknown-prefill", message, suggestion(name, fields), path)
        elif group is not None:
            message = f"'{question.key}' is asked for in the rows of '{group.key}', which nothing fills in."
            yield Finding("prefill-not-taken", message, "Remove `prefill` here.", path)
        elif not forms.can_be_filled(question.type, name):
            message = f"A question of the type {question.type} does not take '{name}', so '{question.key}' would stay "
            taken = forms.filled_from(question.type)
            remedy = f"Write {' or '.join(taken)}, or remove `prefill`." if taken else "Remove `prefill` here."
            yield Finding("prefill-not-taken", f"{message}empty.", remedy, path)


def _fields(kind: ValueType) -> Collection[str]:
    return kind.fields if isinstance(kind, Record) else ()


def _given_in_examples(service: CompiledService) -> Iterator[Finding]:
    names = names_of(service.document, service.contents, service.sections)
    options = forms.choices(service.content("form") or [])
    for number, example in enumerate(service.base.examples):
        spend(len(example.given))
        for name, value in example.given.items():
            path: Path = ("examples", number, "given", name)
            if name.partition(".")[0] not in names:
                message = f"The example '{example.name}' gives '{name}', which nothing in this definition asks for."
                yield Finding("example-unknown-answer", message, suggestion(name, names), path)
            else:
                yield from _parts(example.name, value, names.get(name), path)
            yield from _chosen(name, value, options, path)


def _parts(example: str, value: object, kind: ValueType | None, path: Path) -> Iterator[Finding]:
    """Parts that an answer does not have: of an address or a person, or in the rows of a repeat group."""
    spend(1)
    if isinstance(kind, ListOf) and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _parts(example, item, kind.item, (*path, number))
    elif isinstance(kind, Record) and not kind.open and isinstance(value, Mapping):
        for key, item in value.items():
            if key in kind.fields:
                yield from _parts(example, item, kind.fields[key], (*path, key))
            else:
                group = next(part for part in reversed(path) if isinstance(part, str))
                message = f"The example '{example}' gives '{key}', which is not part of '{group}'."
                yield Finding("example-unknown-answer", message, suggestion(key, kind.fields), (*path, key))


def _chosen(name: str, value: object, options: Mapping[str, Collection[str]], path: Path) -> Iterator[Finding]:
    """Options that a question does not have, in an answer, in each of several, and in the rows of a repeat group."""
    spend(1)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _chosen(name, item, options, (*path, number))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _chosen(f"{name}.{key}", item, options, (*path, key))
    elif isinstance(value, str) and name in options and value not in options[name]:
        message = f"'{name}' has no option '{value}'."
        yield Finding("example-unknown-option", message, suggestion(value, options[name]), path)
