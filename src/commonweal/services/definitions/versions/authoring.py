"""What the verbs share: finding rows, checking again, refusing mistakes, and making a version live."""

from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Max

from commonweal.ground.organisations.api import organisations
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting, either
from commonweal.kernel.definition import Finding
from commonweal.kernel.journal import record
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Conflict, Invalid, NotFound, filled
from commonweal.services.definitions.events import ServicePublished
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.permissions import missing
from commonweal.services.definitions.proof.checking import STEPS_OF_PROOF, Checked, check_source
from commonweal.services.definitions.source.marks import as_line
from commonweal.services.definitions.source.reading import MOST_CHARACTERS
from commonweal.services.definitions.versions import store

# A proof that takes all that it may counts for so many others.
HEAVIEST = 40

# What a version is, in the middle of a sentence.
SAID = {
    "draft": filled("a draft"),
    "in_review": filled("in review"),
    "approved": filled("approved"),
    "scheduled": filled("scheduled"),
    "published": filled("live"),
    "retired": filled("no longer live"),
}


def object_of(service: Service) -> str:
    """How the journal calls a service."""
    return f"service:{service.key}"


def service_row(key: str, acting: Acting, *, lock: bool = False) -> Service:
    """The row of "organisation/service"; `lock` locks it, so that only one change of what is live happens at a time.

    `require_in` asks whether the actor may, and refuses others in the words in which this refuses what is not there."""
    rows = Service.objects.select_for_update() if lock else Service.objects
    row = rows.filter(key=key).first()
    if row is None:
        raise missing(acting)
    return row


def version_row(service: Service, number: int) -> Version:
    """A version of a service by its number. Raises NotFound."""
    row = service.versions.filter(number=number).first()
    if row is None:
        raise NotFound(filled("The service %(service)s has no version %(number)s.", service=service.key, number=number))
    return row


def source_hash(source: str) -> str:
    """The hash of a text as it was typed, mistakes included; it shows whether somebody else saved another."""
    return f"sha256:{sha256(source.encode()).hexdigest()}"


def to_change(service: Service) -> Version | None:
    """The version with whose text a writer begins: the draft, else the newest that is not yet published, else the live
    one. None for a service without any."""
    rows = service.versions.exclude(status__in=("published", "retired")).order_by("-number")
    found = next((row for row in rows if row.status == "draft"), None) or rows.first()
    return found or service.current or service.versions.order_by("-number").first()


def next_number(service: Service) -> int:
    """The number of the next version."""
    highest: int | None = service.versions.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def check(source: str, organisation: str) -> Checked:
    """Check a text as a version of a service of this organisation (id), within what it may have proved. Raises TooMany.

    Call it outside of a transaction: a proof may take seconds, and what is counted must not be rolled back."""
    return counted(source, organisation, by=organisation)


def counted(source: str, organisation: str, *, by: str) -> Checked:
    """The same, counted for `by`: an organisation, or somebody who acts for none. Raises TooMany."""
    limit("definitions.check", by, times=120, seconds=60)
    checked = prove(source, organisation)
    # The longest text takes about as long to read as the longest proof.
    share = max(checked.steps / STEPS_OF_PROOF, len(source) / MOST_CHARACTERS)
    if weight := round(HEAVIEST * min(share, 1)):
        limit("definitions.check", by, times=120, seconds=60, weight=weight)
    return checked


def prove(source: str, organisation: str) -> Checked:
    """Check a text in this place, as a definition of this organisation (id; "" for none)."""
    known = store.known_here(card.key for card in organisations().values())
    off = store.switched_off(organisation) if organisation else ()
    return check_source(source, known=known, parent=store.parents_for(organisation), off=off)


def unchanged(service: Service, checked: Version) -> Version:
    """The version again, now that its service is locked. Raises NotFound, Conflict where it changed meanwhile."""
    version = version_row(service, checked.number)
    demand(version, checked.status)
    if version.source != checked.source:
        raise Conflict(
            filled("Version %(number)s was changed while it was checked.", number=checked.number),
            remedy="Read it again, then go on.",
        )
    return version


def refuse_mistakes(checked: Checked) -> None:
    """Raise Invalid with every mistake by its place, if there is any."""
    if checked.good:
        return
    fields = {f"line {finding.line}, column {finding.column}": _said(finding) for finding in checked.errors}
    count, first = len(checked.errors), as_line(checked.errors[0])
    raise Invalid(
        filled("The definition has one mistake. %(first)s", first=first)
        if count == 1
        else filled("The definition has %(count)s mistakes. %(first)s", count=count, first=first),
        remedy="Correct what is listed, then try again.",
        fields=fields,
    )


def _said(finding: Finding) -> str:
    return f"{finding.message} {finding.remedy}".strip()


def count_in(version: Version, acting: Acting) -> None:
    """Record who contributed to the version, so that somebody else approves it."""
    version.contributors = sorted({*version.contributors, *acting.accountable})


def demand(version: Version, *states: str) -> None:
    """Refuse unless the version is in one of these states. Raises Conflict."""
    if version.status not in states:
        fitting = either([SAID[state] for state in states])
        raise Conflict(
            filled("Version %(number)s is %(state)s.", number=version.number, state=SAID[version.status]),
            remedy=filled("This can be done with a version that is %(state)s.", state=fitting),
        )


def hand_in(version: Version, fields: list[str]) -> None:
    """Turn a draft into an immutable version. Raises Conflict if another version is identical."""
    try:
        with transaction.atomic():
            version.save(update_fields=[*fields, "changed_at"])
    except IntegrityError as error:
        same = Version.objects.filter(hash=version.hash).exclude(status="draft").first()
        number = same.number if same else "?"
        raise Conflict(
            filled("This is the same as version %(number)s.", number=number),
            remedy=filled("Return to version %(number)s, or change it.", number=number),
        ) from error


def go_live(service: Service, version: Version, *, acting: Acting, back: bool = False) -> None:
    """Let new applications begin on this version from now on; the service's row must be locked."""
    before = service.current
    if before is not None and before.pk != version.pk:
        before.status = "retired"
        before.save(update_fields=["status", "changed_at"])
    version.status = "published"
    version.published_at = clock.now()
    version.save(update_fields=["status", "published_at", "changed_at"])
    service.current = version
    service.retired_at = None
    service.save(update_fields=["current", "retired_at"])
    record(
        ServicePublished(service.key, version.number, version.hash, before.hash if before else "", back),
        acting=acting,
        object=object_of(service),
        organisation=str(service.organisation_id),
    )
