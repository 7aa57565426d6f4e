"""Adds the person that it was rendered for to every form that is sent by POST, next to the CSRF token."""

from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.safestring import SafeString

from commonweal.ground.identity.signing_in.kept_forms import mark_of


def _form_start(request: HttpRequest) -> SafeString:
    from django.template.backends.utils import csrf_input

    return SafeString(csrf_input(request)) + mark_of(request)


def marked_forms(request: HttpRequest) -> dict[str, object]:
    """Context processor: `csrf_input` with the mark."""
    return {"csrf_input": lazy(_form_start, SafeString, str)(request)}
