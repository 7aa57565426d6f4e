"""Staff see the state of each message, and can send those again that failed."""

import re
from html import unescape

import pytest
from django.urls import reverse

from commonweal.blocks.messages import api as messages
from commonweal.blocks.messages import senders
from commonweal.blocks.messages.actions import deliver as delivering
from commonweal.blocks.messages.models import Message
from commonweal.desk.views.case import MESSAGES
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


class Answering:
    """A provider that raises what a test chose."""

    error: Exception | None = None

    def send(self, message):
        if self.error:
            raise self.error
        return "taken"


@pytest.fixture
def provider(monkeypatch) -> Answering:
    found = Answering()
    monkeypatch.setattr(delivering, "email_sender", lambda: found)
    return found


@pytest.fixture
def case(make_case, council) -> str:
    opened = make_case()
    messages.write_message(
        key="1",
        recipient="guest:1",
        email="rhian@example.org",
        channels=["email"],
        subject="We have it",
        body="Thank you.",
        language="en",
        organisation=str(council.pk),
        acting=SYSTEM,
        about=f"case:{opened.id}",
    )
    return opened.id


def write_more(case: str, council, number: int) -> None:
    for each in range(number):
        messages.write_message(
            key=f"more-{each}",
            recipient="guest:1",
            email="rhian@example.org",
            channels=["email"],
            subject=f"Letter {each}.",
            body="Thank you.",
            language="en",
            organisation=str(council.pk),
            acting=SYSTEM,
            about=f"case:{case}",
        )


def history(client, case) -> str:
    return client.get(f"/desk/cases/{case}/history").content.decode()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (senders.Refused("550"), "does not accept email for this address"),
        (senders.NotNow("450"), "The next try is on"),
        (senders.OurFault("535"), "settings need to be corrected"),
    ],
)
def test_a_message_that_did_not_leave_says_so_and_is_sent_again(signed_in, provider, case, error, words):
    client = signed_in("officer")
    provider.error = error
    run_all()
    page = history(client, case)
    assert words in page
    row = Message.objects.get(key="1:email")
    again = reverse("desk:send-again", args=[case, row.pk])
    assert again in page
    provider.error = None
    assert "tried again within a minute" in client.post(again, follow=True).content.decode()
    run_all()
    page = history(client, case)
    assert "Sent" in page
    assert again not in page
    assert "sent already" in client.post(again, follow=True).content.decode()


@pytest.mark.parametrize("who", ["viewer", "elsewhere"])
def test_others_cannot_send_it_again(signed_in, provider, case, who):
    provider.error = senders.Refused("550")
    run_all()
    row = Message.objects.get(key="1:email")
    assert signed_in(who).post(reverse("desk:send-again", args=[case, row.pk])).status_code in {403, 404}
    assert Message.objects.get(pk=row.pk).state == "refused"


def test_the_steward_sees_that_the_mail_server_does_not_accept_us(signed_in, provider, case):
    client = signed_in("manager")
    assert "does not accept us" not in client.get("/desk/failed-work/").content.decode()
    provider.error = senders.OurFault("the mail server answered 535 to our sign-in")
    run_all()
    page = client.get("/desk/failed-work/").content.decode()
    assert "does not accept us" in page
    assert "535 to our sign-in" in page
    provider.error = None
    sent = client.post(reverse("desk:send-waiting"), follow=True).content.decode()
    assert "tried again now" in sent
    run_all()
    assert Message.objects.get(key="1:email").state == "sent"
    assert "does not accept us" not in client.get("/desk/failed-work/").content.decode()


def test_only_the_steward_has_all_messages_sent_again(signed_in, provider, case):
    assert signed_in("officer").post(reverse("desk:send-waiting")).status_code == 403


def test_every_message_of_a_case_can_be_reached_page_by_page(signed_in, case, council, django_assert_max_num_queries):
    client, seen, where = signed_in("officer"), set(), "?"
    write_more(case, council, 2 * MESSAGES)
    for _page in range(3):
        with django_assert_max_num_queries(40):
            page = client.get(f"/desk/cases/{case}/history{where}").content.decode()
        shown = set(re.findall(r"<h3>(Letter \d+\.|We have it)</h3>", page))
        assert len(shown) <= MESSAGES
        assert not shown & seen, "no message is on two pages"
        seen |= shown
        older = re.search(r'<a rel="next" href="([^"]+)"', page)
        where = unescape(older[1]) if older else ""
    assert len(seen) == 2 * MESSAGES + 1
    assert where == "", "the last page leads no further"
