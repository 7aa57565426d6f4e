"""Files are sent to the pages of an application by those who may know of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from commonweal.blocks.cases import api as cases
from commonweal.kernel.acting import Acting


def has_case(_request: HttpRequest, acting: Acting, address: Mapping[str, Any]) -> bool:
    """Whether the application at this address is the actor's, or of an organisation of theirs."""
    return cases.is_known_to(str(address["case_id"]), acting)
