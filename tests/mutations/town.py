"""The demo place as its folder says, applied once, with a resident and a colleague who holds every role."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.test import Client
from django_tasks_db.models import DBTaskResult

from commonweal.blocks.cases.permissions import KNOWN_ROLES
from commonweal.ground.areas.models import GazetteerEntry
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.models import Membership, Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.worker import run_all
from commonweal.services.definitions.place_files.folder import kinds, read_folder
from commonweal.services.journeys.drafts import known_about
from commonweal.site.demo.preparing import load_map
from tests.mutations.browser import Broken, Browser
from tests.mutations.mutants import PLACE

ADDRESSES = 40  # of the gazetteer; the others are alike


@dataclass(frozen=True)
class Town:
    """Who walks. Browsers are made anew for each walk: a session belongs to what is undone after it."""

    resident: Person
    colleague: Person

    def applicant(self, language: str) -> Browser:
        """The resident, signed in."""
        return Browser(sign_in(Client(HTTP_ACCEPT_LANGUAGE=language), self.resident, strong=False), "resident")

    def guest(self, language: str) -> Browser:
        """Somebody without an account."""
        return Browser(Client(HTTP_ACCEPT_LANGUAGE=language), "guest")

    def staff(self, organisation: str, roles: set[str]) -> Browser:
        """The colleague at work in an organisation (key), in every role that somebody can hold there."""
        row = Organisation.objects.get(key=organisation)
        Membership.objects.update_or_create(
            organisation=row, person=self.colleague, defaults={"roles": sorted({*KNOWN_ROLES, *roles})}
        )
        client = sign_in(Client(), self.colleague)
        session = client.session
        session["organisation"] = str(row.pk)
        session.save()
        return Browser(client, "staff")

    @cached_property
    def known(self) -> Mapping[str, Any]:
        """What expressions know about the resident."""
        return known_about(str(self.resident.pk))

    @cached_property
    def addresses(self) -> list[dict[str, str]]:
        """Addresses of the place as answers, from each of its areas."""
        by_area: dict[str, dict[str, str]] = {}
        for row in GazetteerEntry.objects.all():
            parts = {"line1": row.lines, "town": row.town, "postcode": row.postcode, "uprn": row.uprn}
            by_area.setdefault(str(row.area_id), parts)
        return list(by_area.values())


def run_queue() -> None:
    """Let the worker do what is queued. Raises Broken where some of it fails."""
    run_all()
    failed = DBTaskResult.objects.filter(status="FAILED").first()
    if failed is not None:
        raise Broken(f"the worker fails at {failed.task_path}: {' '.join(failed.traceback.split())[-300:]}")


def make_town() -> Town:
    """Apply the place without proving it anew: that its files are right is what another test says."""
    with tempfile.TemporaryDirectory() as folder:
        load_map(_smaller(Path(folder)))
    folder_read = read_folder(PLACE)
    for kind in kinds().values():
        for document in folder_read.folder.of(kind.key).values():
            kind.apply(document, folder_read.folder, SYSTEM)
    resident = make_person(
        "Anwen Price",
        "anwen@people.example.org",
        assurance="high",
        date_of_birth=date(1989, 3, 4),
        phone="+442079460201",
    )
    colleague = make_person("Owen Clarke", "owen@people.example.org")
    for organisation in Organisation.objects.all():
        make_staff(organisation, colleague, *KNOWN_ROLES)
    run_queue()
    return Town(resident, colleague)


def _smaller(folder: Path) -> Path:
    """The map of the place with some of its addresses."""
    rows = (PLACE / "gazetteer.csv").read_text("utf-8").splitlines(keepends=True)
    step = max(1, len(rows[1:]) // ADDRESSES)
    (folder / "gazetteer.csv").write_text("".join([rows[0], *rows[1::step]]), "utf-8")
    for name in ("areas.geojson", "place.yaml"):
        shutil.copy(PLACE / name, folder / name)
    return folder
