"""Addresses of the look itself."""

from django.urls import path

from commonweal.web import views

PREFIX = ""

urlpatterns = [
    path("language/<slug:code>/", views.language, name="language"),
    path("styleguide/", views.style_guide, name="styleguide"),
    path("styleguide/theme.css", views.style_guide_theme, name="styleguide-theme"),
    path("styleguide/<slug:page>/", views.style_guide, name="styleguide-page"),
]
