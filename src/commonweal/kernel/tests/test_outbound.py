"""Calls leave for public addresses only, whatever the name resolves to."""

import socket

import pytest

from commonweal.kernel import outbound
from commonweal.kernel.problems import Invalid


@pytest.fixture
def resolves(monkeypatch):
    """Let every name resolve to the given addresses."""

    def to(*addresses: str) -> None:
        rows = [(socket.AF_INET6 if ":" in each else socket.AF_INET, 1, 6, "", (each, 443)) for each in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: rows)

    return to


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    ],
)  # fmt: skip
def test_an_address_inside_a_network_is_refused(resolves, address):
    resolves(address)
    with pytest.raises(Invalid, match="private network"):
        outbound.checked_address("https://hooks.example.org/in")


def test_a_name_with_one_private_address_among_public_ones_is_refused(resolves):
    resolves("93.184.215.14", "127.0.0.1")
    with pytest.raises(Invalid, match="private network"):
        outbound.checked_address("https://hooks.example.org/")


def test_a_public_address_is_given_for_the_connection(resolves):
    resolves("93.184.215.14")
    assert outbound.checked_address("https://hooks.example.org/in") == ("hooks.example.org", "93.184.215.14")


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "gopher://x", "ftp://example.org/", "javascript:1", "//example.org", "https://",
     "https://user@example.org/", "http://example.org/"],
)  # fmt: skip
def test_other_schemes_credentials_and_plain_http_are_refused(resolves, url):
    resolves("93.184.215.14")
    with pytest.raises(Invalid):
        outbound.checked_address(url)


def test_a_name_that_nobody_knows_is_said(monkeypatch):
    def unknown(*_args, **_more):
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Invalid, match="not known"):
        outbound.checked_address("https://nobody.example/")


def test_the_name_is_resolved_once_and_that_address_is_called(resolves, monkeypatch):
    """Else the name could change between the check and the call (DNS rebinding)."""
    import httpx

    resolves("93.184.215.14")
    seen = {}

    def handle(request):
        seen.update(url=str(request.url), host=request.headers["Host"], sni=request.extensions["sni_hostname"])
        return httpx.Response(302, headers={"Location": "http://127.0.0.1/"})

    client = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **more: client(transport=httpx.MockTransport(handle), **more))
    answer = outbound.post("https://hooks.example.org/in", body=b"{}", headers={})
    assert seen == {"url": "https://93.184.215.14/in", "host": "hooks.example.org", "sni": "hooks.example.org"}
    assert answer.status_code == 302


def test_an_answer_without_end_is_cut_off(resolves, monkeypatch):
    import httpx

    resolves("93.184.215.14")
    client = httpx.Client
    endless = httpx.MockTransport(lambda _: httpx.Response(200, content=b"x" * (outbound.LARGEST_ANSWER + 1)))
    monkeypatch.setattr(httpx, "Client", lambda **more: client(transport=endless, **more))
    with pytest.raises(Invalid, match="too large"):
        outbound.post("https://hooks.example.org/in", body=b"", headers={})
