"""What allauth asks of the platform: what a new account holds, how messages are sent, and how secrets are kept."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from commonweal.ground.identity.signing_in import guessing
from commonweal.ground.identity.signing_in.letters import LETTERS, letter, post
from commonweal.ground.identity.signing_in.strength import has_second_factor, shown_within
from commonweal.kernel import sensitive
from commonweal.kernel.client_address import address_of
from commonweal.kernel.place_name import PLACE
from commonweal.kernel.problems import TooMany

# The name of the one key that seals all secrets of authenticator apps; it is not a person's.
VAULT = "vault:authenticators"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Accounts have no user name; the email address is the name by which people sign in."""

    error_messages = {  # the library's, with a remedy
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait 15 minutes, or sign in another way: with a code by email, or with a passkey."
        ),
        "too_many_messages": gettext_lazy(
            "Too many messages were asked for with this address, by you or by somebody else. We are sending one with a"
            " link to it: open the link in this browser and try again, or wait an hour."
        ),
        "too_many_codes": gettext_lazy(
            "Too many tries, by you or by somebody who knows your password. Wait five minutes, use a passkey, or open"
            " the link that we have sent to your email address in this browser and try again."
        ),
    }

    def populate_username(self, request: object, user: object) -> None:
        """There is no user name to fill in."""

    def format_email_subject(self, subject: str) -> str:
        """The subject of a message with the name of the place before it, in the language of the message."""
        return f"{PLACE.now()}: {subject}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the library counts by and shows with a session."""
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is checked, so that simultaneous ones are counted, too."""
        try:
            guessing.count_password(request, credentials.get("email", ""))
        except TooMany:
            raise self.validation_error("too_many_login_attempts") from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> object:
        """The person, if the password is right; only wrong ones stay counted. Where no address of theirs is proven yet,
        a code is sent to it next."""
        person = super().authenticate(request, **credentials)
        if person:
            guessing.password_was_right(request, credentials.get("email", ""))
            if not EmailAddress.objects.filter(user=person, verified=True).exists():
                self.count_message(request, person.email)
        return person

    def count_message(self, request: HttpRequest, email: str) -> None:
        """Count a message with a code or a link. Raises a ValidationError where too many were asked for; who reads the
        mail of the address finds the way on there, whether or not it has an account."""
        try:
            guessing.count_code(request, email)
        except TooMany:
            link = guessing.link_for(email)
            if link:
                self.send_mail("account/email/known_browser", email, {"link": link})
            raise self.validation_error("too_many_messages") from None

    def count_second_step(self, request: HttpRequest, person: Any) -> None:
        """Count one try at a code of the second step. Raises a ValidationError where there were too many; the owner
        finds the way on in their mail, and there learns that somebody has their password."""
        try:
            guessing.count_second_step(request, person.email)
        except TooMany:
            link = guessing.link_for(person.email)
            if link:
                self.send_mail("account/email/too_many_codes", person.email, {"link": link})
            raise self.validation_error("too_many_codes") from None

    def post_login(self, request: HttpRequest, user: object, **about: object) -> HttpResponse:
        """Remember that this browser is one of the person's."""
        response: HttpResponse = super().post_login(request, user, **about)
        guessing.remember_person(request, response, user)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Queue the message; on the pages that `even_answers` evens out, at the end of the request."""
        written = letter(template_prefix, email, context)
        kept = LETTERS.get(self.request, None)
        if kept is None:
            post(written)
        else:
            kept.append(written)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session with the current password: proving an address may just have discarded the one in memory,
        and a session that was begun with that would end immediately."""
        user.refresh_from_db(fields=["password"])
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Where the account has a second factor, changing addresses or factors needs it to be shown just before; the
        password again is not enough."""
        if not has_second_factor(self.request):
            return bool(super().is_reauthentication_required(app=app, **kwargs))
        if not shown_within(self.request, app_settings.REAUTHENTICATION_TIMEOUT):
            raise ReauthenticationRequired
        return False

    def get_reauthentication_methods(self, user: object) -> list[dict[str, object]]:
        """The ways to reauthenticate: only the second factor where there is one, a passkey first. Adding a passkey also
        makes recovery codes, which should not be asked for before the passkey."""
        methods: list[dict[str, object]] = super().get_reauthentication_methods(user)
        factors = [each for each in methods if each["id"] != "reauthenticate"]
        return sorted(factors, key=lambda each: each["id"] != "mfa_reauthenticate:webauthn") or methods


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Secrets of authenticator apps and recovery codes are not readable in the database."""

    def encrypt(self, text: str) -> str:
        return sensitive.seal(VAULT, text)

    def decrypt(self, encrypted_text: str) -> str:
        return str(sensitive.unseal(VAULT, encrypted_text))
