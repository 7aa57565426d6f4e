"""The frame for addresses that take more bytes than others, because files are sent there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from commonweal.kernel.acting import Acting

# Asked before a byte of the body is read: the request, who acts, and the parts of the address by name.
MaySend = Callable[[HttpRequest, Acting, Mapping[str, object]], bool]


@dataclass(frozen=True)
class LargeBody:
    """How many bytes an address takes, and from whom; from all others it takes the usual size."""

    most: int
    may_send: MaySend


def signed_in(_request: HttpRequest, acting: Acting, _address: Mapping[str, object]) -> bool:
    """Anybody who has an account, and programs with a key."""
    return not acting.is_stranger


def known_by(part: str, is_known: Callable[[str, Acting], bool]) -> MaySend:
    """Callers to whom the object with the id in this part of the address is known; `is_known` answers for an id."""
    return lambda _request, acting, address: is_known(str(address[part]), acting)
