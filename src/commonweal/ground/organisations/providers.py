"""Provides to the kernel which capabilities an organisation has switched off."""

from commonweal.ground.organisations.switches import is_capability_on
from commonweal.kernel.capability import Switches
from commonweal.kernel.providers import provides

provides(Switches)(is_capability_on)
