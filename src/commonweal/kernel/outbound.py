"""Calls to the outside: only to public addresses, with time limits, never following redirects to somewhere else."""

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from commonweal.kernel.problems import Invalid, filled

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
LARGEST_ANSWER = 5_000_000


def checked_address(url: str) -> tuple[str, str]:
    """The host of a URL and one of its addresses, refused (Invalid) unless it is http(s) to a public address.

    The address is resolved once and used for the connection, so that a name cannot change between check and call."""
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username:
        raise Invalid(
            filled("%(scheme)s addresses cannot be called", scheme=parts.scheme or "this"),
            remedy="Give an https address.",
        )
    if parts.scheme == "http" and not settings.OUTBOUND_PRIVATE:
        raise Invalid("Calls leave this place encrypted only.", remedy="Give an https address.")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Invalid(
            filled("The name %(host)s is not known.", host=parts.hostname), remedy="Check its spelling."
        ) from error
    for row in found:
        address = ipaddress.ip_address(row[4][0])
        if not address.is_global and not settings.OUTBOUND_PRIVATE:
            raise Invalid(
                filled("%(host)s is an address inside a private network.", host=parts.hostname),
                remedy="Give a public address.",
            )
    return parts.hostname, str(found[0][4][0])


@cache
def _authorities() -> ssl.SSLContext:
    """The certificates of the authorities that we trust. To read them takes longer than a call."""
    return httpx.create_ssl_context(trust_env=False)


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
    """POST to a checked address; the answer's body is bounded. Raises Invalid for refused addresses and httpx errors
    for what the network did."""
    host, address = checked_address(url)
    shown = f"[{address}]" if ":" in address else address
    pinned = httpx.URL(url).copy_with(host=shown)
    with (
        httpx.Client(verify=_authorities(), timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
        client.stream(
            "POST",
            pinned,
            content=body,
            headers={**headers, "Host": host},
            extensions={"sni_hostname": host},
        ) as answer,
    ):
        received = b""
        for chunk in answer.iter_bytes():
            received += chunk
            if len(received) > LARGEST_ANSWER:
                raise Invalid("The answer was too large.")
        return httpx.Response(answer.status_code, headers=answer.headers, content=received)
