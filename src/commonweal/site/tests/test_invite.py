"""The first manager of a place is invited from the command line."""

import re

import pytest
from click.testing import CliRunner
from django.core import mail

from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.models import Invitation, Membership
from commonweal.ground.organisations.testing import make_organisation
from commonweal.kernel.problems import Problem
from commonweal.kernel.worker import run_all
from commonweal.site.command import in_one_line
from commonweal.site.commands.invite import command

pytestmark = pytest.mark.django_db


def invite(*arguments: str):
    return CliRunner().invoke(command, list(arguments))


def test_the_invited_person_follows_the_link_and_is_the_manager(client):
    town = make_organisation("town")
    done = invite("ann@example.org", "--organisation", "town", "--print-link")
    assert done.exit_code == 0, done.output
    run_all()
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]
    assert link in done.output
    ann = make_person("Ann", "ann@example.org")
    sign_in(client, ann).post(link)
    assert Membership.objects.get(organisation=town, person=ann).roles == ["manager"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ann@example.org", "--organisation", "nowhere"), "no organisation called nowhere"),
        (("ann at example", "--organisation", "town"), "email|email|address"),
        (("ann@example.org", "--organisation", "town", "--roles", " , "), "role"),
        (("ann@example.org", "--organisation", "town", "--roles", "manger"), "no role called manger.*manager"),
    ],
)
def test_a_mistake_is_refused_with_the_reason(arguments, words):
    make_organisation("town")
    done = invite(*arguments)
    assert isinstance(done.exception, Problem)
    assert re.search(words, str(in_one_line(done.exception)))
    assert not Invitation.objects.exists()


def test_without_a_mail_server_the_link_is_printed_unasked(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    town = make_organisation("town")
    done = invite("ann@example.org", "--organisation", "town", "--roles", "manager")
    assert "No email can be sent now" in done.output
    sign_in(client, ann := make_person("Ann", "ann@example.org")).post(re.search(r"https?://\S+", done.output)[0])
    assert Membership.objects.get(organisation=town, person=ann).roles == ["manager"]


def test_with_a_mail_server_the_link_is_not_printed_unasked():
    make_organisation("town")
    assert "http" not in invite("ann@example.org", "--organisation", "town").output


def test_a_second_invitation_says_what_becomes_of_the_first():
    make_organisation("town")
    invite("ann@example.org", "--organisation", "town", "--roles", "officer,viewer")
    done = invite("ann@example.org", "--organisation", "town", "--roles", "manager")
    assert "An earlier invitation, as officer, viewer, is replaced" in done.output
