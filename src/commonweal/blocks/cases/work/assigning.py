"""What giving a case to somebody takes: an open case, and a person who may work on it."""

from uuid import UUID

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.lookup import as_uuid
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.permissions import WORKERS, writes_by_key
from commonweal.blocks.cases.work.transaction import CaseTransaction
from commonweal.kernel.acting import Acting, has_role, is_system
from commonweal.kernel.problems import Conflict, Invalid

# Who may take a case away from the person that works on it.
may_take_away = is_system | has_role("manager") | writes_by_key


def must_be_open(row: Case) -> None:
    """Raises Conflict for a closed case."""
    if not row.is_open:
        raise Conflict("This case is closed.", remedy="Reopen it first if there is more to do.")


def may_give(acting: Acting, row: Case) -> bool:
    """Whether the actor may assign the case: it is unassigned, it is theirs, or they are a manager."""
    return row.assignee_id is None or str(row.assignee_id) == acting.person or may_take_away(acting, row)


def workers(section: CaseSection | None) -> frozenset[str]:
    """The roles whose holders can be given a case with this workflow."""
    return frozenset({*WORKERS, *(workflow.roles(section) if section else ())})


def colleague(work: CaseTransaction, person: str) -> UUID:
    """The id of a person of the organisation who may work on the case. Raises Invalid."""
    identity = as_uuid(person)
    wanted = workers(work.section)
    members = work.row.organisation.memberships.filter(person_id=identity) if identity else []
    if identity is None or not any(wanted & set(member.roles) for member in members):
        raise Invalid(
            "This person cannot work on the case.",
            fields={"person": "Choose a colleague who is an officer or a manager of this organisation."},
            remedy="A manager can give somebody the role.",
        )
    if work.row.subject == f"person:{identity}":
        raise Invalid(
            "You cannot work on your own application.",
            fields={"person": "Choose a colleague who is not the applicant."},
        )
    return identity
