"""Who may do what with definitions: small predicates over the organisation that offers the service."""

from commonweal.ground.organisations.api import is_steward
from commonweal.kernel.acting import (
    Acting,
    Predicate,
    has_role,
    has_scope,
    is_system,
    predicate,
    require,
    require_present,
)
from commonweal.kernel.problems import NotAllowed, NotFound, NotSignedIn, Problem

may_read = (
    is_system
    | has_role("editor", "reviewer", "manager")
    | has_scope("definitions:read")
    | has_scope("definitions:write")
    | is_steward
)
may_write = is_system | has_role("editor", "manager") | has_scope("definitions:write")
# The steward may review for members that are too small to have a second person.
may_review = is_system | has_role("reviewer", "manager") | is_steward


@predicate("membership of the organisation")
def works_here(acting: Acting, organisation: str) -> bool:
    """Allows every member: `require_in` has checked the membership before."""
    return belongs(acting, organisation)


def require_checker(acting: Acting) -> None:
    """Refuse everybody but staff of member organisations and programs with a scope of definitions: a proof is costly.

    Raises NotSignedIn, NotAllowed."""
    if acting.is_stranger:
        raise NotSignedIn("This is for people who are signed in.", remedy="Sign in, or send an API key.")
    if acting.scopes is not None:
        allowed = any(scope.startswith("definitions:") for scope in acting.scopes)
    else:
        allowed = acting.actor == "system" or any(acting.memberships.values())
    if not allowed:
        raise NotAllowed(
            "Only staff of member organisations check definitions.",
            remedy="Use `commonweal check` on your own machine, or ask an organisation for a role or a key.",
        )


def belongs(acting: Acting, organisation: str) -> bool:
    """Whether the actor may know what the organisation has in preparation."""
    own = organisation in acting.memberships or organisation == acting.organisation
    return acting.actor == "system" or own or is_steward(acting)


def require_in(rule: Predicate, acting: Acting, organisation: str) -> None:
    """Refuse unless the rule holds in the organisation; others' preparations do not exist for strangers to it.

    Raises NotSignedIn, NotFound, NotAllowed."""
    if not belongs(acting, organisation):
        raise missing(acting)
    require(rule, acting, organisation)


def missing(acting: Acting) -> Problem:
    """The refusal of a service that is not there, and of one that is another organisation's: the actor does not learn
    which of the two it is."""
    if acting.is_stranger:
        return NotSignedIn("This is for people who are signed in.", remedy="Sign in and try again.")
    return NotFound("There is no such service among those that you work on.")


def require_authority(acting: Acting, organisation: str) -> None:
    """Refuse all but present reviewers: for acts that decide on which version applications begin.

    Raises as `require_in` does, SecondFactorNeeded."""
    require_in(may_review, acting, organisation)
    require_present(acting)
