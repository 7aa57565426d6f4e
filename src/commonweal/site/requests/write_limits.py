"""Limits how often one person, or one network of strangers and guests, may send writing requests, to all addresses
together."""

from django.http import HttpRequest, HttpResponse

from commonweal.kernel.client_address import network_of
from commonweal.kernel.limits import limit
from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import TooMany
from commonweal.site.requests import errors
from commonweal.site.requests.programs import is_for_api, key_in
from commonweal.site.requests.security_log import refused

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def has_key(request: HttpRequest) -> bool:
    """Whether the call shows an API key. The API judges it: a key that is not known opens nothing there."""
    return is_for_api(request) and bool(key_in(request))


class WriteLimitMiddleware(Middleware):
    """Counts every call that may write, so that no address of strangers or residents is without a limit.

    The limits are far above what people do; verbs whose single call costs more have lower ones of their own."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING and not has_key(request):
            try:
                self.count(request)
            except TooMany as problem:
                refused(request, problem)
                return errors.for_problem(request, problem)
        return self.get_response(request)

    def count(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            limit("writes", f"person:{request.user.pk}", times=1_200, seconds=600)
        else:
            # A school or a library is one network, and each page of an application is a call.
            limit("writes-from", network_of(request), times=6_000, seconds=600)
