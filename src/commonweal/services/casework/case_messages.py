"""Chooses the messages of a service's definition that a journal entry sends, with recipient and values."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from commonweal.blocks.cases import api as cases
from commonweal.blocks.forms import api as forms
from commonweal.blocks.messages import api as messages
from commonweal.ground.organisations.api import organisations
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.journal import Entry
from commonweal.kernel.problems import NotFound
from commonweal.kernel.text import in_language
from commonweal.services.casework.receipt import send_receipt
from commonweal.services.casework.recipients import reach_of
from commonweal.services.definitions import api as definitions
from commonweal.web.formats import day


def names_of(entry: Entry) -> frozenset[str]:
    """The names in `on:` that match an entry: its type, and the transition that was made."""
    found = {entry.type}
    if entry.facts.get("transition") and entry.type == "case.moved":
        found.add(f"case.{entry.facts['transition']}")
    return frozenset(found)


def _asked_for(entry: Entry, templates: Mapping[str, Any]) -> list[str]:
    """Keys of the templates to send: those `on` what happened, and those that a transition names in `then`."""
    named = {then.removeprefix("message.") for then in entry.facts.get("then") or () if then.startswith("message.")}
    happened = names_of(entry)
    return [key for key, template in templates.items() if template.on in happened or key in named]


def that_hold(
    found: cases.CaseView, service: definitions.CompiledService, keys: Iterable[str], at: datetime
) -> list[str]:
    """The templates (keys) whose condition holds on the local day of the event, even if the message is sent later."""
    templates = service.content("messages") or {}
    answers = found.answers or {}
    on = clock.day_of(at)
    evaluate = service.evaluate(answers, on=on, blank=service.unanswered(answers))
    return [key for key in keys if templates[key].when is None or evaluate(templates[key].when) is True]


def send_messages(entry: Entry) -> None:
    """Write the messages that the definition names; none for a case that was deleted since.

    An unproven address gets only a receipt with the number; the messages wait until it is confirmed, or go to the
    verified address of the account."""
    identity_of_case = entry.object.removeprefix("case:")
    card = cases.cards([identity_of_case]).get(identity_of_case)
    if card is None:
        return
    service = definitions.version(card.version)
    templates = service.content("messages") or {}
    keys = _asked_for(entry, templates)
    if not keys:
        return  # most facts about a case send no message: its answers stay sealed
    try:
        found = cases.case(identity_of_case, acting=SYSTEM)
    except NotFound:
        return
    keys = that_hold(found, service, keys, entry.at)
    language = found.card.language
    with translation.override(language):
        values = values_of(found, service)
    reach = reach_of(found.subject, found.contact, entry.object)
    for key in keys:
        template = templates[key]
        messages.write_message(
            key=f"{entry.id}:{key}",
            recipient=found.subject,
            email=reach.email or reach.unproven,
            held=not reach.email,
            channels=template.by,
            subject=messages.fill(in_language(template.subject, language), values),
            body=messages.fill_markdown(in_language(template.body, language), values),
            language=language,
            organisation=found.card.organisation,
            acting=SYSTEM,
            about=entry.object,
            template=key,
        )
    if reach.unproven and any("email" in templates[key].by for key in keys):
        send_receipt(found, service, reach.unproven)


def values_of(found: cases.CaseView, service: definitions.CompiledService) -> dict[str, Any]:
    """The values of the names in a template (see the section `messages:`)."""
    language, card = found.card.language, found.card
    sender = organisations([card.organisation]).get(card.organisation)
    asked = next((task for task in reversed(found.tasks) if task.role == "applicant" and task.state == "open"), None)
    decision = found.decisions[-1] if found.decisions else None
    place = definitions.place()
    form_context = forms.FormContext(language=language, on=clock.today())
    form = service.content("form") or []
    return {
        "case": {
            "reference": card.reference,
            "state": in_language(card.state_title, language) or card.state,
            "address": settings.BASE_URL + reverse("portal:case", args=[card.id]),
            "reason": messages.Written(decision.reasons) if decision else "",
            "question": messages.Written(asked.question) if asked else "",
            "due": day(asked.due_at) if asked and asked.due_at else "",
        },
        "service": {"title": in_language(service.title, language)},
        "organisation": {"name": in_language(sender.name, language) if sender else ""},
        "person": {"name": found.contact.get("name", "")},
        "place": {"name": in_language(place.name, language) or settings.PLACE_NAME},
        "given": {one.key: one.words for one in found.told},
        "answers": {
            row.key: _in_a_letter(row, (found.answers or {}).get(row.key))
            for group in forms.summary(form, found.answers or {}, form_context)
            for row in group.rows
            if row.answered
        },
    }


def _in_a_letter(row: forms.SummaryRow, answer: Any) -> str:
    """An answer as text: text keeps its line breaks, the parts of all other answers are on one line."""
    return answer if isinstance(answer, str) and "\n" in answer else ", ".join(row.value)
