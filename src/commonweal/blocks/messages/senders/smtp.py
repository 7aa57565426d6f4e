"""Email over SMTP."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from commonweal.blocks.messages.senders import OurFault, Outgoing, Refused
from commonweal.blocks.messages.senders.smtp_answers import meaning

# Servers look for viruses before they answer to a message. Who leaves before the answer sends it twice.
ANSWER_WITHIN = 60


class SmtpSender:
    """Sends by the configured mail server; the message's key is its Message-ID, so that servers can see repeats."""

    def send(self, message: Outgoing) -> str:
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
        if not domain:
            raise OurFault("COMMONWEAL_MAIL_FROM is not an email address")
        identity = f"<{message.key}@{domain}>"
        mail = EmailMultiAlternatives(
            subject=" ".join(message.subject.split()),
            body=message.body,
            to=[message.to],
            headers={"Message-ID": identity, "Content-Language": message.language, "Auto-Submitted": "auto-generated"},
        )
        connection = get_connection()
        try:
            connection.open()
            _patient(connection)
            connection.send_messages([mail])
        except ValueError as error:
            raise Refused("this is not an email address") from error
        except OSError as error:  # smtplib's errors are OSErrors, too
            raise meaning(error) from error
        finally:
            _close(connection)
        return identity

    def self_check(self) -> str | None:
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:
            found = meaning(error)
            if isinstance(found, OurFault):
                return f"{found}; check the settings COMMONWEAL_SMTP_…"
            return (
                f"the mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer ({error}); "
                "check COMMONWEAL_SMTP_HOST and COMMONWEAL_SMTP_PORT"
            )
        finally:
            _close(connection)
        return None


def _patient(connection: object) -> None:
    """Connecting is given up soon, an answer is waited for. Other backends have no socket."""
    socket = getattr(getattr(connection, "connection", None), "sock", None)
    if socket is not None:
        socket.settimeout(ANSWER_WITHIN)


def _close(connection: BaseEmailBackend) -> None:
    """Close the connection. What was accepted stays accepted, whatever the server answers to QUIT."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return


sender = SmtpSender()
