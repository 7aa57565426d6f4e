"""Finds what differs between two documents, item by item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from commonweal.services.definitions.language.overlay import identity_of

ChangeKind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class Change:
    """One difference. `path` has names instead of positions where items have names: ("form", "items", "questions",
    "photo", "required")."""

    kind: ChangeKind
    path: tuple[str, ...]
    old: object = None
    new: Any = None


def changes(old: Any, new: Any, path: tuple[str, ...] = ()) -> Iterator[Change]:
    """Every difference, in the order of the new document; what was taken out comes after what is there."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _in_mappings(old, new, path)
        return
    word = _common_identity(old, new)
    if word:
        before = {item[word]: item for item in old}
        after = {item[word]: item for item in new}
        yield from _in_mappings(before, after, path)
        stayed = [name for name in before if name in after]
        if stayed != [name for name in after if name in before]:
            yield Change("moved", path, list(before), list(after))
        return
    yield Change("changed", path, old, new)


def _in_mappings(old: Mapping[str, object], new: Mapping[str, object], path: tuple[str, ...]) -> Iterator[Change]:
    for key, value in new.items():
        if key not in old:
            yield Change("added", (*path, key), None, value)
        else:
            yield from changes(old[key], value, (*path, key))
    for key, value in old.items():
        if key not in new:
            yield Change("removed", (*path, key), value, None)


def _common_identity(old: object, new: object) -> str | None:
    if not isinstance(old, list) or not isinstance(new, list):
        return None
    words = {identity_of(items) for items in (old, new) if items}
    if len(words) != 1:
        return None
    word = words.pop()
    for items in (old, new):
        names = [item.get(word) for item in items] if word else []
        if len(set(names)) != len(names):
            return None
    return word
