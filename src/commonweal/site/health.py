"""Addresses for operators: whether the process is alive, whether it is ready, and metrics."""

import json

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from commonweal import __version__
from commonweal.kernel import tasks
from commonweal.kernel.problems import NotAllowed

LIVE = "/health/live"


def live_body() -> bytes:
    """The answer of `/health/live`, as JSON."""
    return json.dumps({"status": "live", "version": __version__}).encode()


@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers. (Served by `wsgi` before anything of Django runs; here for those who serve otherwise.)"""
    return HttpResponse(live_body(), content_type="application/json")


def has_pending_migrations() -> bool:
    """Whether tables are out of date. Raises Django's database Error where the database does not answer."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """The process can do its work: the database answers and its tables are up to date."""
    try:
        pending = has_pending_migrations()
    except Error:
        return JsonResponse({"status": "not ready", "why": "the database does not answer"}, status=503)
    if pending:
        return JsonResponse({"status": "not ready", "why": "migrations are pending"}, status=503)
    return JsonResponse({"status": "ready"})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to callers with the metrics token.

    Where a call comes from proves nothing: a proxy on this machine may not forward the client's address."""
    from django.conf import settings
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    shown, token = request.headers.get("Authorization", ""), settings.METRICS_TOKEN
    if not (token and constant_time_compare(shown, f"Bearer {token}")):
        raise NotAllowed(
            "These figures are for the operator of this place.",
            remedy="Send `Authorization: Bearer` with the token that COMMONWEAL_METRICS_TOKEN is set to.",
        )
    registry = CollectorRegistry()
    gauge = Gauge("commonweal_tasks", "Tasks in the queue by state", ["state"], registry=registry)
    for state, count in tasks.waiting().items():
        gauge.labels(state.lower()).set(count)
    return HttpResponse(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")
