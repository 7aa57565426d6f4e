"""What staff pages and the API list: services with their versions, and what could be updated."""

from dataclasses import dataclass

from django.db.models import Prefetch

from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, NotFound, filled
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.permissions import belongs, may_read, missing, require_in
from commonweal.services.definitions.versions.authoring import service_row, source_hash, to_change
from commonweal.services.definitions.versions.cards import ServiceCard, VersionCard, version_card
from commonweal.services.definitions.versions.differences import in_sentences

OPEN = ("draft", "in_review", "approved", "scheduled")
OPEN_ONES = "open_versions"  # where the prefetch puts them


@dataclass(frozen=True)
class VersionText:
    """A version with its text, and the hash of that."""

    card: VersionCard
    source: str
    source_hash: str


def services_of(organisation: str, *, acting: Acting) -> list[ServiceCard]:
    """All services of an organisation (id), by key, for its staff. Raises NotFound, NotAllowed. Two queries."""
    require_in(may_read, acting, organisation)
    rows = Service.objects.filter(organisation_id=organisation).select_related("current")
    return [_card(row) for row in rows.prefetch_related(_open_versions())]


def waiting_for_review(organisations: list[str], *, acting: Acting) -> list[VersionCard]:
    """Versions that wait for a second person in these organisations, oldest first."""
    for organisation in organisations:
        require_in(may_read, acting, organisation)
    rows = Version.objects.filter(status="in_review", service__organisation_id__in=organisations)
    return [version_card(row, row.service) for row in rows.select_related("service").order_by("submitted_at")]


def sent_back(organisation: str, *, acting: Acting) -> list[VersionCard]:
    """Drafts of an organisation (id) that a reviewer sent back, the latest first. Raises NotFound, NotAllowed."""
    require_in(may_read, acting, organisation)
    rows = Version.objects.filter(status="draft", service__organisation_id=organisation).exclude(changes_wanted="")
    return [version_card(row, row.service) for row in rows.select_related("service").order_by("-changed_at")]


def service_card(service: str, *, acting: Acting) -> ServiceCard:
    """One service for its organisation's staff. Raises NotFound, NotAllowed."""
    rows = Service.objects.filter(key=service).select_related("current").prefetch_related(_open_versions())
    row = rows.first()
    if row is None:
        raise missing(acting)
    require_in(may_read, acting, str(row.organisation_id))
    return _card(row)


def _open_versions() -> "Prefetch[str]":
    rows = Version.objects.filter(status__in=OPEN).order_by("-number")
    return Prefetch("versions", queryset=rows, to_attr=OPEN_ONES)


def _card(row: Service) -> ServiceCard:
    newest: list[Version] = getattr(row, OPEN_ONES)
    shown = row.current or (newest[0] if newest else None)
    return ServiceCard(
        key=row.key,
        organisation=str(row.organisation_id),
        title=((shown.document if shown else None) or {}).get("title", {}),
        live=version_card(row.current, row) if row.current else None,
        open=version_card(newest[0], row) if newest else None,
        retired_at=row.retired_at,
    )


def versions_of(service: str, *, acting: Acting, limit: int = 100) -> list[VersionCard]:
    """The versions of a service, newest first, for its organisation's staff. Raises NotFound, NotAllowed."""
    row = service_row(service, acting)
    require_in(may_read, acting, str(row.organisation_id))
    return [version_card(each, row) for each in row.versions.defer("source", "document").order_by("-number")[:limit]]


def version_text(service: str, number: int, *, acting: Acting) -> VersionText:
    """A version with its text. What is or was live is for everybody; preparations are for the organisation's staff.

    Raises NotFound, NotAllowed."""
    version = _version_for(service, number, acting)
    return _text_of(version, version.service)


def text_to_change(service: str, *, acting: Acting) -> VersionText | None:
    """The text with which a writer begins: that of the draft, else of the newest version that is not yet published,
    else of the live one; None for a service without any. For its organisation's staff. Raises NotFound, NotAllowed."""
    row = service_row(service, acting)
    require_in(may_read, acting, str(row.organisation_id))
    found = to_change(row)
    return _text_of(found, row) if found else None


def _text_of(version: Version, service: Service) -> VersionText:
    return VersionText(version_card(version, service), version.source, source_hash(version.source))


def _version_for(service: str, number: int, acting: Acting) -> Version:
    """A version for those who may read it. To others a draft looks like a version that is not there."""
    version = Version.objects.select_related("service").filter(service__key=service, number=number).first()
    public = version is not None and version.status in {"published", "retired"}
    if version is None or not (public or belongs(acting, str(version.service.organisation_id))):
        raise NotFound("There is no such version among those that you may see.")
    if not public:
        require_in(may_read, acting, str(version.service.organisation_id))
    return version


def difference(service: str, old: int, new: int, *, acting: Acting, language: str = "en") -> list[str]:
    """What changed from one version of a service to another, in sentences.

    Two versions that are or were live are for everybody to compare; preparations are for the organisation's staff.
    Raises NotFound, NotAllowed, Conflict for a draft that cannot be read yet."""
    versions = [_version_for(service, number, acting) for number in (old, new)]
    for version in versions:
        if version.document is None:
            raise Conflict(
                filled("Version %(number)s has mistakes.", number=version.number), remedy="Correct them, then compare."
            )
    return in_sentences(versions[0].document or {}, versions[1].document or {}, language=language)


@dataclass(frozen=True)
class UpstreamUpdate:
    """The definition that a live overlay extends has a newer live version."""

    service: str
    parent: str
    extends: str
    available: str
    changes: tuple[str, ...]


def upstream_updates(organisation: str, *, acting: Acting, language: str = "en") -> list[UpstreamUpdate]:
    """Overlays of an organisation whose parent was published anew, with the changes there as sentences."""
    require_in(may_read, acting, organisation)
    rows = Service.objects.filter(organisation_id=organisation, current__isnull=False).exclude(current__extends="")
    extended = dict(rows.values_list("key", "current__extends"))
    parents = Version.objects.filter(hash__in=extended.values()).exclude(status="draft")
    by_hash = {row.hash: row for row in parents.select_related("service__current")}
    found = []
    for key, hash_ in extended.items():
        parent = by_hash.get(hash_)
        current = parent.service.current if parent else None
        if parent is not None and current is not None and current.hash != hash_:
            changes = in_sentences(parent.document or {}, current.document or {}, language=language)
            found.append(UpstreamUpdate(key, parent.service.key, hash_, current.hash, tuple(changes)))
    return found
