"""Who may use the addresses of the site itself."""

from commonweal.kernel.testing import Door, everybody, nobody

DOORS = [
    Door("GET health-live", everybody),
    Door("GET health-ready", everybody),
    Door("GET metrics", nobody, unproved="for callers with the metrics token, whom the test of metrics plays"),
]
