"""Files are sent to the acts of a case by staff of its organisation."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonweal.blocks.cases import api as cases
from commonweal.kernel.acting import Acting


def works_on_case(_request: HttpRequest, acting: Acting, address: Mapping[str, Any]) -> bool:
    """Whether the case at this address is of an organisation that the actor works for."""
    return bool(acting.memberships) and cases.is_known_to(str(address["case_id"]), acting)
