"""The small world of the walk through all doors, after many years: hundreds or thousands of everything.

The rows are copies of those that the verbs wrote for the first object: making all by the verbs would take minutes."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import models

from commonweal.blocks.cases.models import Case, CaseTask, Correspondence
from commonweal.blocks.forms.models import Upload
from commonweal.blocks.messages.models import Message
from commonweal.blocks.search import api as search
from commonweal.ground.identity.models import Correction
from commonweal.ground.organisations.models import Organisation
from commonweal.insight.performance.figures import months_back
from commonweal.insight.performance.models import NOT_TIMED, MonthlyCount
from commonweal.kernel.clock import now
from commonweal.kernel.models import JournalEntry
from commonweal.services.catalogue.models import CatalogueEntry, EntryHeading
from commonweal.services.definitions.models import PlaceRecord, Service, Version
from commonweal.services.journeys.models import Journey
from tests.isolation.world import World, build

SERVICES = 2_000
MANY = 400  # of everything that one person or one case has
ORGANISATIONS = 300


def large(folder: Path) -> World:
    """Ann has used the place for years, and so have all its organisations."""
    world = build(folder)
    _life_event()
    _many_services()
    _many_applications(world)
    _many_words(world)
    return world


def _copies(row: Any, number: int = MANY, **fields: Any) -> Iterator[Any]:
    """New rows like this one; a field's value may be a function of the row's number."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for at in range(number):
        given = {name: value(at) if callable(value) else value for name, value in fields.items()}
        new = {"pk": uuid4()} if isinstance(row._meta.pk, models.UUIDField) else {}
        yield type(row)(**{name: value for name, value in values.items() if name != row._meta.pk.attname} | given | new)


def multiply(row: Any, number: int = MANY, **fields: Any) -> list[Any]:
    return list(type(row)._default_manager.bulk_create(_copies(row, number, **fields), batch_size=400))


def _life_event() -> None:
    row = PlaceRecord.objects.get()
    row.document |= {"life_events": [{"key": "moving", "title": {"en": "Moving", "cy": "Symud"}}]}
    row.save()


def _many_services() -> None:
    town, first = Organisation.objects.get(key="town"), Service.objects.get(key="town/bin")
    multiply(town, ORGANISATIONS, key=lambda at: f"member-{at}", roles_in_place=[])
    services = multiply(first, SERVICES, key=lambda at: f"town/service-{at}", current_id=None)
    versions = Version.objects.bulk_create(
        (
            next(_copies(first.current, 1, service_id=service.pk, hash=f"sha256:{service.key}", author="system"))
            for service in services
        ),
        batch_size=200,
    )
    for service, version in zip(services, versions, strict=True):
        service.current = version
    Service.objects.bulk_update(services, ["current"], batch_size=400)
    for number in range(MANY):
        title = {"en": f"Report bin number {number}", "cy": f"Rhoi gwybod am fin {number}"}
        search.put_entry(search.Document("service", f"service:town/service-{number}", "/", title, title))
    entries = multiply(
        CatalogueEntry.objects.get(key="town/bin"), SERVICES, key=lambda at: f"town/service-{at}", lgsl=None
    )
    headings = [
        EntryHeading(entry=entry, kind=kind, key=key)
        for entry in entries
        for kind, key in (("topic", "waste"), ("life_event", "moving"))
    ]
    EntryHeading.objects.bulk_create(headings, batch_size=400)
    _years_of_use([service.key for service in services])


def _years_of_use(keys: list[str]) -> None:
    months = months_back(36)
    rows = (
        MonthlyCount(
            kind=kind, service=key, month=month, days=number % 200 if kind == "closed" else NOT_TIMED, number=9
        )
        for number, key in enumerate(keys)
        for month in months[number % 6 :: 6]
        for kind in ("begun", "submitted", "closed")
    )
    MonthlyCount.objects.bulk_create(rows, batch_size=1_000)


def _many_applications(world: World) -> None:
    ann, past = world.people["ann"].ref, now() - timedelta(days=400)
    case = Case.objects.get(pk=world.case)
    multiply(case, reference=lambda at: f"B-{at:06}", journey=lambda at: f"j{at}")
    multiply(case, reference=lambda at: f"C-{at:06}", journey=lambda at: f"c{at}", phase="closed", closed_at=past)
    multiply(Journey.objects.get(pk=world.arguments["journey_id"]))
    task = CaseTask.objects.filter(case=case, person=ann).order_by("pk")[0]
    multiply(task)
    for item in Correspondence.objects.filter(case=case):
        multiply(item)
    upload = Upload.objects.filter(owner=ann).order_by("pk")[0]
    multiply(upload, path="")
    multiply(upload, path="", holder=case.ref, expires_at=None, organisation=str(case.organisation_id))


def _many_words(world: World) -> None:
    ann = world.people["ann"]
    for channel in ("portal", "email"):
        row = Message.objects.filter(channel=channel, recipient=ann.ref).first() or Message.objects.first()
        assert row is not None
        multiply(row, key=lambda at, way=channel: f"{way}-{at}", channel=channel, person_id=ann.pk)
    multiply(Correction.objects.filter(person=ann).order_by("pk")[0])
    for entry in JournalEntry.objects.filter(subject=ann.ref)[:10]:
        multiply(entry, entry=lambda _at: uuid4())
