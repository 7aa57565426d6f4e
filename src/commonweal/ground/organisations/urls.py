"""Addresses of organisations: their look for everybody, invitations, and the pages of their own staff."""

from django.urls import path

from commonweal.ground.organisations import views

urlpatterns = [
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("<slug:key>/theme.css", views.theme, name="theme"),
]
