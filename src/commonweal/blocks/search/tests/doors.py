"""Who may use the addresses of search: everybody."""

from commonweal.kernel.testing import Door, everybody

DOORS = [Door("GET /api/search/", everybody, query={"q": "bin"})]
