"""Which questions can be filled in with what is known about a person."""

from collections.abc import Mapping

# The types of questions that take what is known under a name. A day in a text, or an age in an amount of money, would
# be shown in another form than the question asks for.
TAKEN_BY: Mapping[str, tuple[str, ...]] = {
    "person": ("person",),
    "person.age": ("integer", "number"),
    "person.date_of_birth": ("date",),
    "person.name": ("text", "long_text"),
    "person.email": ("email", "text"),
    "person.phone": ("phone", "text"),
    "person.assurance": ("choice", "text"),
    "person.address": ("address",),
}


def can_be_filled(kind: str, name: str) -> bool:
    """Whether a question of this type takes what is known under a name."""
    return kind in TAKEN_BY.get(name, ())


def filled_from(kind: str) -> list[str]:
    """The names that a question of this type can be filled from."""
    return [name for name, kinds in TAKEN_BY.items() if kind in kinds]
