"""A small world with one thing of every kind, and everybody who might want to look at it."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from django.test import Client

from commonweal.blocks.cases import api as cases
from commonweal.blocks.forms import api as forms
from commonweal.blocks.messages import api as messages
from commonweal.ground.identity.api import ask_correction
from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.api import create_api_key
from commonweal.ground.organisations.models import ApiKey, Invitation, Membership, Organisation
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel.acting import Acting
from commonweal.kernel.clock import now
from commonweal.kernel.worker import run_all
from commonweal.services.journeys import api as journeys
from commonweal.services.journeys.tests.conftest import ADDRESS, SERVICE, apply, write_place

# Words that only some may ever see; the walk looks for them in every answer.
ANSWER, NOTE, LETTER, DRAFT = "SECRETANSWER", "SECRETNOTE", "SECRETLETTER", "SECRETDRAFT"
CORRECTION = "SECRETCORRECTION"
WHO = ("stranger", "ann", "ben", "officer", "manager", "newcomer", "outsider")


# Parts of addresses that are the same in every such world.
WORDS: dict[str, Any] = {
    "organisation": "town",
    "service": "bin",
    "name": "bin",
    "key": "town",
    "number": 1,
    "topic": "waste",
    "life_event": "moving",
    "page": "how-it-works",
    "section": "form",
    "part": "where",
    "token": "forged",
    "code": "cy",
    "act": "take",
    "step": "collect",
    "capability": "blocks.search",
    "pk": 1,
    "uidb36": "a",
}


@dataclass
class World:
    """`who` are browsers by name; `arguments` are values for the parts of addresses."""

    who: dict[str, Client]
    people: dict[str, Person]
    arguments: dict[str, Any] = field(default_factory=dict)
    case: str = ""
    journey: str = ""


class NamedBytes(BytesIO):
    """A file as a browser sends it."""

    name = "letter.txt"


def _browser(person: Person | None, organisation: Organisation | None = None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": now().timestamp()}]
        if organisation is not None:
            session["organisation"] = str(organisation.pk)
        session.save()
    return client


def _person(name: str) -> Person:
    return Person.objects.create_user(f"{name}@example.org", "a long secret word", name=name.title())


def build(folder: Path) -> World:
    """Ann applies at the town; its officer works on it; Ben is another resident; the outsider works elsewhere."""
    apply(write_place(folder))
    people = {name: _person(name) for name in WHO if name != "stranger"}
    town = Organisation.objects.get(key="town")
    other = make_organisation("elsewhere")
    officer = make_staff(town, people["officer"], "officer")
    manager = make_staff(town, people["manager"], "manager", "editor")
    Membership.objects.create(organisation=town, person=people["newcomer"], roles=[])
    make_staff(other, people["outsider"], "officer", "manager", "editor", "reviewer", "agent")
    ann = Acting(actor=people["ann"].ref, assurance="low")

    sent = _apply(ann)
    draft = str(journeys.begin_journey(service=SERVICE, acting=ann, language="en").pk)
    journeys.give_answers(journey=draft, answers={"kind": "grey", "note": DRAFT}, acting=ann)
    cases.add_note(case=sent.case, text=NOTE, acting=officer)
    cases.write_to_applicant(case=sent.case, subject="About your bin", text=LETTER, acting=officer)
    task = cases.request_information(case=sent.case, question="Which gate?", acting=officer)
    upload = forms.store_upload(file=NamedBytes(ANSWER.encode()), owner=people["ann"].ref, acting=ann)
    correction = ask_correction(model="blocks_cases.Case", field="sealed", words=CORRECTION, acting=ann)
    run_all()
    message = messages.inbox(ann)[0].id
    create_api_key(organisation=str(town.pk), name="Key", scopes=["cases:read"], acting=manager)
    invitation = Invitation.objects.create(
        organisation=town,
        email="new@example.org",
        roles=["viewer"],
        token_hash="x",
        invited_by=people["manager"],
        expires_at=now(),
    )
    homes = {"officer": town, "manager": town, "newcomer": town, "outsider": other}
    made = {
        "case_id": sent.case,
        "case": sent.case,
        "journey_id": draft,
        "task_id": task,
        "task": task,
        "correction": correction,
        "message_id": message,
        "upload_id": upload.id,
        "person": people["manager"].pk,
        "invitation": invitation.pk,
        "api_key": ApiKey.objects.get().pk,
        "version_hash": journeys.my_journey(draft, ann).version,
        "identity": message,
        "work": message,
    }
    who = {name: _browser(people.get(name), homes.get(name)) for name in WHO}
    return World(who=who, people=people, case=sent.case, journey=draft, arguments={**WORDS, **made})


def _apply(ann: Acting) -> Any:
    journey = str(journeys.begin_journey(service=SERVICE, acting=ann, language="en").pk)
    answers = {"address": ADDRESS, "kind": "grey", "note": ANSWER, "email": "ann@example.org"}
    journeys.give_answers(journey=journey, answers=answers, acting=ann)
    return journeys.submit_journey(journey=journey, acting=ann)
