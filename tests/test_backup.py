"""A backup holds the whole place, and restoring it gives the same place back, on the database of the suite."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
REPOSITORY = Path(__file__).parents[1]
SERVER = os.environ.get("DATABASE_URL", "")
KEY = "a key for tests of backups only, long enough to be one " * 2
SENSITIVE = "another key for tests of backups, long enough as well " * 2

# A person, an entry with a sealed part, queued work and a file: what a restored place must still know.
FILL = """
import django; django.setup()
from io import BytesIO
from pathlib import Path
from django.conf import settings
from django.db import transaction
from commonweal.ground.identity.models import Person
from commonweal.blocks.forms import api as forms
from commonweal.ground.organisations.api import create_organisation
from commonweal.kernel import sensitive
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.site.server.serving import prepare
prepare()
ann = Person.objects.create_user("ann@example.org", "secret word", name="Ann")
create_organisation(key="town", name={"en": "Town"}, kind="council", acting=SYSTEM)
Path(settings.VAR / "sealed.txt").write_text(sensitive.seal(ann.ref, "asthma"))
sent = BytesIO(b"a,b\\n1,2\\n"); sent.name = "wages.csv"
forms.store_upload(file=sent, owner=ann.ref, acting=Acting(actor=ann.ref))
folder = settings.MEDIA_ROOT / "ab"; folder.mkdir(parents=True)
(folder / "letter.bin").write_bytes(bytes(range(256)) * 40)
"""
LOOK = """
import django; django.setup()
import json
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import DatabaseError, transaction
from commonweal.blocks.forms import api as forms
from commonweal.blocks.forms.models import Upload
from commonweal.ground.identity.models import Person
from commonweal.kernel import journal_digest, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.models import JournalEntry
rows = {}
for model in apps.get_models(include_auto_created=True):
    if model._meta.managed and not model._meta.proxy and model._meta.label != "sessions.Session":
        rows[model._meta.label] = sorted(serializers.serialize("json", [row]) for row in model._base_manager.all())
try:
    with transaction.atomic():
        JournalEntry.objects.update(actor="x")
    guarded = False
except DatabaseError:
    guarded = True
sealed = settings.VAR / "sealed.txt"
uploads = [forms.open_upload(upload=str(row.pk), acting=Acting(actor=row.owner)) for row in Upload.objects.all()]
print(json.dumps({
    "rows": rows,
    "guarded": guarded,
    "whole": all(journal_digest.verify(row) for row in JournalEntry.objects.all()),
    "opened": sensitive.unseal(Person.objects.get().ref, sealed.read_text()) if sealed.exists() else None,
    "uploads": [opened.content.decode() for opened in uploads],
    "files": {str(p.relative_to(settings.MEDIA_ROOT)): p.read_bytes().hex() for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()},
}))
"""


@dataclass(frozen=True)
class Place:
    """A data folder and a database; every command runs in a process of its own, as an operator's would."""

    var: Path
    database: str

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMONWEAL_", "DJANGO_"))}
        own = {
            "COMMONWEAL_MODE": "demo",
            "COMMONWEAL_VAR": str(self.var),
            "COMMONWEAL_DATABASE_URL": self.database,
            "COMMONWEAL_SECRET_KEY": KEY,
            "COMMONWEAL_SENSITIVE_KEY": SENSITIVE,
            "DJANGO_SETTINGS_MODULE": "commonweal.site.settings.live",
            "PYTHONPATH": str(REPOSITORY / "src"),
        }
        return subprocess.run(
            [sys.executable, *arguments], env={**kept, **own}, capture_output=True, text=True, timeout=300, check=False
        )

    def script(self, source: str) -> str:
        done = self.run("-c", source)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def command(self, *arguments: str, expected: int = 0) -> str:
        done = self.run("-m", "commonweal.site.command", *arguments)
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout + done.stderr

    def look(self) -> dict:
        return json.loads(self.script(LOOK).splitlines()[-1])


def _psql(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture(scope="module")
def new_place(tmp_path_factory) -> Iterator:
    """Makes places: on the suite's PostgreSQL server a database each, else a SQLite file each."""
    made: list[str] = []

    def make() -> Place:
        var = tmp_path_factory.mktemp("place")
        if not SERVER:
            return Place(var, "")
        name = f"commonweal_backup_{uuid.uuid4().hex[:12]}"
        _psql(f'CREATE DATABASE "{name}"')
        made.append(name)
        return Place(var, urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}")))

    yield make
    for name in made:
        _psql(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def town(new_place) -> Place:
    place = new_place()
    place.script(FILL)
    return place


@pytest.fixture(scope="module")
def archive(town, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("kept") / "town.tar.gz"
    assert "members" in town.command("backup", str(target))
    return target


@pytest.fixture(scope="module")
def before(town, archive) -> dict:
    return town.look()


@pytest.fixture(scope="module")
def restored(archive, new_place, town) -> Place:
    place = new_place()
    shutil.copy(town.var / "sealed.txt", place.var)
    assert "is back" in place.command("restore", str(archive))
    return place


def test_a_restored_place_has_every_row_and_every_file(before, restored):
    after = restored.look()
    assert after["rows"].keys() == before["rows"].keys()
    assert [label for label in before["rows"] if after["rows"][label] != before["rows"][label]] == []
    assert after["files"] == before["files"] != {}
    assert len(before["rows"]["kernel.JournalEntry"]) > 0


def test_what_was_sealed_opens_with_the_keys_that_were_kept_elsewhere(before, restored):
    assert restored.look()["opened"] == before["opened"] == "asthma"


def test_files_open_again_and_are_for_the_platform_alone(before, restored):
    assert restored.look()["uploads"] == before["uploads"] == ["a,b\n1,2\n"]
    files = restored.var / "files"
    kept = (files, *files.rglob("*"), *restored.var.glob("*.sqlite3"))
    assert [path for path in kept if path.stat().st_mode & 0o077] == []


def test_the_journal_is_whole_and_still_refuses_to_be_changed(restored):
    after = restored.look()
    assert (after["whole"], after["guarded"]) == (True, True)


def test_a_restored_place_goes_on(restored):
    restored.command("manage", "migrate", "--check")
    restored.script(FILL.replace("ann@", "ben@").replace('key="town"', 'key="shire"').replace('"ab"', '"cd"'))


def test_keys_are_in_no_backup_and_nobody_else_may_read_it(archive):
    with tarfile.open(archive) as tar:
        content = b"".join(tar.extractfile(member).read() for member in tar.getmembers())
    assert KEY.encode() not in content
    assert SENSITIVE.encode() not in content
    assert archive.stat().st_mode & 0o077 == 0


def test_a_place_that_has_entries_is_not_overwritten_unless_that_is_said(archive, town, before):
    assert "not empty" in town.command("restore", str(archive), expected=1)
    assert town.look() == before
    town.command("restore", str(archive), "--over")
    assert town.look() == before


def test_a_backup_overwrites_nothing(archive, town):
    size = archive.stat().st_size
    assert "exists already" in town.command("backup", str(archive), expected=1)
    assert archive.stat().st_size == size


def rewritten(archive: Path, target: Path, change) -> Path:
    """The archive again, each member's bytes as `change(name, bytes)` gives them."""
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for member in old.getmembers():
            content = change(member.name, old.extractfile(member).read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


def test_an_archive_with_a_damaged_member_is_refused_and_nothing_is_touched(archive, town, before, tmp_path):
    def damage(name: str, content: bytes) -> bytes:
        return content if name == "manifest.json" else content[:-1] + bytes([content[-1] ^ 1])

    broken = rewritten(archive, tmp_path / "broken.tar.gz", damage)
    assert "missing or damaged" in town.command("restore", str(broken), "--over", expected=1)
    assert town.look() == before


def test_half_an_archive_is_refused(archive, town, tmp_path):
    half = tmp_path / "half.tar.gz"
    half.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    assert "not a complete backup" in town.command("restore", str(half), "--over", expected=1)


@pytest.mark.parametrize(
    ("name", "link"),
    [("../../escaped.txt", ""), ("/escaped.txt", ""), ("files/a", "../../escaped.txt"), ("files/a", "/etc")],
)
def test_an_archive_that_reaches_outside_its_folder_is_refused(town, tmp_path, name, link):
    hostile = tmp_path / "hostile.tar.gz"
    with tarfile.open(hostile, "w:gz") as tar:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = (tarfile.SYMTYPE, link) if link else (tarfile.REGTYPE, "")
        entry.size = 0 if link else 1
        tar.addfile(entry, io.BytesIO(b"x" * entry.size))
    assert "not a complete backup" in town.command("restore", str(hostile), "--over", expected=1)
    assert not list(town.var.parent.glob("**/escaped.txt"))


def test_a_backup_of_another_kind_of_database_is_refused(archive, town, tmp_path):
    def relabel(name: str, content: bytes) -> bytes:
        return re.sub(rb'"database": "\w+"', b'"database": "oracle"', content) if name == "manifest.json" else content

    other = rewritten(archive, tmp_path / "other.tar.gz", relabel)
    assert "The backup is of oracle" in town.command("restore", str(other), "--over", expected=1)
