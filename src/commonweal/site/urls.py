"""All addresses: those of the capabilities (each under its PREFIX), the accounts, the API, health."""

from django.urls import URLPattern, URLResolver, include, path

from commonweal.kernel.capability import parts
from commonweal.site import health
from commonweal.site.api import api
from commonweal.site.requests import errors


def capability_urls() -> list[URLPattern | URLResolver]:
    """One include for each capability that has `urls.py`; PREFIX is the path below which its pages are."""
    found: list[URLPattern | URLResolver] = []
    for config, module in parts("urls"):
        prefix = getattr(module, "PREFIX", config.key.split(".")[-1] + "/")
        found.append(path(prefix, include((module.urlpatterns, config.key.split(".")[-1]))))
    return found


urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", health.metrics, name="metrics"),
    path("api/", api.urls),
    path("account/", include("allauth.urls")),
    *capability_urls(),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
