"""The addresses of the inbox."""

from django.urls import path

from commonweal.blocks.messages import views

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("preferences", views.preferences, name="preferences"),
    path("preferences/saved", views.preferences_saved, name="preferences-saved"),
    path("confirm/<str:token>", views.confirm, name="confirm"),
    path("outbox", views.outbox, name="outbox"),
    path("<uuid:message_id>", views.message, name="message"),
]
