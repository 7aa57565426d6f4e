"""The address of a request's client: the only module that reads the peer's address and the headers of proxies."""

import ipaddress
from typing import Final

from django.conf import settings
from django.http import HttpRequest

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# The address of callers without a known one, as behind a socket file without a proxy's header.
UNKNOWN: Final = "0.0.0.0"  # noqa: S104 - an address that no host has, nothing is bound to it
# Providers give each household or phone a /64, and with it all its addresses.
IPV6_PREFIX: Final = 64


def _parsed(written: str) -> IPAddress | None:
    """An address as proxies write it: with a port, in brackets, with a zone, IPv4 inside IPv6; None if it is none."""
    bare = written.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped
    return found


def _forwarded(request: HttpRequest) -> IPAddress | None:
    """The address that our own proxies report: each adds its caller on the right; what is further left is untrusted."""
    trusted: int = settings.TRUSTED_PROXIES
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _parsed(hops[-trusted]) if 0 < trusted <= len(hops) else None


def address_of(request: HttpRequest) -> str:
    """The address of the client, past the TRUSTED_PROXIES; the peer's where their header is missing or malformed."""
    found = _forwarded(request) or _parsed(request.META.get("REMOTE_ADDR", ""))
    return str(found) if found else UNKNOWN


def network_of(request: HttpRequest) -> str:
    """What limits count by: an IPv4 address, or the /64 of an IPv6 address."""
    found = ipaddress.ip_address(address_of(request))
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((int(found), IPV6_PREFIX), strict=False))
    return str(found)
