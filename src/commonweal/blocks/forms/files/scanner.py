"""Asks a ClamAV daemon about a file (INSTREAM), where one is configured."""

import socket
import struct
from dataclasses import dataclass

from django.conf import settings

CHUNK = 1 << 16
TIMEOUT = 30.0


class ScannerAway(Exception):
    """The daemon is configured but does not answer as it should; the file is asked about again later."""


@dataclass(frozen=True)
class Verdict:
    """`found` is the name of what was found, '' for a clean file."""

    found: str

    @property
    def clean(self) -> bool:
        return not self.found


def is_configured() -> bool:
    """Whether this place has a scanner (COMMONWEAL_CLAMAV: "host:port" or the path of a socket)."""
    return bool(settings.CLAMAV)


def _connect(address: str) -> socket.socket:
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(TIMEOUT)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def scan(content: bytes) -> Verdict:
    """The daemon's verdict on a file. Raises ScannerAway."""
    try:
        with _connect(settings.CLAMAV) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
            answer = b""
            while not answer.endswith(b"\0") and (received := connection.recv(4096)):
                answer += received
    except OSError as error:
        raise ScannerAway(str(error)) from error
    return _read(answer.rstrip(b"\0\n").decode(errors="replace"))


def _read(answer: str) -> Verdict:
    """ "stream: OK", "stream: Eicar-Test-Signature FOUND", or an error."""
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return Verdict("")
    if said.endswith(" FOUND"):
        return Verdict(said.removesuffix(" FOUND"))
    raise ScannerAway(answer or "no answer")
