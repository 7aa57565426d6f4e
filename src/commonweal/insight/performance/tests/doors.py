"""Who may use the addresses of figures: everybody the rounded ones, staff their own exact ones."""

from commonweal.kernel.testing import Door, everybody, role_anywhere, scope_anywhere

EXACT = role_anywhere("manager", "officer", "agent", "viewer", "editor", "reviewer")

DOORS = [
    Door("GET performance:overview", everybody),
    Door("GET performance:overview-csv", everybody),
    Door("GET performance:service", everybody),
    Door("GET performance:service-csv", everybody),
    Door("GET performance:own", EXACT),
    Door("GET /api/performance/services", everybody),
    Door("GET /api/performance/services/{organisation}/{service}", everybody),
    Door("GET /api/performance/own", EXACT | scope_anywhere("performance:read")),
]
