"""Who sees exact figures: staff of the organisation."""

from commonweal.kernel.acting import has_role, has_scope, is_system

may_see_exact = (
    is_system | has_role("manager", "officer", "agent", "viewer", "editor", "reviewer") | has_scope("performance:read")
)
