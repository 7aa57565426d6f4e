"""The address of a client: the headers of our own proxies count, those of anybody else do not."""

import ast

import pytest
from django.test import RequestFactory

from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.client_address import UNKNOWN, address_of, network_of

PEER = "198.51.100.1"


def request(peer=PEER, forwarded=None, **more):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=peer, **headers, **more)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (0, None, PEER),
        (0, "203.0.113.7", PEER),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "10.0.0.1, 203.0.113.7", "203.0.113.7"),
        (1, "evil, 1.2.3.4,203.0.113.7", "203.0.113.7"),
        (2, "evil, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (1, None, PEER),
        (1, "", PEER),
        (1, "unknown", PEER),
        (1, "203.0.113.7, ", PEER),
        (1, "203.0.113.999", PEER),
        (1, "203.0.113.7; DROP TABLE", PEER),
        (2, "203.0.113.7", PEER),
        (1, "203.0.113.7:51234", "203.0.113.7"),
        (1, "[2001:db8::7]:51234", "2001:db8::7"),
        (1, '"[2001:db8::7]"', "2001:db8::7"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "2001:DB8:0:0:0:0:0:7", "2001:db8::7"),
    ],
)
def test_the_client_is_the_one_before_our_own_proxies(settings, trusted, forwarded, address):
    settings.TRUSTED_PROXIES = trusted
    assert address_of(request(forwarded=forwarded)) == address


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("", UNKNOWN),
        ("unix:", UNKNOWN),
    ],
)
def test_limits_count_a_household_as_one(peer, network):
    assert network_of(request(peer)) == network


def test_nothing_else_reads_where_a_request_comes_from():
    """A second reading would trust what the first does not."""
    marks = ("REMOTE_ADDR", "REMOTE_HOST", "FORWARDED_FOR", "X-FORWARDED-FOR", "REAL_IP", "X-REAL-IP")
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if "tests" in path.parts or path == PACKAGE / "kernel" / "client_address.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {
                    f"{path}: {node.value}" for mark in marks if node.value.upper().startswith(("HTTP_" + mark, mark))
                }
    assert found == set()
