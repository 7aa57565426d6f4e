"""The name of a kept page in the query of its address."""

from urllib.parse import parse_qsl, urlencode

AGAIN = "again"


def without_name(address: str) -> str:
    """The address of a page without the name of a kept one."""
    path, _mark, query = address.partition("?")
    left = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != AGAIN]
    return path + ("?" + urlencode(left) if left else "")


def with_name(address: str, name: str) -> str:
    """The address of a page under which a kept one is found."""
    plain = without_name(address)
    return f"{plain}{'&' if '?' in plain else '?'}{AGAIN}={name}"


def name_in(address: str) -> str:
    """The name of the kept page in an address, '' for none."""
    return dict(parse_qsl(address.partition("?")[2])).get(AGAIN, "")
