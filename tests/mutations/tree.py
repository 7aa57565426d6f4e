"""The values of a definition by their place in it, and which of them are worth changing."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

LANGUAGES = frozenset({"en", "cy"})
# How often a place is chosen: words in two languages and examples are most of a file, and rarely what matters.
OFTEN, SELDOM = 12, 1
IN_EXPRESSIONS = ("facts", "tables")


@dataclass(frozen=True)
class Spot:
    """One value of a document: what holds it, by which key or number, and the path from the top."""

    holder: Any
    key: str | int
    path: tuple[str | int, ...]

    @property
    def value(self) -> Any:
        return self.holder[self.key]

    def put(self, value: Any) -> None:
        """Put a copy there: aliases would make one change two."""
        self.holder[self.key] = deepcopy(value)

    @property
    def name(self) -> str:
        """The nearest key above, for an item of a list that of the list."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def written(self) -> str:
        return ".".join(map(str, self.path))

    @property
    def is_expression(self) -> bool:
        """Whether the value is read by the rules."""
        value, top = self.value, self.path[0]
        if not isinstance(value, str):
            return False
        if self.name == "when" or top == "facts":
            return True
        return top == "tables" and any(part in {"inputs", "when", "then", "otherwise"} for part in self.path)

    @property
    def weight(self) -> int:
        value = self.value
        words = isinstance(value, dict) and bool(LANGUAGES.intersection(value))
        in_words = words or bool(LANGUAGES.intersection(self.path)) or self.name in {"synonyms", "reference"}
        return SELDOM if in_words or self.path[0] == "examples" else OFTEN


def spots(document: Any, path: tuple[str | int, ...] = ()) -> Iterator[Spot]:
    """Every value below the top, in the order of the document."""
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in items:
        here = (*path, key)
        yield Spot(document, key, here)
        if isinstance(value, dict | list):
            yield from spots(value, here)


def pick(document: Any, dice: Random, wanted: Callable[[Spot], bool]) -> Spot | None:
    """One of the spots that are wanted; None where there is none."""
    found = [spot for spot in spots(document) if wanted(spot)]
    return dice.choices(found, [spot.weight for spot in found])[0] if found else None


def twin(document: Any, dice: Random) -> tuple[Spot, Spot] | None:
    """Two spots of different values of the same kind under the same name; None where there are none."""
    alike: dict[tuple[str, type, type], list[Spot]] = {}
    for spot in spots(document):
        if not LANGUAGES.intersection(spot.path):
            alike.setdefault((spot.name, type(spot.key), type(spot.value)), []).append(spot)
    several = {spot.path: others for others in alike.values() if len(others) > 1 for spot in others}
    one = pick(document, dice, lambda spot: spot.path in several)
    others = [other for other in several[one.path] if other.value != one.value] if one is not None else []
    return (one, dice.choice(others)) if one is not None and others else None
