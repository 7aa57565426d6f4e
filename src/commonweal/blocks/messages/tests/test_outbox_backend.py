"""In the demo no mail leaves the machine: invitations and codes are on the page of what would have been sent."""

import pytest
from django.core.mail import EmailMessage, get_connection

from commonweal.blocks.messages import api
from commonweal.blocks.messages.models import Message
from commonweal.web.prose import markdown

pytestmark = pytest.mark.django_db
BACKEND = "commonweal.blocks.messages.senders.outbox_backend.OutboxBackend"
LINK = "http://localhost:8000/organisations/invitation/abc_def/"


def test_what_the_account_library_sends_is_in_the_outbox_sealed_and_with_a_link_that_works():
    email = EmailMessage("Work for Eastmere", f"Open {LINK}\n\nto begin.", to=["new@example.org", "two@example.org"])
    assert get_connection(BACKEND).send_messages([email]) == 1
    rows = api.outbox(demo=True)
    assert sorted(row.to for row in rows) == ["new@example.org", "two@example.org"]
    assert {(row.subject, row.channel, row.state) for row in rows} == {("Work for Eastmere", "email", "sent")}
    assert f'href="{LINK}"' in markdown(rows[0].body)
    assert "example.org" not in str(Message.objects.values_list("sealed", "key"))
