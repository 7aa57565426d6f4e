"""Tells browsers which of their features no page uses, and to clear stored data at sign-out."""

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from commonweal.kernel.middleware import Middleware
from commonweal.kernel.request_values import RequestValue

UNUSED = (
    *("accelerometer", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "serial", "usb"),
)
SIGNED_OUT = RequestValue[bool]("signed_out")
PERMISSIONS = ", ".join(f"{each}=()" for each in UNUSED)


@receiver(user_logged_out)
def on_signed_out(sender: object, request: HttpRequest | None, **_kwargs: object) -> None:
    """Mark the request in which a session ended, for its answer."""
    del sender
    if request is not None:
        SIGNED_OUT.set(request, True)


class BrowserHeadersMiddleware(Middleware):
    """Cookies stay: they hold the language and that the browser is known, and the session's is worth nothing."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        if SIGNED_OUT.get(request, False):
            response["Clear-Site-Data"] = '"storage"'
        return response
