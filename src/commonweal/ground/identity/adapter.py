"""What allauth asks of the platform: what a new account holds, how messages leave, and how secrets are kept."""

from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _

from commonweal.kernel import sensitive
from commonweal.kernel.problems import Problem

# Under this name the secrets of authenticator apps are sealed; it is no person, so that one key opens them all.
VAULT = "vault:authenticators"


class CannotSend(Problem):
    """A message that a person waits for could not be handed to the mail server."""

    status, code, title = 503, "cannot-send", "We cannot send email just now"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts have no user name; the e-mail address is the name by which people sign in."""

    def populate_username(self, request: object, user: object) -> None:
        """There is no user name to fill in."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, since people wait for their code. Raises CannotSend."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            raise CannotSend(
                _("We could not send you a message with a code."), remedy=_("Try again in a few minutes.")
            ) from error


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Secrets of authenticator apps and recovery codes are not readable in the database."""

    def encrypt(self, text: str) -> str:
        return sensitive.seal(VAULT, text)

    def decrypt(self, encrypted_text: str) -> str:
        return str(sensitive.unseal(VAULT, encrypted_text))
