"""E-mail over SMTP."""

from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from commonweal.blocks.messages.senders import Outgoing, Refused


class SmtpSender:
    """Sends by the configured mail server; the message's key is its Message-ID, so that servers can see repeats."""

    def send(self, message: Outgoing) -> str:
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
        identity = f"<{message.key}@{domain}>"
        mail = EmailMultiAlternatives(
            subject=" ".join(message.subject.split()),
            body=message.body,
            to=[message.to],
            headers={"Message-ID": identity, "Content-Language": message.language, "Auto-Submitted": "auto-generated"},
        )
        try:
            mail.send()
        except SMTPRecipientsRefused as error:
            raise Refused("the mail server refuses this address") from error
        except SMTPResponseException as error:
            if 500 <= error.smtp_code < 600:
                raise Refused(f"the mail server answered {error.smtp_code}") from error
            raise
        return identity

    def self_check(self) -> str | None:
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:
            return (
                f"the mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer ({error}); "
                "check COMMONWEAL_SMTP_HOST and COMMONWEAL_SMTP_PORT"
            )
        connection.close()
        return None


sender = SmtpSender()
