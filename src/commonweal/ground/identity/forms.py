"""The library's forms that send a message to whoever is named in them, within our limits."""

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from commonweal.ground.identity.actions.sign_up import sign_up
from commonweal.ground.identity.guessing import count_code
from commonweal.ground.identity.models import Person
from commonweal.kernel.problems import TooMany


def _counted(email: str) -> str:
    try:
        count_code(context.request, email)
    except TooMany:
        raise get_adapter().validation_error("too_many_login_attempts") from None
    return email


class RequestLoginCode(forms.RequestLoginCodeForm):  # type: ignore[misc]  # the library has no types
    """Asks for a code by which to sign in."""

    def clean_email(self) -> str:
        return _counted(super().clean_email())


class ResetPassword(forms.ResetPasswordForm):  # type: ignore[misc]  # the library has no types
    """Asks for a link by which to choose a new password."""

    def clean_email(self) -> str:
        return _counted(super().clean_email())


class SignUp(forms.SignupForm):  # type: ignore[misc]  # the library has no types
    """Makes an account; a message goes to the address whether it has one or not."""

    account_already_exists: bool

    def clean_email(self) -> str:
        return _counted(super().clean_email())

    def try_save(self, request: HttpRequest) -> tuple[Person | None, HttpResponse | None]:
        """The person of the new account; or nobody, and the answer that looks the same, where the address has one."""
        email = self.cleaned_data["email"]
        person = sign_up(
            email=email,
            password=self.cleaned_data.get("password1", ""),
            taken=self.account_already_exists,
            language=get_language() or "en",
        )
        if person is None:
            self.account_already_exists = True
            return super().try_save(request)  # type: ignore[no-any-return]
        return person, None
