"""Who acts: the explicit actor of every verb, and the small predicates from which permissions are composed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from commonweal.kernel.problems import NotAllowed, NotSignedIn, SecondFactorNeeded, filled
from commonweal.kernel.request_values import RequestValue

# Assurance levels of an identity, weakest first (GOV.UK levels of confidence, eIDAS low/substantial/high).
ASSURANCE = ("none", "low", "medium", "high")


@dataclass(frozen=True)
class Acting:
    """The actor of a verb.

    actor         "person:<uuid>", "key:<uuid>" (an organisation's API key), "guest:<id>" or "system"
    organisation  id of the organisation in whose name it acts, if in one's name
    roles         roles held in that organisation ("officer", "manager", …)
    memberships   organisation id -> roles, for all organisations of the person
    on_behalf_of  "person:<uuid>" when acting for somebody
    scopes        what an API key may do; None for people, whom roles limit
    made_by       "person:<uuid>" who made the API key and is accountable for it
    """

    actor: str
    organisation: str | None = None
    roles: frozenset[str] = frozenset()
    memberships: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    on_behalf_of: str | None = None
    channel: str = "web"
    purpose: str = ""
    assurance: str = "none"
    scopes: frozenset[str] | None = None
    language: str = "en"
    made_by: str | None = None
    strong: bool = False  # signed in with a second factor
    fresh: bool = False  # showed it within the last minutes, or is where the place does not compel one

    @property
    def person(self) -> str | None:
        """The uuid of the acting person, or None."""
        return self.actor.removeprefix("person:") if self.actor.startswith("person:") else None

    def must_be_person(self) -> str:
        """The uuid of the acting person. Raises NotSignedIn for programs and strangers."""
        if self.person is None:
            raise NotSignedIn("This is for people who are signed in.", remedy="Sign in and try again.")
        return self.person

    @property
    def accountable(self) -> frozenset[str]:
        """Whom the act counts for: the actor (the maker of an API key), and the person on whose behalf it is done."""
        return frozenset(filter(None, (self.made_by or self.actor, self.on_behalf_of)))

    @property
    def is_stranger(self) -> bool:
        return self.actor == "stranger"

    def roles_in(self, organisation: str | None) -> frozenset[str]:
        """The roles held in an organisation; an API key has its own organisation's only."""
        if organisation is None:
            return frozenset()
        if organisation == self.organisation:
            return self.roles
        return self.memberships.get(organisation, frozenset())

    def in_organisation(self, organisation: str) -> "Acting":
        """The same actor in the name of another of their organisations."""
        return replace(self, organisation=organisation, roles=self.memberships.get(organisation, frozenset()))


STRANGER = Acting(actor="stranger")
SYSTEM = Acting(actor="system", purpose="running the platform", channel="system")


# The actor of a request, which the site sets (`site.requests.acting`).
ACTING = RequestValue[Acting]("acting")


def acting_of(request: object) -> Acting:
    """The actor of a request; the stranger where the site has not set one."""
    return ACTING.get(request, STRANGER)


@dataclass(frozen=True)
class Predicate:
    """A named yes/no question about an actor and a thing, composed with `&`, `|` and `~`."""

    ask: Callable[[Acting, Any], bool]
    words: str

    def __call__(self, acting: Acting, thing: Any = None) -> bool:
        return self.ask(acting, thing)

    def __and__(self, other: "Predicate") -> "Predicate":
        return Predicate(
            lambda a, t: self.ask(a, t) and other.ask(a, t),
            filled("%(one)s and %(other)s", one=filled(self.words), other=filled(other.words)),
        )

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(
            lambda a, t: self.ask(a, t) or other.ask(a, t),
            filled("%(one)s or %(other)s", one=filled(self.words), other=filled(other.words)),
        )

    def __invert__(self) -> "Predicate":
        return Predicate(lambda a, t: not self.ask(a, t), filled("not %(one)s", one=filled(self.words)))


def predicate(words: str) -> Callable[[Callable[[Acting, Any], bool]], Predicate]:
    """Make a predicate of a function; `words` is what a refused person reads about the requirement ("an officer of
    …")."""
    return lambda ask: Predicate(ask, words)


def organisation_of(thing: object) -> str | None:
    """The organisation id that a thing belongs to: the thing itself if it is an id, else its organisation."""
    if thing is None or isinstance(thing, str):
        return thing
    value = getattr(thing, "organisation_id", None) or getattr(thing, "organisation", None)
    return str(value) if value is not None else None


def either(words: Sequence[str]) -> str:
    """One or more things of which one will do, as words that can be translated."""
    return reduce(lambda one, other: filled("%(one)s or %(other)s", one=filled(one), other=filled(other)), words)


def has_role(*roles: str) -> Predicate:
    """Holds one of the roles in the organisation that the thing belongs to (an organisation id will do)."""
    wanted = frozenset(roles)
    return Predicate(
        lambda acting, thing: bool(wanted & acting.roles_in(organisation_of(thing))),
        filled("the role %(role)s in the organisation", role=either([filled(role) for role in sorted(roles)])),
    )


def has_scope(scope: str) -> Predicate:
    """An API key that was given the scope, used for its own organisation."""
    return Predicate(
        lambda acting, thing: (
            acting.scopes is not None
            and scope in acting.scopes
            and organisation_of(thing) in (None, acting.organisation)
        ),
        filled("an API key with the scope %(scope)s", scope=scope),
    )


is_system = Predicate(lambda acting, _: acting.actor == "system", filled("the platform itself"))
is_signed_in = Predicate(lambda acting, _: acting.person is not None, filled("a signed-in person"))


def require(rule: Predicate, acting: Acting, thing: object = None) -> None:
    """Refuse unless the rule holds. Raises NotSignedIn for strangers, NotAllowed for everybody else."""
    if rule(acting, thing):
        return
    if acting.is_stranger:
        raise NotSignedIn("This is for people who are signed in.", remedy="Sign in and try again.")
    raise NotAllowed(
        filled("This requires %(what)s.", what=filled(rule.words)),
        remedy="Ask a manager of the organisation for the role, or choose another account.",
    )


def require_present(acting: Acting) -> None:
    """Refuse everybody except the platform and a person who has shown a second factor within the last minutes.

    For what gives power: approvals, roles, keys. Verbs call it after their permission check, so that people without
    permission are not asked for a second factor. Raises NotSignedIn, NotAllowed (programs), SecondFactorNeeded."""
    if is_system(acting):
        return
    if acting.is_stranger:
        raise NotSignedIn("This is for people who are signed in.", remedy="Sign in and try again.")
    if acting.person is None:
        raise NotAllowed(
            "A program cannot do this, whatever its key allows.",
            remedy="Ask a person with the role to do it, signed in with a second step.",
        )
    if not acting.fresh:
        raise SecondFactorNeeded(
            "This requires your second step, shown within the last few minutes.",
            remedy="Show it on the page /account/second-step/ and try again.",
        )
