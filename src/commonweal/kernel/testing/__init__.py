"""For tests of all capabilities: doors (addresses) of the platform, and the rules for who may use each.

A capability's `tests/doors.py` holds `DOORS`, and where it needs them `plant(world, side)`, which makes the objects
that its doors lead to, and `AFTER`, the capabilities that plant before it. The walk in `tests/isolation/` finds the
file, tries every door as everybody, and fails for an address that has no door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Walker:
    """Somebody who tries every door.

    roles   what counts for them in this session, by the key of an organisation; a member without roles has an empty set
    key_of  the key of the organisation whose API key it is, with `scopes`; empty for people and browsers
    person  whether they are signed in
    fresh   whether they have shown their second factor within the last minutes
    valid   whether what they show counts at all: a key that was revoked opens nothing, not even what is for everybody
    """

    name: str
    person: bool = False
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    key_of: str = ""
    scopes: frozenset[str] = frozenset()
    steward: bool = False
    fresh: bool = False
    program: bool = False
    valid: bool = True


@dataclass
class Side:
    """One part of the world: an applicant, the organisation that deals with them, and what the two have between them.

    things  parts of addresses, and what else is needed to use a door, by name
    """

    name: str
    applicant: str
    organisation: str
    things: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """Who may come in, composed with `&`, `|` and `~`; written separately for the tests, so that they notice a
    wrong predicate of the platform."""

    ask: Callable[[Walker, Side], bool]

    def __call__(self, walker: Walker, side: Side) -> bool:
        return self.ask(walker, side)

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(lambda walker, side: self.ask(walker, side) and other.ask(walker, side))

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(lambda walker, side: self.ask(walker, side) or other.ask(walker, side))

    def __invert__(self) -> "Rule":
        return Rule(lambda walker, side: not self.ask(walker, side))


everybody = Rule(lambda _walker, _side: True)
nobody = Rule(lambda _walker, _side: False)
signed_in = Rule(lambda walker, _side: walker.person)
any_key = Rule(lambda walker, _side: bool(walker.key_of))
applicant = Rule(lambda walker, side: walker.name == side.applicant)
member = Rule(lambda walker, side: side.organisation in walker.roles)
member_anywhere = Rule(lambda walker, _side: bool(walker.roles))
key = Rule(lambda walker, side: walker.key_of == side.organisation)
steward = Rule(lambda walker, _side: walker.steward)

present = Rule(lambda walker, _side: walker.fresh)


def role(*names: str) -> Rule:
    """Holds one of the roles in the organisation of this side."""
    return Rule(lambda walker, side: bool(set(names) & walker.roles.get(side.organisation, frozenset())))


def role_anywhere(*names: str) -> Rule:
    """Holds one of the roles in any organisation: for doors behind which everybody finds their own."""
    return Rule(lambda walker, _side: any(set(names) & held for held in walker.roles.values()))


def scope(*names: str) -> Rule:
    """A key of the organisation of this side with one of the scopes."""
    return Rule(lambda walker, side: walker.key_of == side.organisation and bool(set(names) & walker.scopes))


def scope_anywhere(*names: str) -> Rule:
    """A key with one of the scopes, of any organisation."""
    return Rule(lambda walker, _side: bool(set(names) & walker.scopes))


def named(*names: str) -> Rule:
    """These walkers, by name."""
    return Rule(lambda walker, _side: walker.name in names)


@dataclass(frozen=True)
class Visit:
    """A walker before a door of a side; `world` is that of the walk."""

    world: Any
    side: Side
    walker: Walker

    def __getitem__(self, name: str) -> object:
        return self.side.things[name]


Given = Mapping[str, object] | Callable[[Visit], Mapping[str, object]]


@dataclass(frozen=True)
class Door:
    """One way in: "GET desk:queue" (a page by its name) or "POST /api/cases/{case}/take".

    by         who may; for everybody else it is closed: 401, 403, 404, or a redirect to sign-in
    arguments  parts of the address that differ from the things of the side
    body       what is sent; for the API, what differs from a body that is made from the description
    query      the query string
    before     brings the world into the state in which the call makes sense
    touched_by who of those may change something, where others that come in are told no in other words
    noted_for  who is refused on a page of which it is noted in the journal that they read it
    keeps      whether what is sent changes nothing in the tables (the session, or nothing at all)
    unproved   why nobody in this world can come through
    sides      the sides that have this door; defaults to all that have the things it needs
    """

    address: str
    by: Rule
    arguments: Given = field(default_factory=dict)
    body: Given = field(default_factory=dict)
    query: Given = field(default_factory=dict)
    before: Callable[[object, Side], None] | None = None
    touched_by: Rule | None = None
    noted_for: Rule | None = None
    keeps: bool = False
    unproved: str = ""
    sides: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        return self.address.partition(" ")[0]

    @property
    def place(self) -> str:
        return self.address.partition(" ")[2]

    @property
    def is_page(self) -> bool:
        return not self.place.startswith("/")


def given(value: Given, visit: Visit) -> dict[str, Any]:
    """What is given, worked out for a visit."""
    return dict(value(visit) if callable(value) else value)
