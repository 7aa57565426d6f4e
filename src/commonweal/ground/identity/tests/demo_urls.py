"""The addresses of the site as they are in the demo."""

from django.urls import include, path

from commonweal.ground.identity.urls import DEMO_ONLY
from commonweal.ground.identity.urls import urlpatterns as own
from commonweal.site.urls import urlpatterns as site

urlpatterns = [path("account/", include(([*own, *DEMO_ONLY], "identity"))), *site]
