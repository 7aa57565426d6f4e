"""A stand-in for the ClamAV daemon that speaks INSTREAM as the real one does."""

import socketserver
import struct
import threading

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 1_000_000


class _Handler(socketserver.BaseRequestHandler):
    def _exactly(self, count):
        read = b""
        while len(read) < count:
            got = self.request.recv(count - len(read))
            if not got:
                raise ConnectionError
            read += got
        return read

    def handle(self):
        assert self._exactly(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", self._exactly(4))[0]:
            content += self._exactly(size)
            if len(content) > MOST:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(len(content))
        self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


class FakeClamd:
    """Use as a context manager; `address` is what COMMONWEAL_CLAMAV would say."""

    def __init__(self, path=None):
        if path:
            self.server = socketserver.UnixStreamServer(str(path), _Handler)
            self.address = str(path)
        else:
            self.server = socketserver.TCPServer(("127.0.0.1", 0), _Handler)
            self.address = f"127.0.0.1:{self.server.server_address[1]}"
        self.server.seen = []

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
