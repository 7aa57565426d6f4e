"""Puts a document together: validates its keys and sections, and builds the rules over all names of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from commonweal.blocks.forms.api import currencies
from commonweal.blocks.rules.api import build_rules
from commonweal.kernel.acting import ASSURANCE
from commonweal.kernel.definition import AnySection, Expression, Finding, Path
from commonweal.kernel.values import DATE, INTEGER, TEXT, Record, ValueType
from commonweal.kernel.worktime import place_calendar
from commonweal.services.definitions.language.base import BASE_KEYS, Base
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.language.refusals import findings_of
from commonweal.services.definitions.language.vocabulary import sections_here, strange_keys
from commonweal.services.definitions.source.canonical import normal_and_digest
from commonweal.services.definitions.source.keys import Schema

# Sections whose content is the rules themselves.
RULE_SECTIONS = ("parameters", "facts", "eligibility", "tables")

# What expressions know about the applicant besides the answers: the account, and what the exchange provides with
# consent.
PERSON = {"age": INTEGER, "date_of_birth": DATE, "name": TEXT, "email": TEXT, "phone": TEXT, "assurance": TEXT}
ADDRESS = Record({"area": TEXT, "postcode": TEXT, "uprn": TEXT}, open=True)
NAMES: Mapping[str, ValueType] = {"person": Record({**PERSON, "address": ADDRESS}), "attributes": Record(open=True)}


class Refused(Exception):
    """The document is not a definition; `findings` has the reasons."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.message for finding in self.findings[:3]))


@cache
def _adapter(key: str) -> TypeAdapter[Any]:
    return TypeAdapter(sections_here()[key].model)


@cache
def _schema(key: str) -> Schema:
    return Base.model_json_schema() if key == "" else _adapter(key).json_schema(by_alias=True)


def read_base(document: Mapping[str, object]) -> Base:
    """The keys that no block owns. Raises Refused."""
    own = {key: value for key, value in document.items() if key in BASE_KEYS and value is not None}
    try:
        return Base.model_validate(own, by_name=False, by_alias=True)
    except ValidationError as error:
        raise Refused(findings_of(error, own, (), lambda: _schema(""))) from error


def read_section(section: AnySection, value: object) -> object:
    """The validated content of a section. Raises Refused."""
    try:
        return _adapter(section.key).validate_python(value)
    except ValidationError as error:
        raise Refused(findings_of(error, value, (section.key,), lambda: _schema(section.key))) from error


def assemble(document: Mapping[str, Any], *, off: Collection[str] = ()) -> CompiledService:
    """Compile a resolved document. Raises Refused with everything that keeps it from being read; mistakes in a readable
    document are reported by the proof."""
    plain, hash_ = normal_and_digest(document)
    findings = list(strange_keys(plain, off))
    base: Base | None = None
    try:
        base = read_base(plain)
    except Refused as refused:
        findings += refused.findings
    present = {key: section for key, section in sections_here(off).items() if plain.get(key) is not None}
    contents: dict[str, object] = {}
    for key, section in present.items():
        try:
            contents[key] = read_section(section, plain[key])
        except Refused as refused:
            findings += refused.findings
    for key, section in sections_here(off).items():
        if section.required and key not in present:
            findings.append(Finding("missing-key", f"The section '{key}' is missing.", f"Add '{key}'.", ()))
    if findings or base is None:
        raise Refused(findings)
    return build(hash_, plain, base, contents, present)


def build(
    hash_: str,
    document: Mapping[str, object],
    base: Base,
    contents: Mapping[str, Any],
    present: Mapping[str, AnySection],
) -> CompiledService:
    """The compiled service over validated parts."""
    rules = build_rules(
        names=names_of(document, contents, present),
        **{key: contents[key] for key in RULE_SECTIONS if key in contents},
        choices=choices_of(contents, present),
        expressions=expressions_of(contents, present),
        currencies=currencies(contents.get("form") or []),
        calendar=place_calendar(),
    )
    return CompiledService(
        hash=hash_,
        key=base.key,
        document=document,
        base=base,
        contents=contents,
        sections=present,
        rules=rules,
    )


def names_of(
    document: Mapping[str, Any],
    contents: Mapping[str, object],
    present: Mapping[str, AnySection],
    *,
    bare: bool = False,
) -> dict[str, ValueType]:
    """All names that expressions may use, from all sections; those of the rules' own sections come from these.

    `bare` leaves out the names that every definition has."""
    found: dict[str, ValueType] = {} if bare else dict(NAMES)
    for key, section in present.items():
        if section.names is not None and key not in RULE_SECTIONS:
            found |= section.names(contents[key], document)
    return found


def choices_of(contents: Mapping[str, object], present: Mapping[str, AnySection]) -> dict[str, Sequence[str]]:
    """The words that names can mean of which only some have a meaning, by name."""
    found: dict[str, Sequence[str]] = {"person.assurance": ASSURANCE}
    for key, section in present.items():
        if section.choices is not None:
            found |= section.choices(contents[key])
    return found


def expressions_of(contents: Mapping[str, object], present: Mapping[str, AnySection]) -> list[Expression]:
    """Every expression of every section, its path counted from the top of the document."""
    return [
        replace(expression, path=from_top(key, expression.path))
        for key, section in present.items()
        for expression in (section.expressions(contents[key]) if section.expressions else ())
    ]


def from_top(section: str, path: Path) -> Path:
    """A section's path as one of the whole document; sections may count from themselves or from the top."""
    return path if path[:1] == (section,) else (section, *path)
