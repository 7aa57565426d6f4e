"""Who may do what with a case: small predicates, asked inside the verbs with the case's row."""

from typing import Any

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.definitions import VersionMissing, section_of
from commonweal.blocks.cases.language import Reopening, Transition
from commonweal.blocks.cases.models import Case, CaseTask
from commonweal.kernel.acting import Acting, has_role, has_scope, is_system, predicate

# Roles that every organisation has, and what they mean here.
WORKERS = ("officer", "manager")
WRITERS = (*WORKERS, "agent")
READERS = (*WRITERS, "viewer")
KNOWN_ROLES = frozenset({*READERS, "editor", "reviewer"})


@predicate("being the applicant")
def is_applicant(acting: Acting, case: Any) -> bool:
    """The applicant by account or as a guest, or somebody who acts on their behalf."""
    return case.subject in {acting.actor, acting.on_behalf_of}


@predicate("a role that the service names")
def has_service_role(acting: Acting, case: Any) -> bool:
    """Such as "crew": a role that the definition of this case gives work to."""
    held = acting.roles_in(str(case.organisation_id)) - KNOWN_ROLES
    if not held:
        return False
    try:
        return bool(held & workflow.roles(section_of(case.version)).keys())
    except VersionMissing:
        return False


writes_by_key = has_scope("cases:write")
may_read_by_key = writes_by_key | has_scope("cases:read")
# Staff may not work on their own application, or read colleagues' notes about it.
may_work = is_system | ((has_role(*WORKERS) | writes_by_key) & ~is_applicant)
may_write = is_system | ((has_role(*WRITERS) | writes_by_key) & ~is_applicant)
may_read = is_system | ((has_role(*READERS) | has_service_role | may_read_by_key) & ~is_applicant)
may_see_queue = is_system | has_role(*READERS) | may_read_by_key


def belongs(acting: Acting, organisation: str) -> bool:
    """Whether the actor is of the organisation in any way, by a role or by its key."""
    return acting.actor == "system" or organisation in acting.memberships or organisation == acting.organisation


def may_make(acting: Acting, case: Case, transition: Transition) -> bool:
    """Whether the actor may make a transition: as the applicant, as the system, or by a role (managers hold all)."""
    if is_system(acting):
        return True
    if is_applicant(acting, case):
        return "applicant" in transition.by
    if not transition.roles:
        return False
    return bool(has_role(*transition.roles, "manager")(acting, case) or writes_by_key(acting, case))


def may_reopen(acting: Acting, case: Case, rule: Reopening) -> bool:
    """Whether the actor may reopen a closed case, as long as the time for it is not over."""
    if is_system(acting):
        return True
    if is_applicant(acting, case):
        return "applicant" in rule.by
    roles = [who.removeprefix("role:") for who in rule.by if who.startswith("role:")]
    return bool(roles) and bool(has_role(*roles, "manager")(acting, case) or writes_by_key(acting, case))


def may_do_task(acting: Acting, case: Case, task: CaseTask) -> bool:
    """Whether the actor may complete a task of staff: its role, a manager, a key that may write."""
    if is_applicant(acting, case):
        return False
    role = has_role(task.role, "manager")
    return bool(is_system(acting) or role(acting, case) or writes_by_key(acting, case))
