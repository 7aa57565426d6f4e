"""The verb by which a draft of a service is written or rewritten."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Finding
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict, Invalid, filled
from commonweal.services.definitions.events import DraftSaved
from commonweal.services.definitions.language.base import KEY
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.permissions import may_write, require_in
from commonweal.services.definitions.proof.checking import Checked
from commonweal.services.definitions.source.reading import MOST_CHARACTERS
from commonweal.services.definitions.versions.authoring import (
    check,
    count_in,
    next_number,
    object_of,
    source_hash,
    to_change,
)
from commonweal.services.definitions.versions.cards import Saved, version_card


def save_draft(
    *, service: str, source: str, acting: Acting, note: str | None = None, based_on: str | None = None
) -> Saved:
    """Keep `source` (YAML or JSON) as the draft of "organisation/service"; there is one draft at a time.

    A draft may have mistakes: it is kept as it was typed, and `Saved.checked` has the findings. The first draft makes
    the service. `based_on` is the `source_hash` of the text that `source` was written from: if the service has another
    text by now, nothing is replaced. Raises NotFound for an organisation that is not the actor's, NotAllowed, Invalid
    for a key or text that cannot be kept at all, Conflict."""
    organisation_key, _, name = service.partition("/")
    organisation = organisation_by_key(organisation_key)
    require_in(may_write, acting, organisation.id)
    _refuse_unkeepable(name, source)
    checked = named(check(source, organisation.id), service)
    with transaction.atomic():
        row, _new = Service.objects.select_for_update().get_or_create(
            key=service, defaults={"organisation_id": organisation.id}
        )
        draft = row.versions.filter(status="draft").first() or Version(service=row, number=next_number(row))
        if based_on is not None and draft.source != source:
            _refuse_replacing(to_change(row), based_on)
        draft.source, draft.note = source, draft.note if note is None else note
        draft.author = acting.actor
        count_in(draft, acting)
        document: Any = checked.service.document if checked.service else None
        draft.document = document
        draft.hash = checked.service.hash if checked.service and checked.good else ""
        draft.extends = _parent_of(document)
        draft.save()
        record(
            DraftSaved(service, draft.number, draft.hash, len(checked.errors)),
            acting=acting,
            object=object_of(row),
            organisation=organisation.id,
        )
    return Saved(version_card(draft, row), source_hash(source), checked)


def _refuse_replacing(now: Version | None, based_on: str) -> None:
    """Refuse to write over what the writer has not seen. Raises Conflict."""
    if source_hash(now.source if now else "") != based_on:
        raise Conflict(
            "Somebody saved another text of this service since you opened it.",
            remedy="Look at theirs, and take over what you need.",
        )


def named(checked: Checked, service: str) -> Checked:
    """The same with a finding if the text is of another service."""
    said = checked.service.key if checked.service else service
    if said == service:
        return checked
    finding = Finding(
        "other-service",
        f"This is the definition of {said}, not of {service}.",
        f"Correct `service` and `offered_by`, or save it as a draft of {said}.",
        ("service",),
    )
    placed = checked.source.marks.place(finding)
    return replace(checked, findings=(placed, *checked.findings))


def _parent_of(document: Any) -> str:
    extends = (document or {}).get("extends") or ""
    return str(extends).partition("@")[2]


def _refuse_unkeepable(name: str, source: str) -> None:
    import re

    if not re.fullmatch(KEY, name) or len(name) > 60:
        raise Invalid(
            "This cannot be the name of a service.",
            fields={"service": "Use small letters, digits and single hyphens, 60 characters at most."},
        )
    if len(source) > MOST_CHARACTERS or "\x00" in source:
        raise Invalid(
            "This text cannot be kept.",
            fields={"source": filled("Use at most %(most)s characters.", most=format(MOST_CHARACTERS, ","))},
        )
