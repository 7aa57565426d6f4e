"""What staff left on their desks: saved views, an API key, and a new version of a service that waits for review."""

from collections.abc import Callable
from pathlib import Path

from commonweal.desk.actions.save_filter import save_filter
from commonweal.ground.organisations.api import create_api_key
from commonweal.kernel.acting import Acting
from commonweal.services.definitions import api as definitions
from commonweal.site.demo.simulation import Story, later

SERVICE = "eastmere-council/missed-bin"
OLD, NEW = "We come back within 2 working days.", "We come back within 2 working days, or tell you why."
OLD_CY, NEW_CY = (
    "Byddwn yn dod yn ôl o fewn 2 ddiwrnod gwaith.",
    "Byddwn yn dod yn ôl o fewn 2 ddiwrnod gwaith, neu'n dweud pam.",
)
SCOPES = ["journeys:read", "journeys:write", "cases:read"]


def save_views(officer: Acting) -> Story:
    """Two views of the queue that an officer uses every day."""
    organisation = str(officer.organisation)
    save_filter(organisation=organisation, name="Late / Hwyr", query="due=overdue", acting=officer)
    save_filter(organisation=organisation, name="Mine / Fy ngwaith", query="assignee=me", acting=officer)
    yield later(days=1)


def make_key(manager: Acting, keep: Callable[[str], None]) -> Story:
    """A key for an example program of the council; `keep` gets its secret, which nothing else keeps."""
    organisation = str(manager.organisation)
    keep(create_api_key(organisation=organisation, name="Bin lorry app", scopes=SCOPES, acting=manager).secret)
    yield later(days=1)


def write_new_version(place: Path, editor: Acting) -> Story:
    """Better words for one service, sent for review by its editor."""
    source = (place / "services" / f"{SERVICE}.yaml").read_text(encoding="utf-8")
    source = source.replace(OLD, NEW).replace(OLD_CY, NEW_CY)
    saved = definitions.save_draft(service=SERVICE, source=source, acting=editor, note="Say what happens otherwise")
    definitions.submit_for_review(service=SERVICE, number=saved.version.number, acting=editor)
    yield later(days=1)
