"""The library's forms that send a message to whoever is named in them, within our limits."""

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context

from commonweal.ground.identity.guessing import count_code
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

    def clean_email(self) -> str:
        return _counted(super().clean_email())
