"""Reads a file of another platform, or raises with the reason."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from commonweal.blocks.forms.importers import moj, xgov
from commonweal.blocks.forms.importers.refusal import Refused
from commonweal.blocks.forms.importers.rehearsal import Rehearsal, rehearse
from commonweal.blocks.forms.pages.page import read_form
from commonweal.kernel.budget import UsedUp, within
from commonweal.kernel.tables import TableRefused, read_bytes

DIALECTS = {"xgov": xgov, "moj": moj}
MOST_BYTES = 5_000_000
# The largest public form that we know of needs a hundredth of it.
STEPS_OF_IMPORT = 5_000_000
TOO_LARGE = Refused("it is larger than we read", f"at most {MOST_BYTES // 1_000_000} MB")
TOO_MUCH = Refused("it branches more than we can follow", "split it into several forms")
# What a file that cannot be read has in place of its dialect.
UNREADABLE = "unread"


@dataclass(frozen=True)
class Imported:
    """What became of one file: either a `section` with its rehearsal, or a `reason` for the refusal."""

    file: str
    dialect: str
    section: Sequence[dict[str, Any]] | None = None
    rehearsal: Rehearsal | None = None
    notes: Sequence[str] = field(default_factory=list)
    reason: str = ""
    detail: str = ""

    @property
    def runs(self) -> bool:
        return self.section is not None


def import_file(path: Path) -> Imported | None:
    """What happened to a file; None if it is a form of no platform that we read."""
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            return Imported(path.name, UNREADABLE, reason=TOO_LARGE.reason, detail=TOO_LARGE.detail)
        document = json.loads(read_bytes(path, "JSON"))
    except TableRefused as refused:
        return _unreadable(path, str(refused))
    except (ValueError, RecursionError) as error:
        return _unreadable(path, f"it is not valid JSON ({error}). Export it again")
    for name, dialect in DIALECTS.items():
        if dialect.recognises(document):
            return _imported(path, name, document)
    return None


def _unreadable(path: Path, detail: str) -> Imported:
    return Imported(path.name, UNREADABLE, reason="the file cannot be read", detail=detail)


def _imported(path: Path, dialect: str, document: object) -> Imported:
    try:
        with within(STEPS_OF_IMPORT):
            draft = DIALECTS[dialect].read(document)
            section = draft.section()
            form = read_form(section)
            rehearsal = rehearse(form, draft)
    except (UsedUp, RecursionError):
        return Imported(path.name, dialect, reason=TOO_MUCH.reason, detail=TOO_MUCH.detail)
    except Refused as refused:
        return Imported(path.name, dialect, reason=refused.reason, detail=refused.detail)
    except ValidationError as error:
        first = error.errors()[0]
        return Imported(path.name, dialect, reason="our form refuses it", detail=f"{first['loc']}: {first['msg']}")
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return Imported(path.name, dialect, reason="it is not of the shape that we know", detail=repr(error))
    return Imported(path.name, dialect, section, rehearsal, draft.notes)


def import_all(path: Path) -> Iterator[Imported]:
    """Every form in a file or, with all folders below it, in a folder."""
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    for file in files:
        found = import_file(file)
        if found is not None:
            yield found
