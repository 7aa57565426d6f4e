"""Only calls of programs to the API are free of the limit on calls that write."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from commonweal.kernel.limits import limit
from commonweal.site.requests.write_limits import WriteLimitMiddleware, has_key


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


@pytest.mark.django_db
def test_each_network_of_strangers_has_its_own_limit(rf):
    limit("writes-from", "192.0.2.1", times=6_000, seconds=600, weight=6_000)
    answered = {}
    for network in ("192.0.2.1", "192.0.2.2"):
        request = rf.post("/apply/town/bin/", REMOTE_ADDR=network)
        request.user = AnonymousUser()
        answered[network] = WriteLimitMiddleware(lambda _request: HttpResponse())(request).status_code
    assert answered == {"192.0.2.1": 429, "192.0.2.2": 200}
