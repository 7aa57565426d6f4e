"""URLs of identity's own pages, in addition to those of the account library under the same path."""

from django.conf import settings
from django.urls import path

from commonweal.ground.identity.views import account, correct, corrections, demo, my_data, presence

PREFIX = "account/"

urlpatterns = [
    path("", account.account, name="account"),
    path("this-browser/<str:token>/", account.known_browser, name="known-browser"),
    path("second-step/", account.second_step, name="second-step"),
    path("my-data/", my_data.my_data, name="my-data"),
    path("my-data/download.json", my_data.download, name="download"),
    path("my-data/correct/", correct.correct, name="correct"),
    path("my-data/wrong/", my_data.wrong, name="wrong"),
    path("my-data/delete/", my_data.delete, name="delete"),
    path("corrections/<slug:key>/", corrections.corrections, name="corrections"),
    path("corrections/<slug:key>/<uuid:correction>/", corrections.correction, name="correction"),
    path("show-code/", presence.show_code, name="show-code"),
    path("check/", presence.check, name="check"),
    path("deleted/", my_data.deleted, name="deleted"),
]

# In earnest these addresses do not exist at all.
DEMO_ONLY = [
    path("demo/", demo.demo, name="demo"),
    path("demo/<uuid:person>/", demo.demo_sign_in, name="demo-sign-in"),
]
if settings.DEMO:
    urlpatterns += DEMO_ONLY
