"""The kinds of document that services are, and the versions of others that they extend."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction

from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Finding
from commonweal.kernel.place import Document, Folder, Kind
from commonweal.kernel.problems import NotFound
from commonweal.services.definitions.language.assembling import Refused, assemble
from commonweal.services.definitions.language.base import KEY
from commonweal.services.definitions.language.place import card_of
from commonweal.services.definitions.language.schema import service_schema
from commonweal.services.definitions.models import KeptText, Service, Version
from commonweal.services.definitions.proof.checking import FindParent, check_document, resolve, written_out
from commonweal.services.definitions.proof.unknown_names import Known
from commonweal.services.definitions.source.canonical import normal_and_digest, short
from commonweal.services.definitions.source.reading import read_text
from commonweal.services.definitions.versions import store
from commonweal.services.definitions.versions.authoring import go_live, next_number
from commonweal.services.definitions.versions.differences import in_sentences

ORGANISATION, SERVICE, PARENT = "organisation", "service", "parent"


def known_in(folder: Folder) -> Known:
    """What the place knows about names: from the folder's own `place.yaml`, else from the place as it was applied."""
    data: Mapping[str, object] = next((place.data for place in folder.of("place").values()), {})
    if not data and folder.kept is not None:
        known = store.known_here()
    elif not data:
        known = Known(languages=[code for code, _ in settings.LANGUAGES])
    else:
        known = _said_by(data)
    is_asked = folder.kept is not None
    there = folder.keys(ORGANISATION) if is_asked or folder.of(ORGANISATION) else None
    areas = store.known_areas() if is_asked else None
    return Known(known.languages, known.topics, known.life_events, there, areas, all_organisations=is_asked)


def _said_by(data: Mapping[str, object]) -> Known:
    try:
        card = card_of(data)
    except (KeyError, TypeError, AttributeError):
        return Known()  # the place's own check reports what is wrong with it
    return Known(card.languages, list(card.topics), list(card.life_events))


def parents_in(folder: Folder) -> FindParent:
    """Finds parents among the folder's files, then in the place if there is one to ask."""
    # Looked through when the first overlay asks; most folders have none.
    by_hash = lru_cache(lambda: dict(_resolved(folder)))

    def find(hash_: str) -> Mapping[str, object] | None:
        found = by_hash().get(hash_)
        return found if found is not None or folder.kept is None else store.document_of(hash_)

    return find


def _resolved(folder: Folder) -> Iterator[tuple[str, Mapping[str, object]]]:
    for kind in (PARENT, SERVICE):
        for document in folder.of(kind).values():
            overlay = kind == SERVICE and isinstance(document.data, dict) and document.data.get("extends")
            if isinstance(document.data, dict) and not overlay:
                for plain, hash_ in _as_hashed(document.data):
                    yield hash_, plain


def _as_hashed(data: Mapping[str, object]) -> list[tuple[Mapping[str, object], str]]:
    """The forms of a document that its hash may have been made of, each with that hash: with the order of keys that its
    sections give meaning to, and without, as in older versions."""
    plain = {key: value for key, value in data.items() if value is not None}
    return [normal_and_digest(written_out(plain)), normal_and_digest(plain)]


def check(document: Document, folder: Folder) -> Iterable[Finding]:
    """The whole proof of a service's definition."""
    off: frozenset[str] = frozenset()
    if folder.kept is not None and isinstance(document.data, dict):
        off = _off(str(document.data.get("offered_by") or ""))
    yield from _misplaced(document)
    yield from check_document(document.data, known=known_in(folder), parent=parents_in(folder), off=off).findings


def _misplaced(document: Document) -> Iterator[Finding]:
    """A service in the folder of another organisation than the one that offers it."""
    offered_by = document.data.get("offered_by") if isinstance(document.data, dict) else None
    folders = PurePosixPath(document.path).parts[1:-1]
    # A file may also be in `services` itself; a name that does not fit has a finding of its own.
    if not folders or not isinstance(offered_by, str) or not re.fullmatch(KEY, offered_by):
        return
    owner = folders[-1]
    if owner != offered_by:
        message = f"This file is in the folder of '{owner}', but has `offered_by: {offered_by}`."
        move = f"Move the file to services/{offered_by}"
        remedy = f"{move}, or write `offered_by: {owner}`." if re.fullmatch(KEY, owner) else f"{move}."
        yield Finding("wrong-folder", message, remedy, ("offered_by",))


def _off(organisation: str) -> frozenset[str]:
    try:
        return store.switched_off(organisation_by_key(organisation).id)
    except NotFound:
        return frozenset()  # it is about to be made, with everything on


def state() -> Mapping[str, str]:
    """The hash of what is live, by service."""
    return store.live()


def resolved_in(document: Document, folder: Folder) -> tuple[Mapping[str, object], str]:
    """The resolved document of a file, and the hash that its version has, or would have. Raises Refused."""
    return normal_and_digest(resolve(document.data, parents_in(folder)))


def print_of(document: Document, folder: Folder) -> str:
    """The hash that the file's version has, or would have."""
    return resolved_in(document, folder)[1]


def changes(document: Document, folder: Folder) -> list[str]:
    """What publishing the file would change, in sentences."""
    live = store.live([document.key]).get(document.key)
    if live is None:
        return []
    return in_sentences(store.document_of(live) or {}, resolved_in(document, folder)[0])


def apply(document: Document, folder: Folder, acting: Acting) -> None:
    """Publish the file's version: a new one, or an identical earlier one."""
    resolved, hash_ = resolved_in(document, folder)
    organisation = organisation_by_key(str(resolved["offered_by"]))
    with transaction.atomic():
        service, _new = Service.objects.select_for_update().get_or_create(
            key=document.key, defaults={"organisation_id": organisation.id}
        )
        version = Version.objects.filter(hash=hash_).exclude(status="draft").first()
        back = version is not None
        # The operator answers for what a folder publishes, also where somebody had handed in the same before.
        if version is None:
            version = Version.objects.create(
                service=service,
                number=next_number(service),
                status="approved",
                source=document.text,
                document=resolved,
                hash=hash_,
                extends=str(resolved.get("extends") or "").partition("@")[2],
                author=acting.actor,
                contributors=[acting.actor],
                submitted_at=clock.now(),
                note=document.path,
                reviewer=acting.actor,
                approved_at=clock.now(),
            )
        if not version.approved_at:
            version.reviewer, version.approved_at = acting.actor, clock.now()
            version.save(update_fields=["reviewer", "approved_at", "changed_at"])
        if service.current_id != version.pk:
            go_live(service, version, acting=acting, back=back)


def export() -> Iterator[Document]:
    """What is live, as it was written."""
    for service in Service.objects.filter(current__isnull=False).select_related("current").order_by("key"):
        live = service.current
        assert live is not None
        data = read_text(live.source).document
        yield Document(SERVICE, service.key, f"services/{service.key}.yaml", data, live.source)


def _name(data: Mapping[str, object], _path: str) -> str:
    parts = (data.get("offered_by"), data.get("service"))
    return "/".join(str(part) for part in parts) if all(parts) else ""


SERVICES = Kind(
    key=SERVICE,
    title={"en": "Services", "cy": "Gwasanaethau"},
    files=("services/*.yaml", "services/*/*.yaml"),
    name=_name,
    check=check,
    state=state,
    apply=apply,
    export=export,
    order=50,
    print_of=print_of,
    changes=changes,
    schema=service_schema,
)


def check_parent(document: Document, folder: Folder) -> Iterable[Finding]:
    """A parent was proved where it is published; here it must only be whole and readable."""
    del folder
    try:
        assemble({key: value for key, value in dict(document.data).items() if value is not None})
    except Refused as refused:
        return refused.findings
    return []


def _parent_name(data: Mapping[str, object], _path: str) -> str:
    return _as_hashed(data)[0][1]


def _parent_state() -> Mapping[str, str]:
    return dict(KeptText.objects.filter(kind=PARENT).values_list("key", "print"))


def _keep_parent(document: Document, folder: Folder, acting: Acting) -> None:
    """What is kept of every applied file is all that is needed."""
    del document, folder, acting


def _export_parents() -> Iterator[Document]:
    """The definitions that live overlays extend, where the folder would not have them as services."""
    live = Service.objects.filter(current__isnull=False)
    wanted = set(live.exclude(current__extends="").values_list("current__extends", flat=True))
    wanted -= set(live.filter(current__extends="").values_list("current__hash", flat=True))
    kept = {row.key: row for row in KeptText.objects.filter(kind=PARENT, key__in=wanted)}
    for hash_ in sorted(wanted):
        data = store.document_of(hash_) or {}
        name = f"parents/{data.get('offered_by')}-{data.get('service')}-{short(hash_)}.yaml"
        row = kept.get(hash_)
        yield Document(PARENT, hash_, row.path if row else name, data, row.text if row else "")


PARENTS = Kind(
    key=PARENT,
    title={"en": "Definitions that others extend", "cy": "Diffiniadau y mae eraill yn eu hymestyn"},
    files=("parents/*.yaml", "parents/*/*.yaml"),
    name=_parent_name,
    check=check_parent,
    state=_parent_state,
    apply=_keep_parent,
    export=_export_parents,
    order=40,
    print_of=lambda document, _folder: document.key,
    schema=service_schema,
)
