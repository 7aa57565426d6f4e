"""What a browser posted: strings by field name, with hyphens between the parts of a name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.kernel.written.words import visible

Posted = Mapping[str, object]
Fields = dict[str, tuple[str, ...]]


def as_typed(posted: Posted) -> dict[str, tuple[str, ...]]:
    """What a view hands over (a QueryDict, a dict of strings or of lists) as tuples of strings."""
    lists: Iterable[tuple[str, Any]] = posted.lists() if hasattr(posted, "lists") else posted.items()
    typed = {}
    for name, values in lists:
        many = [values] if isinstance(values, str) else list(values)
        typed[str(name)] = tuple(visible(v) for v in many if isinstance(v, str))
    return typed


@dataclass(frozen=True)
class Typed:
    """The part of a post that belongs to one question; `name` is the question's field name."""

    fields: Mapping[str, tuple[str, ...]]
    name: str

    def full(self, part: str = "") -> str:
        return f"{self.name}-{part}" if part else self.name

    def one(self, part: str = "") -> str:
        """The last string of an input, '' where it is absent."""
        values = self.fields.get(self.full(part), ())
        return values[-1] if values else ""

    def many(self, part: str = "") -> tuple[str, ...]:
        """All strings of an input that are not empty."""
        return tuple(v for v in self.fields.get(self.full(part), ()) if v)

    def under(self, part: str) -> "Typed":
        return Typed(self.fields, self.full(part))

    def parts(self) -> set[str]:
        """The first parts of all field names below this one ({"0", "1"} for rows, {"day"} for dates)."""
        start = f"{self.name}-"
        return {name[len(start) :].split("-", 1)[0] for name in self.fields if name.startswith(start)}

    @property
    def present(self) -> bool:
        """Whether any input of the question was posted at all, filled in or not."""
        return self.name in self.fields or bool(self.parts())
