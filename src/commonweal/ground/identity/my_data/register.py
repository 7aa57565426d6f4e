"""The register of personal data of this place: what every capability holds about people, and why."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps

from commonweal.kernel.capability import Capability, part_of, parts
from commonweal.kernel.personal import PersonalData, PersonalField
from commonweal.kernel.text import Text

BASES: dict[str, Text] = {
    "consent": {"en": "you agreed", "cy": "fe wnaethoch gytuno"},
    "contract": {"en": "a contract with you", "cy": "contract gyda chi"},
    "legal_obligation": {"en": "a legal obligation", "cy": "cyfraith sy’n dweud hynny"},
    "vital_interests": {"en": "to protect somebody’s life", "cy": "i ddiogelu bywyd rhywun"},
    "public_task": {"en": "a public task", "cy": "tasg gyhoeddus"},
    "legitimate_interests": {"en": "a good reason that does not harm you", "cy": "rheswm da nad yw’n eich niweidio"},
}


@dataclass(frozen=True)
class Holding:
    """What one table, called `title`, holds about a person: `rows` by field, `fields` what each is and why it is held.
    `more` says whether there are rows beyond those that were asked for."""

    capability: str
    title: Text
    model: str
    fields: tuple[PersonalField, ...]
    rows: tuple[Mapping[str, object], ...]
    keeps: Text
    more: bool = False


@dataclass(frozen=True)
class Looked:
    """An event in the history of a person's data: when, what, the actor (a reference) and the organisation."""

    at: datetime
    type: str
    title: Text | str
    actor: str
    organisation: str
    purpose: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Export:
    """All that is held of a person, and what happened with it, newest first."""

    person: str
    made_at: datetime
    holdings: tuple[Holding, ...]
    history: tuple[Looked, ...]


def registered() -> Iterator[tuple[Capability, PersonalData]]:
    """Every table that is registered, with the capability that keeps it; lower floors first."""
    for config, module in parts("personal"):
        for data in getattr(module, "PERSONAL", ()):
            yield config, data


def holdings_of(person: str, most: int | None = None) -> tuple[Holding, ...]:
    """What every registered table holds about a person (id), the newest `most` rows of each where a number is given;
    tables that hold nothing about them are omitted."""
    found = []
    for config, data in registered():
        rows = tuple(dict(row) for row in data.collect(person, None if most is None else most + 1))
        if rows:
            title, more = title_of(config, data), len(rows[:most]) < len(rows)
            found.append(Holding(config.key, title, data.model, data.fields, rows[:most], data.keeps, more))
    return tuple(found)


def title_of(config: Capability, data: PersonalData) -> Text:
    """TITLES of the capability's personal.py; else the only field's, or the capability's own."""
    module = part_of(config, "personal")
    named: Text | None = getattr(module, "TITLES", {}).get(data.model)
    return named or (data.fields[0].title if len(data.fields) == 1 else config.title)


def erase_registered(person: str) -> dict[str, int]:
    """Erase a person (id) from every registered table, higher floors first; how many rows by table."""
    counts: dict[str, int] = {}
    for _config, data in reversed(list(registered())):
        changed = data.erase(person)
        if changed:
            counts[data.model] = counts.get(data.model, 0) + changed
    return counts


def expire_registered(moment: datetime) -> dict[str, int]:
    """Let every capability whose personal.py has `expire(moment)` delete what is past its time; rows by capability."""
    counts: dict[str, int] = {}
    for config, module in parts("personal"):
        expire = getattr(module, "expire", None)
        deleted = expire(moment) if expire is not None else 0
        if deleted:
            counts[config.key] = deleted
    return counts


def sealing_fields() -> Iterator[str]:
    """SEALED_FOR of each personal.py: the fields, as "app.Model.field", that name whose key sealed a row."""
    for _config, module in parts("personal"):
        yield from getattr(module, "SEALED_FOR", ())


def still_sealed_for(subjects: Collection[str]) -> set[str]:
    """The subjects with a row in some table that their key sealed."""
    found: set[str] = set()
    for label in sealing_fields():
        model, _, name = label.rpartition(".")
        rows = apps.get_model(model)._default_manager.filter(**{f"{name}__in": subjects})
        found |= set(rows.order_by(name).values_list(name, flat=True).distinct())
    return found


def keys_in_use(subjects: Collection[str]) -> set[str]:
    """Those of the subjects whose key is needed for something that is not over: `in_use_by(subjects)` of each
    personal.py returns them. Other data (what was sent, who got which message) may be lost with the key."""
    found: set[str] = set()
    for _config, module in parts("personal"):
        in_use_by = getattr(module, "in_use_by", None)
        found |= in_use_by(subjects) if in_use_by is not None else set()
    return found


def exceptions() -> dict[str, str]:
    """Fields next to a person that hold no personal data, "app.Model.field" -> the reason.

    From NOT_PERSONAL of each personal.py, where one label may name several fields: "app.Model.state version"."""
    found: dict[str, str] = {}
    for _config, module in parts("personal"):
        for label, reason in getattr(module, "NOT_PERSONAL", {}).items():
            model, _, names = label.rpartition(".")
            found |= {f"{model}.{name}": reason for name in names.split()}
    return found


def titles(fields: Iterable[PersonalField]) -> dict[str, Text]:
    """The words for each field by its name."""
    return {each.field: each.title for each in fields}
