"""A backup is one archive: the database, the files, and a list of what is in it with checksums."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from commonweal import __version__
from commonweal.kernel import clock
from commonweal.kernel.problems import Problem

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1 << 20


class BackupRefused(Problem):
    """The archive cannot be made or restored."""

    status, code, title = 409, "backup-refused", "The backup was refused"


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupRefused(f"{name} is not installed.", remedy="Install PostgreSQL's client programs.")
    return found


def _run_for_database(*command: str) -> None:
    database = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    values = {variable: str(database[key]) for variable, key in named.items() if database.get(key)}
    # The programs are PostgreSQL's own, found on the PATH; their arguments are ours.
    result = subprocess.run([*command], env={**os.environ, **values}, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        raise BackupRefused(f"{Path(command[0]).name} failed: {' '.join(result.stderr.split())[-400:]}")


def _dump(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        target = folder / "database.sqlite3"
        with connection.cursor() as cursor:
            # A consistent copy, even while others write.
            cursor.execute("VACUUM INTO %s", [str(target)])
        return target
    target = folder / "database.dump"
    _run_for_database(_tool("pg_dump"), "--format=custom", "--no-owner", f"--file={target}")
    return target


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    yield from sorted(path for path in root.rglob("*") if path.is_file()) if root.exists() else ()


def backup(target: Path) -> dict[str, Any]:
    """Write the archive (.tar.gz) and give its manifest. The keys of the place are not in it: keep them elsewhere.

    The file appears under its name only when it is whole. Raises BackupRefused."""
    if target.exists():
        raise BackupRefused(
            f"{target} exists already.", remedy="Choose another name; a backup does not overwrite files."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        database = _dump(folder)
        # Files come after the database: each file that the database knows is there, at worst one more.
        members = {database.name: database}
        members |= {f"files/{path.relative_to(settings.MEDIA_ROOT)}": path for path in _files()}
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "made_at": clock.now().isoformat(),
            "database": connection.vendor,
            "place": settings.PLACE_NAME,
            "members": {name: _checksum(path) for name, path in members.items()},
        }
        part = folder / "part.tar.gz"
        with tarfile.open(part, "w:gz", compresslevel=6) as tar:
            words = json.dumps(manifest, indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(words)
            tar.addfile(entry, io.BytesIO(words))
            for member, path in members.items():
                tar.add(path, arcname=member, recursive=False)
        part.chmod(0o600)
        part.replace(target)
    return manifest


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the files of an archive below the folder: nothing but plain files, as a backup has them. The filter of
    tarfile, which would do it, is missing in the Python 3.11 of some distributions."""
    for member in tar:
        target = (folder / member.name).resolve()
        if not target.is_relative_to(folder.resolve()):
            raise tarfile.TarError(f"{member.name} is outside the archive")
        content = tar.extractfile(member) if member.isreg() else None
        if content is None:
            raise tarfile.TarError(f"{member.name} is not a file")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _unpacked(source: Path, folder: Path) -> dict[str, object]:
    try:
        with tarfile.open(source, "r:gz") as tar:
            _extract(tar, folder)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupRefused(f"{source} is not a complete backup ({error}).", remedy="Use another backup.") from error
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        members = manifest["members"]
    except (OSError, ValueError, KeyError) as error:
        raise BackupRefused(
            f"{source} has no manifest.", remedy="Use an archive that `commonweal backup` made."
        ) from error
    if manifest.get("format") != FORMAT:
        raise BackupRefused(f"{source} has the format {manifest.get('format')}; this version reads {FORMAT}.")
    for name, checksum in members.items():
        path = folder / name
        if not path.is_file() or _checksum(path) != checksum:
            raise BackupRefused(f"{name} in {source} is missing or damaged.", remedy="Use another backup.")
    return manifest


def _close(folder: Path) -> None:
    """Restrict a folder and everything in it to its owner: an archive keeps no folders, and old files may be open."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _is_empty() -> bool:
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    tables = connection.introspection.table_names()
    if "kernel_journalentry" not in tables:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_journalentry")
        return not cursor.fetchone()[0]


def _load(folder: Path) -> None:
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(folder / "database.sqlite3") as kept:
            intact = kept.execute("PRAGMA integrity_check").fetchone()[0]
        if intact != "ok":
            raise BackupRefused(f"The database in the backup is damaged: {intact}", remedy="Use another backup.")
        target.touch(mode=0o600)
        target.chmod(0o600)
        shutil.copyfile(folder / "database.sqlite3", target)
        return
    connections.close_all()
    dump = str(folder / "database.dump")
    database = str(connection.settings_dict["NAME"])
    _run_for_database(
        _tool("pg_restore"),
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={database}",
        dump,
    )


def restore(source: Path, *, over: bool = False) -> dict[str, Any]:
    """Put an archive back and give its manifest. A place that has entries is kept unless `over`.

    Nothing is touched before the archive has been read whole and its checksums fit. Raises BackupRefused."""
    if not over and not _is_empty():
        raise BackupRefused(
            "This place is not empty: restoring would replace everything in it.",
            remedy="Make a backup of it first, then use --over.",
        )
    root = Path(settings.MEDIA_ROOT)
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent) as name:
        folder = Path(name)
        manifest = _unpacked(source, folder)
        if manifest["database"] != connection.vendor:
            raise BackupRefused(
                f"The backup is of {manifest['database']}, this place uses {connection.vendor}.",
                remedy="Point COMMONWEAL_DATABASE_URL at a database of the same kind.",
            )
        _load(folder)
        if root.exists():
            shutil.rmtree(root)
        kept = folder / "files"
        kept.mkdir(exist_ok=True)
        _close(kept)
        shutil.move(str(kept), str(root))
    return manifest
