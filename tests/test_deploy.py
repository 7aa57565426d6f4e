"""The shipped proxy configuration does what the application relies on: read, run, and compared."""

import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import get_resolver

from commonweal.kernel.testing.ports import free_port
from commonweal.site.requests.bodies import carriers

DEPLOY = Path(__file__).parents[1] / "deploy"
CONFIGURATION = (DEPLOY / "nginx" / "commonweal.conf").read_text()
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
UNITS = {"k": 1000, "m": 1_000_000}
SOME = {"journey_id": "0192f0c0-0000-7000-8000-000000000000", "section": "form", "part": "a", "act": "note"}
SOME["case_id"] = SOME["journey_id"]


def block(head: str) -> str:
    """The content of a block that has no blocks inside."""
    return CONFIGURATION.partition(head + " {")[2].partition("}")[0]


def size(written: str) -> int:
    found = re.search(r"client_max_body_size (\d+)([km]);", written)
    assert found
    return int(found[1]) * UNITS[found[2]]


def paths(patterns: list, space: str = "", before: str = "/") -> Iterator[tuple[str, str]]:
    """Every address by name, with something put in for what varies."""
    for each in patterns:
        path = before + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: SOME.get(found[1], "x"), str(each.pattern))
        if hasattr(each, "url_patterns"):
            yield from paths(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space, path)
        else:
            yield f"{space}{each.name}", path


LARGE = next(line for line in CONFIGURATION.splitlines() if "location ~" in line).strip().removesuffix(" {")


def test_the_proxy_takes_what_the_application_takes_and_little_more(settings):
    assert size(CONFIGURATION.partition("location")[0]) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    files = re.compile(LARGE.removeprefix("location ~ "))
    found = dict(paths(get_resolver().url_patterns))
    assert set(carriers()) <= set(found)
    for name, carrier in carriers().items():
        assert files.match(found[name]), f"{name} takes files, but not through the proxy"
        assert carrier.most <= size(block(LARGE)) <= 2 * max(each.most for each in carriers().values())


def test_the_proxy_sets_who_calls_and_adds_to_nothing():
    assert re.findall(r"X-Forwarded-For (.*);", CONFIGURATION) == ["$remote_addr"]
    assert "$proxy_add_x_forwarded_for" not in CONFIGURATION
    # A location with headers of its own would inherit none.
    assert not any("proxy_set_header" in each for each in CONFIGURATION.split("location")[1:])


def test_the_proxy_is_patient_within_bounds_and_talks_safely():
    for name in (
        "client_header_timeout",
        "client_body_timeout",
        "send_timeout",
        "keepalive_timeout",
        "proxy_read_timeout",
    ):
        seconds = re.search(rf"\b{name} (\d+)s;", CONFIGURATION)
        assert seconds, name
        assert int(seconds[1]) <= 60
    assert "proxy_request_buffering on;" in CONFIGURATION
    assert re.search(r"ssl_protocols (.*);", CONFIGURATION)[1] == "TLSv1.2 TLSv1.3"
    assert "return 404" in block("location = /metrics")


def test_the_shipped_environment_says_what_the_shipped_proxy_does():
    environment = (DEPLOY / "commonweal.env.example").read_text()
    assert "COMMONWEAL_TRUSTED_PROXIES=1\n" in environment
    assert "COMMONWEAL_BEHIND_PROXY=yes\n" in environment


class Echo(BaseHTTPRequestHandler):
    """An application that tells what it was sent."""

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        read = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        body = f"{self.path} {read}\n{self.headers}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Tests are quiet."""


def certificate(folder: Path) -> None:
    """A key and a certificate that nobody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "services.example.org")])
    today = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, today, today + timedelta(days=9999))
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))


@pytest.fixture(scope="module")
def through_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """nginx with the shipped configuration, before an application that echoes; the port for TLS."""
    if not NGINX:
        assert not os.environ.get("CI"), "nginx was not found: bin/setup --system installs it"
        pytest.skip("nginx is not here")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    certificate(folder)
    application = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=application.serve_forever, daemon=True).start()
    plain, safe = free_port(), free_port()
    ours = CONFIGURATION.replace("127.0.0.1:8000", f"127.0.0.1:{application.server_port}")
    ours = ours.replace("/etc/letsencrypt/live/services.example.org", str(folder))
    ours = re.sub(r"\n *listen \[::\].*", "", ours)
    ours = ours.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace(
        "listen 443 ssl", f"listen 127.0.0.1:{safe} ssl"
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = f"pid {folder}/pid; error_log {folder}/error.log; daemon off; events {{}} http {{ access_log off; {temporary}\n{ours}}}"
    if os.geteuid() == 0:
        whole = "user root; " + whole
    (folder / "nginx.conf").write_text(whole)
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    running = subprocess.Popen(command)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", safe)) == 0:
                    break
            time.sleep(0.1)
        yield safe
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(20)
        application.shutdown()


def ask(port: int, path: str, **more):
    import httpx

    return httpx.request(more.pop("method", "GET"), f"https://127.0.0.1:{port}{path}", verify=False, timeout=20, **more)


@pytest.mark.slow
def test_what_a_client_claims_to_be_is_not_passed_on(through_proxy):
    claimed = {
        "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Proto": "http",
        "Forwarded": "for=1.2.3.4",
        "X-Forwarded-Host": "evil",
    }
    told = ask(through_proxy, "/", headers=claimed).text
    assert "X-Forwarded-For: 127.0.0.1\n" in told.replace("\r", "")
    assert "X-Forwarded-Proto: https\n" in told.replace("\r", "")
    assert "1.2.3.4" not in told
    assert "evil" not in told


@pytest.mark.slow
def test_figures_do_not_pass_the_proxy(through_proxy):
    assert ask(through_proxy, "/metrics").status_code == 404
    assert ask(through_proxy, "/health/live").status_code == 200


@pytest.mark.slow
def test_the_proxy_cuts_what_is_too_large_and_passes_files(through_proxy):
    two_megabytes = b"a" * 2_000_000
    assert ask(through_proxy, "/account/login/", method="POST", content=two_megabytes).status_code == 413
    step = "/apply/0192f0c0-0000-7000-8000-000000000000/form/photos"
    assert " 2000000\n" in ask(through_proxy, step, method="POST", content=two_megabytes).text
    # What comes in chunks has a length when it arrives.
    assert " 9\n" in ask(through_proxy, "/account/login/", method="POST", content=iter([b"login=", b"ann"])).text


@pytest.mark.slow
def test_the_proxy_limits_what_one_network_sends_where_files_are_taken_and_not_what_it_reads(through_proxy):
    import httpx

    step = f"https://127.0.0.1:{through_proxy}/apply/0192f0c0-0000-7000-8000-000000000000/form/photos"
    with httpx.Client(verify=False, timeout=20) as client:
        read = [client.get(step).status_code for _ in range(150)]
        sent = [client.post(step, content=b"a").status_code for _ in range(150)]
    assert set(read) == {200}
    assert sent[:20] == [200] * 20
    assert 429 in sent
