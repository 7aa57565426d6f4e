"""The address of files."""

from django.urls import path

from commonweal.blocks.forms import views

PREFIX = "files/"
urlpatterns = [path("<uuid:upload_id>", views.download, name="download")]
