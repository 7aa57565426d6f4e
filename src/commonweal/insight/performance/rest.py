"""The HTTP API of performance: the public figures for everybody, the exact ones for staff."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from commonweal.insight.performance import api
from commonweal.kernel.acting import acting_of
from commonweal.kernel.paging import MOST_PAGES, listed

router = Router()
# The words for the scope that `permissions` asks for.
SCOPES = {"performance:read": {"en": "Exact figures of services", "cy": "Ffigurau manwl gwasanaethau"}}


class Period(Schema):
    """How many months, this one included."""

    months: int = Field(12, ge=1, le=36)


class Part(Period):
    """The same, and which part of a list: the header Link has the next one."""

    page: int = Field(1, ge=1, le=MOST_PAGES)


class PublicPart(Part):
    """The same for one organisation, if its key is given."""

    organisation: str = Field("", pattern=r"^[a-z0-9-]{0,80}$")


class MonthOut(Schema):
    """A month, named by its first day; null is a suppressed number: one from 1 to 4, or another that would reveal
    it."""

    month: date
    begun: int | None
    submitted: int | None
    opened: int | None
    closed: int | None


class ServiceOut(Schema):
    """A service over the period; `completion` from 0 to 1, `median_days` from opening a case to closing it."""

    service: str
    title: dict[str, str]
    begun: int | None
    submitted: int | None
    opened: int | None
    closed: int | None
    completion: float | None
    median_days: float | None
    months: list[MonthOut]


@router.get("/services", response=list[ServiceOut], summary="How the services of the place do")
def services(request: HttpRequest, response: HttpResponse, asked: Query[PublicPart]) -> list[api.ServiceFigures]:
    page = api.public_figures(**asked.dict())
    return listed(request, response, page, asked.page)


@router.get("/services/{organisation}/{service}", response=ServiceOut, summary="How one service does")
def service(request: HttpRequest, organisation: str, service: str, asked: Query[Period]) -> api.ServiceFigures:
    del request
    return api.public_service(f"{organisation}/{service}", months=asked.months)


@router.get("/own", response=list[ServiceOut], summary="Exact figures of one's own organisation")
def own(request: HttpRequest, response: HttpResponse, asked: Query[Part]) -> list[api.ServiceFigures]:
    page = api.own_figures(acting=acting_of(request), **asked.dict())
    return listed(request, response, page, asked.page)
