"""Only calls of programs to the API are free of the limit on calls that write."""

import pytest

from commonweal.site.write_limits import has_key


@pytest.mark.parametrize(
    ("path", "authorization", "free"),
    [
        ("/api/cases", "Bearer cw_x", True),
        ("/api/cases", "bearer cw_x", True),
        ("/api/cases", "Basic eDp4", False),
        ("/api/cases", "", False),
        ("/apply/town/bin/", "Bearer cw_x", False),
        ("/account/login/", "Bearer cw_x", False),
        ("/apiary/", "Bearer cw_x", False),
    ],
)
def test_a_page_is_counted_whatever_its_headers_say(rf, path, authorization, free):
    assert has_key(rf.post(path, headers={"Authorization": authorization})) is free
