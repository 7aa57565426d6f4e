"""The addresses of journeys."""

from django.urls import path

from commonweal.kernel.large_bodies import LargeBody
from commonweal.services.journeys import views
from commonweal.services.journeys.large_bodies import has_draft

PREFIX = "apply/"
# A page may ask for several files.
CARRIES = {"step": LargeBody(60_000_000, has_draft)}

urlpatterns = [
    path("continue/<str:token>", views.resume, name="resume"),
    path("<uuid:journey_id>", views.resume_here, name="resume-here"),
    path("<uuid:journey_id>/sent", views.done, name="done"),
    path("<uuid:journey_id>/save", views.save, name="save"),
    path("<uuid:journey_id>/delete", views.discard, name="discard"),
    path("<uuid:journey_id>/<slug:section>/<slug:part>", views.step, name="step"),
    path("<slug:organisation>/<slug:service>", views.begin, name="begin"),
]
