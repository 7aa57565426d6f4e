"""Who may read an organisation's journal and see to failed work, and which roles have which work at the desk."""

from collections.abc import Set

from commonweal.ground.organisations.api import is_steward
from commonweal.kernel.acting import has_role, has_scope, is_system

# The journal shows who looked at whose case, so it is for the managers who are accountable for the organisation.
may_read_journal = is_system | has_role("manager") | has_scope("journal:read")
may_see_failed_work = is_system | is_steward

WORK_ON_CASES = frozenset({"officer", "manager", "agent", "viewer"})
CHECK_IDENTITY = frozenset({"officer", "agent"})
WORK_ON_SERVICES = frozenset({"editor", "reviewer", "manager"})


def works_on_cases(roles: Set[str]) -> bool:
    """Whether any of these roles opens a queue: the usual ones, or one that a service names."""
    return bool(roles & WORK_ON_CASES or roles - WORK_ON_CASES - WORK_ON_SERVICES)
