"""The kinds of document that this capability keeps: the place, its organisations, its services and their parents."""

from commonweal.kernel.place import Kind
from commonweal.services.definitions.organisation_kind import ORGANISATION
from commonweal.services.definitions.place_kind import PLACE
from commonweal.services.definitions.service_kind import PARENTS, SERVICES

KINDS: list[Kind] = [ORGANISATION, PLACE, PARENTS, SERVICES]
