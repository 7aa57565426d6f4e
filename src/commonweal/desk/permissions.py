"""Who may read an organisation's journal and see to failed work."""

from commonweal.ground.organisations.api import is_steward
from commonweal.kernel.acting import has_role, has_scope, is_system

# The journal shows who looked at whose case, so it is for the managers who are accountable for the organisation.
may_read_journal = is_system | has_role("manager") | has_scope("journal:read")
may_see_failed_work = is_system | is_steward
