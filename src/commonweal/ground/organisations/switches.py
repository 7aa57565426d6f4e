"""Which capabilities each organisation has switched off, remembered for a few seconds."""

import time
from functools import lru_cache
from uuid import UUID

from commonweal.ground.organisations.models import CapabilitySwitch
from commonweal.kernel.capability import current_key

# How long a process trusts what it read of an organisation's switches, in seconds.
SWITCHES_KEPT = 5


def is_capability_on(capability: str, organisation: str) -> bool:
    """Whether an organisation uses a capability: on, unless it was switched off."""
    return capability not in _switched_off(UUID(str(organisation)), int(time.monotonic() / SWITCHES_KEPT))


@lru_cache(maxsize=1024)
def _switched_off(organisation: UUID, _moment: int) -> frozenset[str]:
    return read_switched_off(organisation)


def read_switched_off(organisation: UUID) -> frozenset[str]:
    """What an organisation has switched off according to the database, under all keys that it has had."""
    rows = CapabilitySwitch.objects.filter(organisation_id=organisation, on=False)
    return frozenset(map(current_key, rows.values_list("capability", flat=True)))


def forget_switches() -> None:
    """Ask the database again at the next question; other processes do so within SWITCHES_KEPT seconds."""
    _switched_off.cache_clear()
