"""The HTTP API of search; open to everybody, within a rate limit."""

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from commonweal.blocks.search import api
from commonweal.kernel.acting import acting_of
from commonweal.kernel.client_address import network_of
from commonweal.kernel.limits import limit

router = Router()


class SearchIn(Schema):
    """What to look for, and in which language."""

    q: str = Field(min_length=1, max_length=200)
    language: str = Field("en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
    kind: list[str] = Field(default=[], max_length=10)


class HitOut(Schema):
    """One thing that was found; `href` is relative to the place's address."""

    kind: str
    ref: str
    title: str
    summary: str
    href: str
    organisation: str


class FoundOut(Schema):
    """What was found; `corrected` are the words searched instead of mistyped ones."""

    hits: list[HitOut]
    corrected: str
    loose: bool


@router.get("/", response=FoundOut, summary="Search services, organisations and help")
def search(request: HttpRequest, asked: Query[SearchIn]) -> api.Found:
    limit("search", network_of(request), times=600, seconds=60)
    return api.find(asked.q, language=asked.language, acting=acting_of(request), kinds=asked.kind)
