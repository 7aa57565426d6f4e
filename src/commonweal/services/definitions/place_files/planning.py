"""Plans what applying a folder would do: create, change, or leave unchanged, document by document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from commonweal.kernel.place import Document, Folder, Kind, fingerprint
from commonweal.services.definitions.place_files.folder import kinds

Action = Literal["create", "change", "unchanged"]


@dataclass(frozen=True)
class Planned:
    """What would become of one document. `print` is the fingerprint by which it is compared with what
    the place has; `words` describe a change in sentences."""

    kind: str
    key: str
    path: str
    print: str
    action: Action
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The whole, in the order in which it would be done. `untouched` counts what the place has besides, by kind."""

    steps: tuple[Planned, ...]
    untouched: Mapping[str, int] = field(default_factory=dict)

    def count(self, action: Action) -> int:
        """How many documents have this coming."""
        return sum(step.action == action for step in self.steps)


def kept_by_the_place() -> dict[str, Mapping[str, str]]:
    """Fingerprints of what the place has, by kind and key."""
    return {key: kind.state() for key, kind in kinds().items()}


def plan(folder: Folder) -> Plan:
    """Compare a folder, checked and with its `kept`, with the place."""
    steps = [_planned(kind, document, folder) for kind in kinds().values() for document in folder.of(kind.key).values()]
    kept = folder.kept or {}
    untouched = {key: len(set(kept.get(key, {})) - set(folder.of(key))) for key in kinds()}
    return Plan(tuple(steps), {key: count for key, count in untouched.items() if count})


def _planned(kind: Kind, document: Document, folder: Folder) -> Planned:
    there = (folder.kept or {}).get(kind.key, {}).get(document.key)
    print_ = kind.print_of(document, folder) if kind.print_of else fingerprint(document.data)
    where = (kind.key, document.key, document.path, print_)
    if there is None:
        return Planned(*where, "create")
    if there == print_:
        return Planned(*where, "unchanged")
    return Planned(*where, "change", tuple(kind.changes(document, folder)) if kind.changes else ())
