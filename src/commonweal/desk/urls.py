"""The addresses of the desk."""

from django.urls import path

from commonweal.blocks.cases.api import is_known_to_staff
from commonweal.desk.views import bulk, case, failed, journal, my_work, queue, service, services
from commonweal.kernel.large_bodies import LargeBody, known_by

PREFIX = "desk/"
# An act may ask for files.
CARRIES = {"do": LargeBody(60_000_000, known_by("case_id", is_known_to_staff))}

urlpatterns = [
    path("", my_work.my_work, name="my-work"),
    path("organisation", my_work.choose, name="choose"),
    path("cases/", queue.queue, name="queue"),
    path("cases/save-view", queue.save, name="save-view"),
    path("cases/views/<uuid:identity>/delete", queue.forget, name="forget-view"),
    path("cases/many", bulk.bulk, name="bulk"),
    path("cases/many/result", bulk.result, name="bulk-result"),
    path("cases/<uuid:case_id>/", case.case, name="case"),
    path("cases/<uuid:case_id>/beside", case.beside, name="beside"),
    path("cases/<uuid:case_id>/history", case.history, name="history"),
    path("cases/<uuid:case_id>/messages/<uuid:message_id>/again", case.send_again, name="send-again"),
    path("cases/<uuid:case_id>/do/<str:act>", case.do, name="do"),
    path("services/", services.services, name="services"),
    path("services/new", services.begin, name="new-service"),
    path("services/<slug:organisation>/<slug:service>/", service.service, name="service"),
    path("services/<slug:organisation>/<slug:service>/draft", service.draft, name="draft"),
    path("services/<slug:organisation>/<slug:service>/changes", service.changes, name="changes"),
    path("services/<slug:organisation>/<slug:service>/<int:number>/", service.version, name="version"),
    path("services/<slug:organisation>/<slug:service>/<int:number>/preview", service.preview, name="preview"),
    path("services/<slug:organisation>/<slug:service>/<int:number>/do/<str:act>", service.do, name="version-do"),
    path("journal/", journal.journal, name="journal"),
    path("failed-work/", failed.failed, name="failed-work"),
    path("failed-work/messages", failed.send_waiting, name="send-waiting"),
    path("failed-work/<uuid:work>/again", failed.again, name="replay"),
]
