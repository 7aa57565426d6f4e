"""The command: refuses clearly what it cannot do, and serves the place with its worker until interrupted."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from commonweal.kernel.testing.ports import free_port

DEMO = [sys.executable, "-m", "commonweal.site.command", "demo"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DEMO, *arguments], capture_output=True, text=True, timeout=300, check=False)


def test_a_port_in_use_is_refused_with_another_to_try(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("--port", str(port), "--data", str(tmp_path / "demo"))
    assert result.returncode == 1
    assert f"--port {port + 1}" in result.stderr
    assert not (tmp_path / "demo").exists()


def test_a_folder_that_is_no_place_is_refused(tmp_path):
    result = run("--no-serve", "--place", str(tmp_path))
    assert result.returncode == 1
    assert str(tmp_path) in result.stderr


def test_starting_afresh_deletes_nothing_but_the_data_of_a_demo(tmp_path):
    treasure = tmp_path / "treasure.txt"
    treasure.write_text("mine")
    result = run("--no-serve", "--fresh", "--data", str(tmp_path))
    assert result.returncode == 1
    assert treasure.read_text() == "mine"


def _answers(address: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


def _children(parent: int, wanted: int) -> list[int]:
    """The children of a process, as soon as there are so many: the first answers before the last is there."""
    deadline = time.monotonic() + 30
    while True:
        found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if len(found) >= wanted or time.monotonic() > deadline:
            return [int(number) for number in found]
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts processes by /proc")
def test_a_prepared_demo_is_served_with_its_worker_and_an_interrupt_ends_both(tmp_path):
    data = str(tmp_path / "demo")
    assert run("--no-serve", "--data", data).returncode == 0
    again = run("--no-serve", "--data", data)
    assert again.stdout == "", "what is prepared is not prepared again"
    port = free_port()
    with subprocess.Popen([*DEMO, "--port", str(port), "--data", data], stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert _answers(f"http://127.0.0.1:{port}/", 60)
            children = _children(serving.pid, 3)  # two that serve, and the worker
            assert len(children) >= 3
        finally:
            serving.send_signal(signal.SIGINT)
        said, _ = serving.communicate(timeout=30)
    assert f"http://localhost:{port}" in said
    assert "Anwen Price" in said
    assert not any(_alive(child) for child in children)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
