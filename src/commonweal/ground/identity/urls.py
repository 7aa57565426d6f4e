"""Addresses of identity's own pages, beside those of the account library under the same path."""

from django.conf import settings
from django.urls import path

from commonweal.ground.identity import views

PREFIX = "account/"

urlpatterns = [
    path("", views.account, name="account"),
    path("second-step/", views.second_step, name="second-step"),
]

if settings.DEMO:
    # In earnest these addresses do not exist at all.
    urlpatterns += [
        path("demo/", views.demo, name="demo"),
        path("demo/<uuid:person>/", views.demo_sign_in, name="demo-sign-in"),
    ]
