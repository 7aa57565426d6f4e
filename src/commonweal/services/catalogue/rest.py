"""The HTTP API of the catalogue; open to everybody."""

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from commonweal.kernel.paging import MOST_PAGES, listed, page_of
from commonweal.services.catalogue import api
from commonweal.services.definitions import api as definitions

router = Router()
KEY = r"^[a-z0-9-]{1,60}$"


class WhichIn(Schema):
    """Which services: by the key of a topic, a life event, an organisation."""

    topic: str | None = Field(None, pattern=KEY)
    life_event: str | None = Field(None, pattern=KEY)
    organisation: str | None = Field(None, pattern=KEY)
    language: str = Field("en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
    online: bool = True
    page: int = Field(1, ge=1, le=MOST_PAGES)


class EntryOut(Schema):
    """A service in a list; words by language."""

    key: str
    title: dict[str, str]
    summary: dict[str, str]
    organisation: str
    organisation_name: dict[str, str]
    online: bool
    href: str


class HeadingOut(Schema):
    """A topic or a life event."""

    key: str
    title: dict[str, str]
    summary: dict[str, str]


class FrontOut(Schema):
    """The headings that have services."""

    topics: list[HeadingOut]
    life_events: list[HeadingOut]


@router.get("/", response=FrontOut, summary="Topics and life events that have services")
def headings(request: HttpRequest) -> api.FrontPage:
    del request
    return api.front_page()


@router.get("/services", response=list[EntryOut], summary="Services of the place; the next ones by the header Link")
def list_services(request: HttpRequest, response: HttpResponse, which: Query[WhichIn]) -> list[api.EntryCard]:
    found = api.entries(**which.dict(exclude={"page"}))
    return listed(request, response, page_of(found, which.page), which.page)


@router.get("/services/{organisation}/{service}", response=EntryOut, summary="One service")
def get_service(request: HttpRequest, organisation: str, service: str) -> api.EntryCard:
    del request
    return api.entry(f"{organisation}/{service}")


@router.get(
    "/services/{organisation}/{service}/definition",
    response=dict[str, object],
    summary="The published definition of a service, as data",
)
def get_definition(request: HttpRequest, organisation: str, service: str) -> dict[str, object]:
    del request
    compiled = definitions.published(f"{organisation}/{service}")
    return {"hash": compiled.hash, "definition": dict(compiled.document)}
