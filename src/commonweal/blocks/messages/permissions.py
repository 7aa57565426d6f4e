"""Who may write messages for an organisation, and who may see and resend those that wait."""

from commonweal.ground.organisations.api import is_steward
from commonweal.kernel.acting import has_role, has_scope, is_system

may_write = is_system | has_role("officer", "manager", "agent") | has_scope("messages:write")
may_see_to_all = is_system | is_steward
