"""The names that an expression may read, with their kinds; finds qualified names and near misses."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from commonweal.kernel.text import nearest
from commonweal.kernel.values import ANY, ListOf, Record, ValueType

# What a requirement calls the answer that it is about, beside its own key.
THE_ANSWER = "value"


@dataclass(frozen=True)
class Found:
    """A name as it resolved. `name` is the longest dotted part that is one value; `rest` are fields inside it that
    still have to be read from it."""

    name: str
    kind: ValueType
    rest: Sequence[str] = ()


def _knows_nothing(name: str) -> ValueType | None:
    del name
    return None


@dataclass(frozen=True)
class Names:
    """Names by their dotted form. `ask` is asked for names whose kind must first be worked out (facts)."""

    known: Mapping[str, ValueType]
    ask: Callable[[str], ValueType | None] = field(default=_knows_nothing)
    also: Sequence[str] = ()  # names that `ask` knows, for suggestions
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def within(self, scope: Mapping[str, ValueType], about: str = "") -> "Names":
        """These names, hidden by those that only one place has; `about` is the answer that is called `value` there."""
        if not scope:
            return self
        choices = self._choices_within(scope)
        if about in choices:
            choices = {**choices, THE_ANSWER: choices[about]}
        return Names({**self.known, **scope}, self.ask, self.also, choices)

    def _choices_within(self, scope: Mapping[str, ValueType]) -> Mapping[str, Sequence[str]]:
        """The options as a place inside a repeat group sees them: those of its siblings, by their bare names."""
        own = [key for key in scope if key != THE_ANSWER]
        groups = [name for name, kind in self.known.items() if own and set(own) <= set(_fields_of_items(kind))]
        if not groups:
            return self.choices
        found = {name: options for name, options in self.choices.items() if name not in scope}
        for key in own:
            options = [self.choices.get(f"{group}.{key}") for group in groups]
            if all(options):
                found[key] = tuple(dict.fromkeys(value for one in options for value in one or ()))
        return found

    def kind(self, name: str) -> ValueType | None:
        """The kind of exactly this name."""
        kind = self.known.get(name)
        return self.ask(name) if kind is None else kind

    def find(self, parts: Sequence[str]) -> Found | None:
        """The longest declared name that begins `parts`, followed through records as far as they go."""
        for length in range(len(parts), 0, -1):
            kind = self.kind(".".join(parts[:length]))
            if kind is not None:
                return _followed(parts, length, kind)
        return None

    def is_prefix(self, name: str) -> bool:
        """Whether qualified names begin with it (`person` of `person.age`)."""
        return any(known.startswith(name + ".") for known in (*self.known, *self.also))

    def like(self, name: str) -> list[str]:
        """Names that somebody may have meant."""
        return near(name, self.all())

    def elsewhere(self, last: str) -> str:
        """The remedy for a name whose last part is right: of a parameter or fact, or of an answer in a repeat group;
        '' for others."""
        whole = [name for name in self.all() if name.rpartition(".")[2] == last]
        if whole:
            return f"Write {whole[0]}."
        groups = [name for name, kind in self.known.items() if last in _fields_of_items(kind)]
        if groups:
            return f"It is asked in each row of '{groups[0]}': write {groups[0]}.map(row, row.{last})."
        return ""

    def all(self) -> list[str]:
        """Every dotted name, fields of records included."""
        found = list(self.also)
        for name, kind in self.known.items():
            found.append(name)
            if isinstance(kind, Record):
                found += [f"{name}.{part}" for part in kind.fields]
        return found


def _fields_of_items(kind: ValueType) -> Iterable[str]:
    return kind.item.fields if isinstance(kind, ListOf) and isinstance(kind.item, Record) else ()


def _followed(parts: Sequence[str], length: int, kind: ValueType) -> Found:
    while length < len(parts) and isinstance(kind, Record):
        part = kind.fields.get(parts[length])
        if part is None:
            if not kind.open:
                break
            part = ANY
        kind = part
        length += 1
    return Found(".".join(parts[:length]), kind, parts[length:])


def near(name: str, known: Iterable[str]) -> list[str]:
    """The known name that looks most like this one, if any does."""
    found = nearest(name, list(known))
    return [found] if found else []


def did_you_mean(candidates: Sequence[str]) -> str:
    """A question that offers near misses, or nothing."""
    return f"Did you mean {' or '.join(repr(name) for name in candidates)}?" if candidates else ""
