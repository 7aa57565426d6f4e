"""The addresses of the portal."""

from django.urls import path

from commonweal.blocks.cases.api import is_known_to
from commonweal.kernel.large_bodies import LargeBody, known_by
from commonweal.portal.views import cases, dashboard, help_pages, home, services

PREFIX = ""
# A step that the applicant takes may ask for files; letters and answers may come with some.
CARRIES = dict.fromkeys(("step", "answer", "write"), LargeBody(60_000_000, known_by("case_id", is_known_to)))

urlpatterns = [
    path("", home.home, name="home"),
    path("search", home.search, name="search"),
    path("services/", services.all_services, name="services"),
    path("services/topic/<slug:topic>", services.by_topic, name="topic"),
    path("services/life-event/<slug:life_event>", services.by_life_event, name="life-event"),
    path("services/from/", services.providers, name="providers"),
    path("services/from/<slug:organisation>", services.by_organisation, name="organisation"),
    path("services/<slug:organisation>/<slug:service>", services.service, name="service"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/applications/<uuid:case_id>", cases.case, name="case"),
    path("dashboard/applications/<uuid:case_id>/answer/<uuid:task_id>", cases.answer, name="answer"),
    path("dashboard/applications/<uuid:case_id>/write", cases.write, name="write"),
    path("dashboard/applications/<uuid:case_id>/step/<slug:step>", cases.step, name="step"),
    path("dashboard/applications/<uuid:case_id>/withdraw", cases.withdraw, name="withdraw"),
    path("dashboard/applications/<uuid:case_id>/reopen", cases.reopen, name="reopen"),
    path("help/", help_pages.index, name="help"),
    path("help/<slug:page>", help_pages.page, name="help-page"),
]
