"""Addresses of organisations: their look for everybody, invitations, and the pages of their own staff."""

from django.urls import path

from commonweal.ground.organisations.views import details, keys, offices, people, public

urlpatterns = [
    path("offices/", offices.offices, name="offices"),
    path("switch/", people.switch, name="switch"),
    path("invitations/<str:token>/", public.invitation, name="invitation"),
    path("<slug:key>/theme.css", public.theme, name="theme"),
    path("<slug:key>/people/", people.people, name="people"),
    path("<slug:key>/people/<uuid:person>/", people.person, name="person"),
    path("<slug:key>/invitations/<uuid:invitation>/withdraw/", people.withdraw, name="withdraw"),
    path("<slug:key>/keys/", keys.keys, name="keys"),
    path("<slug:key>/keys/<uuid:api_key>/revoke/", keys.revoke, name="revoke-key"),
    path("<slug:key>/capabilities/", details.capabilities, name="capabilities"),
    path("<slug:key>/details/", details.details, name="details"),
]
