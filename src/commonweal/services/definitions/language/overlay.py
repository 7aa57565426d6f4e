"""Overlays: a definition that `extends` another contains only the differences; the rest is the other's, now and
later."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from commonweal.kernel.budget import spend
from commonweal.kernel.definition import Finding, Path
from commonweal.services.definitions.language.assembling import Refused

# The words by which items of a list are known, in the order in which they are looked for.
IDENTITIES = ("key", "page", "name")
# In an item of an overlay: `overlay: remove`, `overlay: replace`, `overlay: {before: other}`, `{after: other}`.
INSTRUCTION = "overlay"


def merged(parent: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """The resolved document: the parent's with the overlay's laid over it. Raises Refused.

    Mappings merge by key, and null removes a key. Lists whose items have a `key` (or `page`, `name`) merge item by
    item; new items come last unless they have a position. Other lists and values are the overlay's."""
    findings: list[Finding] = []
    made = _mapping(parent, own, (), findings)
    if findings:
        raise Refused(findings)
    return made


def _value(old: object, new: object, path: Path, findings: list[Finding]) -> object:
    if isinstance(new, Mapping):
        return _mapping(old if isinstance(old, Mapping) else {}, new, path, findings)
    if isinstance(new, list) and identity_of(new) and (not old or identity_of(old)):
        return _items(old if isinstance(old, list) else [], new, path, findings)
    return deepcopy(new)


def _mapping(
    old: Mapping[str, object], new: Mapping[str, object], path: Path, findings: list[Finding]
) -> dict[str, object]:
    made = deepcopy(dict(old))
    for key, value in new.items():
        if value is None:
            made.pop(key, None)
        elif not (key == INSTRUCTION and path and isinstance(path[-1], int)):
            made[key] = _value(made.get(key), value, (*path, key), findings)
    return made


def identity_of(items: object) -> str | None:
    """The word by which the items of a list are known, if they all have one."""
    if not isinstance(items, list) or not items or not all(isinstance(item, Mapping) for item in items):
        return None
    return next((word for word in IDENTITIES if all(isinstance(item.get(word), str) for item in items)), None)


def _items(old: list[Any], new: list[Any], path: Path, findings: list[Finding]) -> list[Any]:
    word = identity_of(new) or ""
    made = [deepcopy(item) for item in old]
    for number, item in enumerate(new):
        here = (*path, number)
        place = _place(made, word, item[word])
        what = item.get(INSTRUCTION)
        if what == "remove":
            if place is None:
                findings.append(_no_such(item[word], made, word, here))
            else:
                del made[place]
            continue
        base = made[place] if place is not None and what != "replace" else {}
        laid = _mapping(base, item, here, findings)
        if isinstance(what, Mapping):
            _put(made, laid, what, word, place, here, findings)
        elif what not in (None, "replace"):
            findings.append(_odd(what, here))
        elif place is None:
            made.append(laid)
        else:
            made[place] = laid
    return made


def _place(items: list[object], word: str, name: object) -> int | None:
    spend(len(items))
    return next((n for n, item in enumerate(items) if isinstance(item, Mapping) and item.get(word) == name), None)


def _put(
    items: list[Any],
    item: Mapping[str, object],
    where: Mapping[str, object],
    word: str,
    place: int | None,
    here: Path,
    findings: list[Finding],
) -> None:
    """Move or insert an item before or after another."""
    if len(where) != 1 or not set(where) <= {"before", "after"}:
        findings.append(_odd(dict(where), here))
        return
    (side, name), *_ = where.items()
    if place is not None:
        del items[place]
    other = _place(items, word, name)
    if other is None:
        findings.append(_no_such(name, items, word, here))
        return
    items.insert(other + (side == "after"), item)


def _no_such(name: object, items: list[Any], word: str, path: Path) -> Finding:
    there = ", ".join(str(item.get(word)) for item in items) or "nothing"
    return Finding(
        "overlay-target", f"The definition below this overlay has no '{name}' here.", f"It has: {there}.", path
    )


def _odd(what: object, path: Path) -> Finding:
    return Finding(
        "overlay-instruction",
        f"{what!r} is not an operation of an overlay on an item.",
        "Write `overlay: remove`, `overlay: replace`, `overlay: {before: other}` or `overlay: {after: other}`.",
        (*path, INSTRUCTION),
    )
