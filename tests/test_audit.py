"""The audit of dependencies finds each kind of fault, and says so when it could not ask the service."""

import json
import os
import re
import runpy
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
AUDIT = REPOSITORY / "bin" / "audit.py"
audit = runpy.run_path(str(AUDIT))


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


class Service(BaseHTTPRequestHandler):
    """Answers as OSV does: for each query in its order an object, with `vulns` where something is known."""

    weak: tuple[str, str, str] | None = None
    asked: list[tuple[str, str, str]] = []

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        results = []
        for each in queries:
            package = (each["package"]["ecosystem"], each["package"]["name"], each["version"])
            Service.asked.append(package)
            results.append({"vulns": [{"id": "GHSA-made-up"}]} if package == Service.weak else {})
        body = json.dumps({"results": results}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Service.weak, Service.asked = None, []
    yield f"http://127.0.0.1:{server.server_port}/v1/querybatch"
    server.shutdown()
    server.server_close()


def run(url: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AUDIT")}
    return subprocess.run(
        [sys.executable, AUDIT],
        env={**environment, "AUDIT_URL": url, "no_proxy": "127.0.0.1", **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_known_vulnerabilities_the_audit_passes_and_asked_for_every_package(service):
    done = run(service)
    assert (done.returncode, done.stderr) == (0, "")
    names = {(kind, name) for kind, name, _ in Service.asked}
    assert {("PyPI", "django"), ("PyPI", "pytest"), ("npm", "leaflet")} <= names
    assert len(names) > 90


@pytest.mark.parametrize("package", [("PyPI", "pillow"), ("npm", "leaflet")])
def test_a_known_vulnerability_fails_the_audit(service, package):
    kind, name = package
    packages = audit["pinned"](read("requirements/run.txt"))[0] | audit["locked"](read("package-lock.json"))[0]
    version = dict(packages)[name]
    Service.weak = (kind, name, version)
    done = run(service)
    assert done.returncode == 1
    assert f"{name} {version} has a known weakness: GHSA-made-up" in done.stderr


def test_an_unreachable_service_is_reported_and_fails_a_strict_audit():
    away = "http://127.0.0.1:9/"
    done = run(away)
    assert done.returncode == 0
    assert "NOT looked for" in done.stderr
    assert "all well" not in done.stdout
    assert run(away, AUDIT="strict").returncode == 1


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_package_is_pinned_and_hashed(name):
    text = read(f"requirements/{name}.txt")
    found, wrong = audit["pinned"](text)
    assert wrong == []
    assert len(found) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))
    assert set(audit["asked_for"](read("requirements/run.in"))) <= {name for name, _ in found}


@pytest.mark.parametrize("text", ["django>=5\n    --hash=sha256:aa\n", "django==5.2\n", "django @ file:///tmp/x\n"])
def test_what_is_not_pinned_or_has_no_hash_is_found(text):
    good = "click==8.1 \\\n    --hash=sha256:aa\n    # via -r run.in\n"
    assert audit["pinned"](good + text)[1]
    assert audit["pinned"](good)[1] == []


def test_npm_packages_run_nothing_while_they_are_installed():
    lock = json.loads(read("package-lock.json"))["packages"]
    assert any(about.get("hasInstallScript") for about in lock.values())
    assert "ignore-scripts=true" in read(".npmrc").splitlines()


def test_npm_packages_have_hashes_and_licences_that_are_allowed():
    lock = read("package-lock.json")
    assert audit["locked"](lock)[1] == []
    assert audit["locked"](lock.replace("sha512-", "md5-"))[1]
    assert audit["locked"](lock.replace('"license": "MIT"', '"license": "AGPL-3.0"'))[1]


LICENCES = {
    "MIT": True,
    "LGPL-3.0-only": True,
    "GNU Lesser General Public License v3 (LGPLv3)": True,
    "GPL-3.0-or-later": False,
    "AGPL-3.0": False,
    "GNU General Public License v2 (GPLv2)": False,
    "GNU Affero General Public License v3": False,
    "GPL-2.0 OR MIT": True,
    "MIT AND GPL-3.0-only": False,
    "": False,
}


@pytest.mark.parametrize("licence", LICENCES)
def test_licences_that_would_bind_ours_are_refused(licence):
    assert audit["is_allowed"](licence) is LICENCES[licence]


def test_every_package_that_runs_has_a_licence_that_is_allowed():
    assert audit["licences"]({name for name, _ in audit["pinned"](read("requirements/run.txt"))[0]}) == []


def test_every_package_that_we_ask_for_is_used():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "src").rglob("*.py"))
    asked = audit["asked_for"](read("requirements/run.in"))
    assert audit["unused"](asked, source) == []
    assert set(audit["UNIMPORTED"]) <= set(asked)
    assert audit["unused"](["pillow"], "nothing") == ["pillow is asked for and never imported"]
