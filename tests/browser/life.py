"""Some life in Eastmere: a resident with an application, a draft and messages, and the staff of the council."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.test import Client

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages import api as messages
from commonweal.blocks.messages.actions.confirm_address import confirmation_link
from commonweal.ground.identity.api import ask_correction
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.signing_in.guessing import link_for
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.api import create_api_key, give_office, invite_member
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.clock import standing_at
from commonweal.kernel.worker import run_all
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder
from commonweal.services.definitions.versions import store
from commonweal.services.journeys import api as journeys
from commonweal.site.demo.preparing import load_map

SERVICE = "eastmere-council/missed-bin"
# Whose applicant may take a step alone: call the event off.
OWN_STEP = "eastmere-together/community-event"


@dataclass
class Life:
    """People by name, and values for the parts of addresses: for all pages, and for a page that needs others."""

    people: dict[str, Person]
    arguments: dict[str, Any] = field(default_factory=dict)
    only_for: dict[str, dict[str, Any]] = field(default_factory=dict)
    reference: str = ""

    def browser_of(self, who: str) -> Client | None:
        """A client in which one of the people is signed in, strongly; None for the stranger."""
        return sign_in(Client(), self.people[who]) if who in self.people else None


def example_of(service: str) -> tuple[str, Any, dict[str, Any]]:
    """Name, day and answers of the service's first example that comes to a case, or of its first."""
    examples = definitions.published(service).base.examples
    found = next((one for one in examples if one.expect.get("opens")), examples[0])
    return found.name, found.on, dict(found.given)


def live(place: Path) -> Life:
    """Apply the place and let the first things happen in it."""
    store.forget()
    load_map(place)
    apply_place(read=read_folder(place), acting=SYSTEM)
    people = {
        "ann": make_person("Ann Example", "ann.example.of.long.lane@people.eastmere.example", assurance="high"),
        "manager": make_person("Mair Manager", "mair@example.org"),
        "steward": make_person("Sam Steward", "sam@example.org"),
    }
    council = Organisation.objects.get(key="eastmere-council")
    give_office(organisation=str(council.pk), office="identity_checks", given=True, acting=SYSTEM)
    manager = make_staff(council, people["manager"], "officer", "manager", "editor", "reviewer")
    make_staff(Organisation.objects.get(key="eastmere-together"), people["steward"], "manager")
    ann = Acting(actor=people["ann"].ref, assurance="high")

    sent = _applied(ann)
    second = _applied(ann)
    event, closed = _applied(ann, OWN_STEP), _withdrawn(ann)
    draft = str(journeys.begin_journey(service=SERVICE, acting=ann, language="en").pk)
    cases.add_note(case=sent.case, text="Called on Monday; nobody was there.", acting=manager)
    cases.write_to_applicant(case=sent.case, subject="Your bin", text="We come on Friday.", acting=manager)
    task = cases.request_information(case=sent.case, question="Which gate?", acting=manager)
    text = definitions.version_text(SERVICE, 1, acting=manager).source
    definitions.save_draft(service=SERVICE, source=text.replace("schema: 1", "schema: 1 # changed"), acting=manager)
    key = create_api_key(organisation=str(council.pk), name="Lorries", scopes=["cases:read"], acting=manager)
    invited = invite_member(organisation=str(council.pk), email="new@example.org", roles=["viewer"], acting=manager)
    wrong = ask_correction(
        model="blocks_cases.Case", field="sealed", words="My street.", acting=ann, organisation="eastmere-council"
    )
    run_all()
    return Life(
        people=people,
        reference=sent.reference,
        arguments={
            "case_id": sent.case,
            "other": second.case,
            "journey_id": draft,
            "task_id": task,
            "correction": wrong,
            "message_id": messages.inbox(ann)[0].id,
            "person": people["manager"].pk,
            "invitation": invited.id,
            "token": invitation_token(invited.id),
            "api_key": key.key.id,
            "organisation": "eastmere-council",
            "service": "missed-bin",
            "name": "missed-bin",
            "key": "eastmere-council",
            "number": 1,
            "topic": "waste",
            "life_event": "moving-home",
            "page": "how-it-works",
            "section": "form",
            "part": definitions.published(SERVICE).content("form")[0].page,
            "code": "cy",
            "act": "take",
        },
        only_for=_only_for(event.case, closed),
    )


def _only_for(case: str, closed: str) -> dict[str, dict[str, Any]]:
    """Pages whose address has another thing of the same name than the other pages."""
    link = confirmation_link(f"case:{case}", "somebody@example.org")
    return {
        "portal:step": {"case_id": case, "step": "called_off"},
        "portal:reopen": {"case_id": closed},
        "messages:confirm": {"token": link.rsplit("/", 1)[-1]},
        "identity:known-browser": {"token": str(link_for("somebody@example.org")).rstrip("/").rsplit("/", 1)[-1]},
    }


def apply_as_ann(ann: Person) -> Any:
    """A missed bin, reported on the day of the service's own example."""
    return _applied(Acting(actor=ann.ref, assurance="high"))


def _withdrawn(ann: Acting) -> str:
    """An application that was taken back, and may be reopened for some days."""
    sent = _applied(ann)
    cases.withdraw(case=sent.case, acting=ann)
    return str(sent.case)


def _applied(ann: Acting, service: str = SERVICE) -> Any:
    _name, day, given = example_of(service)
    with standing_at(datetime.fromisoformat(f"{str(day)[:10]}T10:00:00").replace(tzinfo=UTC)):
        journey = str(journeys.begin_journey(service=service, acting=ann, language="en").pk)
        journeys.give_answers(journey=journey, answers=given, acting=ann)
        return journeys.submit_journey(journey=journey, acting=ann)
