"""Only a proven address gets content; a typed one gets a receipt."""

import json
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages import api as messages
from commonweal.blocks.messages.models import ConfirmedAddress, Message
from commonweal.blocks.messages.personal import PERSONAL
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.clock import now, standing_at
from commonweal.kernel.problems import Conflict
from commonweal.kernel.worker import run_all
from commonweal.services.casework.receipt import RECEIPTS_A_DAY, send_receipt
from commonweal.services.casework.tests.applying import TYPED, emails, send, told
from commonweal.services.definitions import api as definitions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]


def receipt() -> messages.SentRow:
    (pk,) = Message.objects.filter(template="receipt").values_list("pk", flat=True)
    return next(row for row in messages.outbox(demo=True) if row.id == str(pk))


def link() -> str:
    return re.search(r"/messages/confirm/[^\s>]+", receipt().body).group()


def test_what_was_answered_is_kept_and_shown_to_staff(acts):
    sent = send(acts)
    assert cases.case(sent.case, acting=SYSTEM).contact == {"name": "Ann", "email": TYPED}


def test_a_guest_gets_a_receipt_without_a_word_of_what_was_typed(guest):
    sent = send(guest)
    run_all()
    assert emails() == [(TYPED, "held", "received"), (TYPED, "sent", "receipt")]
    words = receipt().subject + receipt().body
    assert sent.reference in words
    for typed in ("grey", "click", "evil", "High Street"):
        assert typed not in words.lower().replace("report a missed bin", "")
    assert "We have sent your number and a link to typed@example.org." in told(sent, guest)


def test_only_the_button_confirms_and_then_what_waited_leaves(guest):
    sent = send(guest)
    run_all()
    browser = Client()
    assert "Confirm my address" in browser.get(link()).content.decode()
    assert not ConfirmedAddress.objects.exists()
    done = browser.post(link()).content.decode()
    assert "1 message was waiting" in done
    run_all()
    assert emails() == [(TYPED, "sent", "receipt"), (TYPED, "sent", "received")]
    assert told(sent, guest) == "We have sent a message to typed@example.org."
    assert "from now on" in browser.post(link()).content.decode()
    assert len(emails()) == 2


def test_what_waits_for_a_proof_of_its_address_is_not_sent_by_trying_again(guest):
    send(guest)
    run_all()
    held = Message.objects.get(state="held")
    with pytest.raises(Conflict, match="has not been confirmed"):
        messages.send_again(message=str(held.pk), acting=SYSTEM)
    held.refresh_from_db()
    assert held.state == "held"


def test_the_link_to_a_typed_address_is_not_shown_to_its_typist(ann, acts):
    sent = send(acts)
    run_all()
    token = link().rpartition("/messages/confirm/")[2].rstrip("/")
    browser = Client()
    browser.force_login(ann)
    for page in ("/account/my-data/", "/account/my-data/download.json", "/messages/"):
        assert token not in browser.get(page, follow=True).content.decode(), page
    export = json.dumps([list(data.collect(str(ann.pk))) for data in PERSONAL], default=str)
    assert sent.reference in export
    organisation = cases.case(sent.case, acting=SYSTEM).card.organisation
    rows = messages.messages_about(f"case:{sent.case}", organisation, SYSTEM)
    assert any(row.to == TYPED for row in rows)
    for words in (export, *(row.body for row in rows)):
        assert "/messages/confirm/" not in words


def test_a_link_confirms_one_address_for_one_case(guest):
    first = send(guest)
    run_all()
    Client().post(link())
    assert messages.is_confirmed(f"case:{first.case}", TYPED.upper())
    assert not messages.is_confirmed(f"case:{first.case}", "other@example.org")
    send(guest)
    run_all()
    assert ("typed@example.org", "held", "received") in emails()
    assert Client().get(link_that_is_forged()).status_code == 404


def link_that_is_forged() -> str:
    return "/messages/confirm/eyJhYm91dCI6ImNhc2U6MSJ9:1abcde:forged"


def test_until_a_typed_address_is_proven_the_accounts_own_gets_the_content(acts):
    sent = send(acts)
    run_all()
    assert emails() == [("ann@example.org", "sent", "received"), (TYPED, "sent", "receipt")]
    Client().post(link())
    cases.withdraw(case=sent.case, acting=acts)
    assert messages.is_confirmed(f"case:{sent.case}", TYPED)


def test_a_further_address_of_the_account_is_proven(ann, acts):
    EmailAddress.objects.create(user=ann, email="two@example.org", verified=True)
    EmailAddress.objects.create(user=ann, email="three@example.org", verified=False)
    send(acts, "Two@example.org")
    run_all()
    assert emails() == [("two@example.org", "sent", "received")]
    send(acts, "three@example.org")
    run_all()
    assert ("ann@example.org", "sent", "received") in emails()
    assert ("three@example.org", "sent", "receipt") in emails()


def test_a_mailbox_gets_at_most_a_few_receipts_a_day(guest):
    for number in range(RECEIPTS_A_DAY + 3):
        send(guest, f"Vic.tim+{number}@example.org")
    run_all()
    assert Message.objects.filter(template="receipt").count() == RECEIPTS_A_DAY
    assert Message.objects.filter(state="held").count() == RECEIPTS_A_DAY + 3


def test_only_the_first_notice_of_a_case_counts_as_a_receipt_of_its_mailbox(guest):
    first = send(guest)
    run_all()
    found = cases.case(first.case, acting=SYSTEM)
    for _ in range(RECEIPTS_A_DAY):
        send_receipt(found, definitions.version(found.card.version), TYPED)
    send(guest)
    run_all()
    assert Message.objects.filter(template="receipt").count() == 2


def test_a_deleted_case_leaves_no_confirmation_behind(guest):
    sent = send(guest)
    run_all()
    Client().post(link())
    cases.withdraw(case=sent.case, acting=guest)
    with standing_at(now() + timedelta(days=800)):
        cases.delete_case(case=sent.case)
    assert not ConfirmedAddress.objects.exists()


@pytest.mark.parametrize("worker", [True, False], ids=["sent", "still queued"])
def test_the_messages_about_a_case_are_deleted_with_it_and_no_others(acts, worker):
    other, sent = send(acts, "ann@example.org"), send(acts, "ann@example.org")
    if worker:
        run_all()
    cases.withdraw(case=sent.case, acting=acts)
    run_all()
    assert Message.objects.filter(about=f"case:{sent.case}").exists()
    with standing_at(now() + timedelta(days=800)):
        cases.delete_case(case=sent.case)
        run_all()
    assert set(Message.objects.values_list("about", flat=True)) == {f"case:{other.case}"}


def test_a_deleted_case_leaves_no_message_behind_that_waits_for_an_address(guest):
    sent = send(guest)
    run_all()
    assert (TYPED, "held", "received") in emails()
    cases.withdraw(case=sent.case, acting=guest)
    with standing_at(now() + timedelta(days=800)):
        cases.delete_case(case=sent.case)
    assert not Message.objects.filter(state="held").exists()
