"""An application with an email address that the applicant typed, for tests of what is sent to it."""

from commonweal.blocks.messages import api as messages
from commonweal.blocks.messages.models import Message
from commonweal.services.casework.api import sent_in_words, sent_messages_of
from commonweal.services.journeys import api as journeys
from commonweal.services.journeys.tests.conftest import ADDRESS, SERVICE

NOTE = "[click](http://evil.example)"
TYPED = "typed@example.org"


def send(acting, email=TYPED, language="en"):
    journey = str(journeys.begin_journey(service=SERVICE, acting=acting, language=language).pk)
    answers = {"address": ADDRESS, "kind": "grey", "email": email, "note": NOTE}
    journeys.give_answers(journey=journey, answers=answers, acting=acting)
    return journeys.submit_journey(journey=journey, acting=acting)


def emails() -> list[tuple[str, str, str]]:
    """To, state, and template of all email, the oldest first."""
    rows = messages.outbox(demo=True)
    kept = dict(Message.objects.values_list("pk", "template"))
    found = [(row.to, row.state, next(kept[pk] for pk in kept if str(pk) == row.id)) for row in rows if row.to]
    return sorted(found)


def told(sent, acting) -> str:
    return " ".join(sent_in_words(sent_messages_of(sent.case, acting.actor)))
