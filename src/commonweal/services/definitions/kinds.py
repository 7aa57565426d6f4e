"""The kinds of document that this capability keeps: the place, its organisations, its services and their parents."""

from commonweal.kernel.place import Kind
from commonweal.services.definitions.place_files.organisation_kind import ORGANISATION
from commonweal.services.definitions.place_files.place_kind import PLACE
from commonweal.services.definitions.place_files.service_kind import PARENTS, SERVICES

KINDS: list[Kind] = [ORGANISATION, PLACE, PARENTS, SERVICES]
