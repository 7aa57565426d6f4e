"""The addresses of performance."""

from django.urls import path

from commonweal.insight.performance import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("own/", views.own, name="own"),
    path("services.csv", views.overview_csv, name="overview-csv"),
    path("<slug:organisation>/<slug:service>/", views.service, name="service"),
    path("<slug:organisation>/<slug:service>.csv", views.service_csv, name="service-csv"),
]
