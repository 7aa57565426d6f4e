"""Who may use the addresses of the site itself."""

from commonweal.kernel.testing import Door, everybody

DOORS = [
    Door("GET health-live", everybody),
    Door("GET health-ready", everybody),
    # The walk comes from this machine, as the operator's collector does; others: see the test of metrics.
    Door("GET metrics", everybody),
]
