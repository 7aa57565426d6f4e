"""The addresses of the look alone, for the browser's tests."""

from django.urls import include, path

from commonweal.web import urls

urlpatterns = [path("", include((urls.urlpatterns, "web")))]
