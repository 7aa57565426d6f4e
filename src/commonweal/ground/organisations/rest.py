"""The HTTP API of organisations: the members of the place for everybody, staff and keys for the organisation's own."""

from ninja import Router

from commonweal.kernel.text import Text

router = Router()

SCOPES: dict[str, Text] = {
    "members:read": {"en": "Staff of the organisation: read", "cy": "Staff y sefydliad: darllen"},
    "members:write": {"en": "Staff of the organisation: read and change", "cy": "Staff y sefydliad: darllen a newid"},
}
