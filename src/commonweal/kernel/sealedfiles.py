"""Files sealed piece by piece, each with a key of its own: the key is small, so it can be sealed for a person, change
hands, and be destroyed, while the file stays as it is."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = b"commonweal sealed file 1\n"
PIECE = 1 << 16
TAG = 16


class Readable(Protocol):
    """What gives bytes, so many at a time: a file, or Django's wrapping of one."""

    @property
    def read(self) -> Any:
        """Takes how many bytes, gives those that there are."""


class Damaged(Exception):
    """A sealed file was changed, cut short, lengthened, swapped with another, or is opened with another's key."""


def new_key() -> bytes:
    """A key for one file; a second file sealed with it would break both."""
    return AESGCM.generate_key(256)


def _nonce(number: int, *, last: bool) -> bytes:
    # The number of the piece and whether it is the last one: no piece can be omitted, moved, repeated or added.
    return number.to_bytes(11, "big") + bytes([last])


def seal_pieces(pieces: Iterable[bytes], *, key: bytes, context: str) -> Iterator[bytes]:
    """The bytes to write for a file that comes in pieces of any size; AES-256-GCM, bound to `context`."""
    cipher, bound = AESGCM(key), context.encode()
    yield MARK
    waiting, number = bytearray(), 0
    for piece in pieces:
        waiting += piece
        # One piece is held back, because only the end of the file says which is the last.
        while len(waiting) > PIECE:
            yield cipher.encrypt(_nonce(number, last=False), bytes(waiting[:PIECE]), bound)
            del waiting[:PIECE]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(waiting), bound)


def open_pieces(sealed: Readable, *, key: bytes, context: str) -> Iterator[bytes]:
    """The pieces of what `seal_pieces` made. Raises Damaged, at the latest with the last piece: what came before it is
    true, but may not be all."""
    cipher, bound = AESGCM(key), context.encode()
    if sealed.read(len(MARK)) != MARK:
        raise Damaged("this is not a sealed file")
    piece, number = sealed.read(PIECE + TAG), 0
    while True:
        following = sealed.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, bound)
        except InvalidTag as error:
            raise Damaged("this sealed file was changed, or is another's") from error
        if not following:
            return
        piece, number = following, number + 1
