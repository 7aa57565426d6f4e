"""The HTTP API: every capability's router under its own name, one way to sign in, one form of refusal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from ninja.errors import AuthenticationError, HttpError, ValidationError

from commonweal import __version__
from commonweal.kernel.capability import parts
from commonweal.kernel.problems import Invalid, NotFound, NotSignedIn, Problem, WrongType
from commonweal.site.description import DescribedAPI, Description
from commonweal.site.requests.acting import for_api
from commonweal.site.requests.errors import as_problem
from commonweal.site.requests.security_log import refused
from commonweal.site.requests.wellformed import JSON, WRONG_TYPE

api = DescribedAPI(
    title="Commonweal",
    version=__version__,
    description="Everything that the pages of this place can do. Refusals are application/problem+json (RFC 9457)."
    " What grants access (approving and publishing, roles and invitations, keys, switches, stewardship) requires a"
    " person's session with a second factor shown within the last minutes: API keys are refused, and a session without"
    " it gets 403 with the type urn:commonweal:problem:second-factor-needed.",
    openapi_url="/openapi.json",
    docs=Description(),
    docs_url="/docs",
    auth=for_api,
    parser=JSON(),
    urls_namespace="api",
)


@api.exception_handler(Problem)
def on_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    refused(request, problem)
    return as_problem(problem)


@api.exception_handler(ValidationError)
def on_invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, str] = {}
    for row in error.errors:
        where: list[object] = list(row.get("loc", ()))
        fields[".".join(str(part) for part in where[1:]) or str(where[0] if where else "request")] = row["msg"]
    return as_problem(Invalid("The request does not fit its description.", fields=fields, remedy="See /api/docs."))


@api.exception_handler(AuthenticationError)
def on_stranger(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return as_problem(NotSignedIn("Send an API key (Authorization: Bearer …) or sign in."))


@api.exception_handler(RawPostDataException)
def on_form(_request: HttpRequest, _error: RawPostDataException) -> HttpResponse:
    """A form was sent to an operation that reads JSON, and was taken apart before the operation looked at it."""
    return as_problem(WrongType(WRONG_TYPE, remedy="Send JSON as application/json."))


@api.exception_handler(Http404)
def on_missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return as_problem(NotFound("There is nothing at this address."))


@api.exception_handler(HttpError)
def on_http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    problem = Problem(str(error))
    problem.status = error.status_code
    return as_problem(problem)


for _config, _module in parts("rest"):
    api.add_router(f"/{_config.key.split('.')[-1]}", _module.router, tags=[_config.key])
