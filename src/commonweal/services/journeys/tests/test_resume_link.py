"""A link by email moves one draft to another browser, once, by a button; it opens nothing else."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from commonweal.blocks.forms import api as forms
from commonweal.blocks.messages.api import choose_channel, outbox
from commonweal.kernel.clock import now, standing_at
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import NotAllowed, NotFound, NotSignedIn, TooMany
from commonweal.kernel.worker import run_all
from commonweal.services.journeys import api
from commonweal.services.journeys.actions.discard_journey import discard_forgotten
from commonweal.services.journeys.models import Journey, ResumeLink
from commonweal.services.journeys.tests.conftest import SERVICE
from commonweal.services.journeys.tests.test_pages import POSTS, part_of, start, words

pytestmark = pytest.mark.django_db


def link_to(client, journey: str) -> str:
    client.post(f"/apply/{journey}/save", {"email": "ann@example.org"})
    return re.search(r"/apply/continue/\S+", outbox(demo=True)[0].body).group()


def token_for(acting, journey: str) -> str:
    api.send_resume_link(journey=journey, email="ann@example.org", acting=acting)
    return outbox(demo=True)[0].body.split("/apply/continue/")[1].split()[0]


def begin(acting, **answers) -> str:
    journey = str(api.begin_journey(service=SERVICE, acting=acting, language="en").pk)
    api.give_answers(journey=journey, answers=answers, acting=acting)
    return journey


def journey_of(page) -> str:
    return page.request["PATH_INFO"].split("/")[2]


def test_an_address_gets_so_many_links_whatever_drafts_they_are_for(town, ann_acts):
    for _ in range(10):
        api.send_resume_link(journey=begin(ann_acts), email="ann@example.org", acting=ann_acts)
    journey = begin(ann_acts)
    with pytest.raises(TooMany):
        api.send_resume_link(journey=journey, email="Ann@example.org", acting=ann_acts)
    api.send_resume_link(journey=journey, email="other@example.org", acting=ann_acts)


def test_looking_at_a_link_uses_nothing_up_and_the_button_does(town, client):
    first = client.post(start(client).request["PATH_INFO"], POSTS["where"], follow=True)
    journey = journey_of(first)
    link, scanner, other = link_to(client, journey), Client(), Client()
    for _ in range(3):
        assert "Go on where you stopped" in words(scanner.get(link))
    assert scanner.get(f"/apply/{journey}").status_code == 404
    assert part_of(client.get(f"/apply/{journey}", follow=True)) == "what"
    assert part_of(other.post(link, follow=True)) == "what"
    # The browser that it comes from has it no longer, and the answers are under the new one's key.
    assert client.get(f"/apply/{journey}").status_code == 404
    assert part_of(other.get(f"/apply/{journey}", follow=True)) == "what"
    assert [entry.type for entry in entries(types=["journey.moved"])] == ["journey.moved"]


def test_a_link_that_somebody_asks_for_is_sent_at_once_at_night_and_where_email_is_off(town, ann_acts, settings):
    """The page says so; an automatic message would wait, or not be sent."""
    settings.QUIET_HOURS = (now().astimezone(get_default_timezone()).hour, (now().hour + 3) % 24)
    choose_channel(channel="email", wanted=False, acting=ann_acts)
    token_for(ann_acts, begin(ann_acts))
    run_all()
    assert [row.state for row in outbox(demo=True)] == ["sent"]


def test_a_link_works_once_and_says_so(town, client):
    link = link_to(client, journey_of(start(client)))
    Client().post(link)
    for again in (Client().get(link), Client().post(link), client.post(link)):
        assert again.status_code == 404
        assert "used already" in words(again)
        assert "new link" in words(again)


def test_a_newer_link_replaces_those_before_and_the_message_says_so(town, guest):
    journey = begin(guest, kind="grey")
    first, second = token_for(guest, journey), token_for(guest, journey)
    assert first != second
    assert "newer one" in outbox(demo=True)[0].body
    with pytest.raises(NotFound, match="a newer one was sent"):
        api.open_resume_link(first)
    ResumeLink.objects.filter(used_at__isnull=False).update(used_at=None)
    api.adopt_by_link(token=second, acting=guest)
    for token in (first, second):
        with pytest.raises(NotFound):
            api.open_resume_link(token)


def test_the_holder_of_a_link_has_one_draft_and_nothing_else_of_the_guest(town, client):
    linked, private = journey_of(start(client)), journey_of(start(client))
    link, other = link_to(client, linked), Client()
    assert other.post(link, follow=True).status_code == 200
    posted = {"address-by-hand": "1", **POSTS["where"]}
    for method in ("get", "post"):
        assert getattr(other, method)(f"/apply/{private}/form/where", posted).status_code == 404
    assert other.post(f"/apply/{private}/delete").status_code == 404
    assert other.post(f"/apply/{private}/save", {"email": "x@example.org"}).status_code == 404
    assert client.get(f"/apply/{private}/form/where").status_code == 200
    assert Journey.objects.filter(pk=private, sealed__gt="").exists()


def test_two_holders_of_links_from_one_guest_do_not_share_anything(town, client):
    links = [link_to(client, journey_of(start(client))) for _ in range(2)]
    pages = [browser.post(link, follow=True) for browser, link in zip((Client(), Client()), links, strict=True)]
    assert len({row.owner for row in Journey.objects.all()}) == 2
    assert len({journey_of(page) for page in pages}) == 2


def test_only_the_files_of_the_draft_move_with_it(town, guest):
    journey = begin(guest, kind="grey")
    file = BytesIO(b"something")
    file.name = "other.txt"
    other = forms.store_upload(file=file, owner=guest.actor, acting=guest)
    holder = guest.__class__(actor="guest:0190a0a0-0000-7000-8000-000000000002", channel=guest.channel)
    api.adopt_by_link(token=token_for(guest, journey), acting=holder)
    assert forms.upload_facts(other.id, owner=guest.actor) is not None
    assert forms.upload_facts(other.id, owner=holder.actor) is None
    assert api.my_journey(journey, holder).answers == {"kind": "grey"}


def test_somebody_who_is_signed_in_takes_the_draft_into_their_account(town, client, ann, ann_acts):
    journey = journey_of(start(client))
    link, other = link_to(client, journey), Client()
    other.force_login(ann)
    other.post(link)
    assert [card.id for card in api.drafts(ann_acts)] == [journey]
    assert Journey.objects.get().begun_by == ann.ref


def test_a_draft_of_an_account_needs_that_account_and_a_refusal_leaves_the_link_as_it_was(town, ann_acts, guest):
    from commonweal.ground.identity.testing import make_person

    journey = begin(ann_acts, kind="grey")
    token, ben = token_for(ann_acts, journey), make_person("Ben", "ben@example.org")
    with pytest.raises(NotSignedIn):
        api.adopt_by_link(token=token, acting=guest)
    with pytest.raises(NotAllowed):
        api.adopt_by_link(token=token, acting=ann_acts.__class__(actor=ben.ref, assurance="high"))
    assert str(api.adopt_by_link(token=token, acting=ann_acts).pk) == journey
    assert api.my_journey(journey, ann_acts).answers == {"kind": "grey"}
    with pytest.raises(NotFound):
        api.adopt_by_link(token=token, acting=ann_acts)


def test_a_link_that_is_forged_or_old_or_whose_draft_is_gone_or_sent_does_nothing(town, guest):
    journey = begin(guest, kind="grey")
    token, gone = token_for(guest, journey), begin(guest)
    with pytest.raises(NotFound):
        api.adopt_by_link(token=token[:-2] + "xx", acting=guest)
    with standing_at(now() + timedelta(days=30, seconds=1)), pytest.raises(NotFound):
        api.adopt_by_link(token=token, acting=guest)
    other = token_for(guest, gone)
    api.discard_journey(journey=gone, acting=guest)
    with pytest.raises(NotFound):
        api.adopt_by_link(token=other, acting=guest)
    Journey.objects.filter(pk=journey).update(state="submitted")
    with pytest.raises(NotFound, match="sent already"):
        api.adopt_by_link(token=token, acting=guest)


def test_the_table_holds_no_link_that_somebody_could_use_and_forgets_old_ones(town, guest):
    token = token_for(guest, begin(guest, kind="grey"))
    assert token not in str(ResumeLink.objects.values())
    Journey.objects.update(changed_at=now() + timedelta(days=31))
    with standing_at(now() + timedelta(days=31)):
        discard_forgotten.call()
    assert (Journey.objects.count(), ResumeLink.objects.count()) == (1, 0)


COUNTING = ("django_session", "kernel_window")


def test_every_address_with_a_secret_in_it_is_walked_below():
    from tests.isolation.doors import pages

    parts = {name: set(p.pattern.converters or p.pattern.regex.groupindex) for name, p in pages().items()}
    assert {name for name, wanted in parts.items() if wanted & {"token", "uidb36"}} == {
        "identity:known-browser",
        "journeys:resume",
        "messages:confirm",
        "organisations:invitation",
        "account_reset_password_from_key",
    }


def test_no_link_that_is_sent_by_mail_acts_when_it_is_only_opened(town, client, ann):
    from commonweal.ground.identity.signing_in.guessing import link_for
    from commonweal.ground.organisations.models import Invitation, Organisation
    from commonweal.ground.organisations.tokens import invitation_token

    invited = Invitation.objects.create(
        organisation=Organisation.objects.get(key="town"),
        email=ann.email,
        roles=["viewer"],
        token_hash="x",
        invited_by=ann,
        expires_at=now() + timedelta(days=1),
    )
    addresses = [
        link_to(client, journey_of(start(client))),
        reverse("organisations:invitation", args=[invitation_token(str(invited.pk))]),
        reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "set-password"}),
        link_for(ann.email).removeprefix(settings.BASE_URL),
    ]
    signed_in = Client()
    signed_in.force_login(ann)
    for address in addresses:
        for browser in (Client(), signed_in):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                browser.get(address)
            writes = [
                query["sql"]
                for query in seen.captured_queries
                if re.match(r"(INSERT|UPDATE|DELETE)", query["sql"]) and not any(t in query["sql"] for t in COUNTING)
            ]
            assert writes == [], address
