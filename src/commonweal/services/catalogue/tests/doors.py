"""Who may use the addresses of the catalogue: everybody."""

from commonweal.kernel.testing import Door, everybody

DOORS = [
    Door("GET /api/catalogue/", everybody),
    Door("GET /api/catalogue/services", everybody),
    Door("GET /api/catalogue/services/{organisation}/{service}", everybody),
    Door("GET /api/catalogue/services/{organisation}/{service}/definition", everybody),
]
