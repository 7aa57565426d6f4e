"""Who may use the addresses of the look: everybody."""

from commonweal.kernel.testing import Door, everybody, nobody

DOORS = [
    Door("GET web:language", everybody, arguments={"code": "cy"}, query={"next": "/help/"}),
    Door("POST web:language", everybody, arguments={"code": "cy"}, query={"next": "/help/"}, keeps=True),
    Door("GET web:styleguide-theme", everybody),
    Door("GET web:styleguide", nobody, unproved="shown in a demo only"),
    Door("GET web:styleguide-page", nobody, arguments={"page": "fields"}, unproved="shown in a demo only"),
]
