"""The library's forms that send a message to a typed address or take a code, within our limits."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as second_step
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language

from commonweal.ground.identity.actions.sign_up import sign_up
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.signing_in import guessing
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.emails import tidy_email


def _counted(email: str) -> str:
    get_adapter().count_message(context.request, email)
    return email


class AsPasted:
    """Tidies a pasted address, without invisible characters and what surrounds it, before it is checked."""

    def __init__(self, *args: Any, **more: Any) -> None:
        if more.get("data"):
            more["data"] = _tidied(more["data"])
        super().__init__(*args, **more)


def _tidied(posted: Mapping[str, object]) -> Mapping[str, object]:
    tidy = posted.copy() if isinstance(posted, QueryDict) else dict(posted)
    for name in ("email", "login"):
        # Other input is left for the form to refuse.
        with suppress(Unfit):
            tidy[name] = tidy_email(str(tidy.get(name, "")))
    return tidy


class SignIn(AsPasted, forms.LoginForm):  # type: ignore[misc]  # the library has no types
    """Asks for address and password."""


class AddAddress(AsPasted, forms.AddEmailForm):  # type: ignore[misc]  # the library has no types
    """Adds an address to an account, once the code that is sent to it comes back."""

    def clean_email(self) -> str:
        return _counted(super().clean_email())


class RequestLoginCode(AsPasted, forms.RequestLoginCodeForm):  # type: ignore[misc]  # the library has no types
    """Asks for a code by which to sign in."""

    def clean_email(self) -> str:
        return _counted(super().clean_email())


class ResetPassword(AsPasted, forms.ResetPasswordForm):  # type: ignore[misc]  # the library has no types
    """Asks for a link by which to choose a new password."""

    def clean_email(self) -> str:
        return _counted(super().clean_email())


class CountedCode:
    """Counts each try at a code of the second step, for the browser where the person is known there."""

    user: Person

    def clean_code(self) -> str:
        get_adapter().count_second_step(context.request, self.user)
        code: str = super().clean_code()  # type: ignore[misc]  # the other base, which is the library's form, has it
        guessing.second_step_was_right(context.request, self.user.email)
        return code


class SecondStep(CountedCode, second_step.AuthenticateForm):  # type: ignore[misc]  # the library has no types
    """Asks for a code after the password."""


class SecondStepAgain(CountedCode, second_step.ReauthenticateForm):  # type: ignore[misc]  # the library has no types
    """Asks somebody who is signed in for a code once more."""


class SignUp(AsPasted, forms.SignupForm):  # type: ignore[misc]  # the library has no types
    """Makes an account; a message goes to the address whether it has one or not."""

    account_already_exists: bool

    def clean_email(self) -> str:
        return _counted(super().clean_email())

    def try_save(self, request: HttpRequest) -> tuple[Person | None, HttpResponse | None]:
        """The person of the new account; or None, with the same response, where the address already has an account."""
        email = self.cleaned_data["email"]
        person = sign_up(
            email=email,
            password=self.cleaned_data.get("password1", ""),
            taken=self.account_already_exists,
            language=get_language() or "en",
        )
        if person is None:
            self.account_already_exists = True
            answer: tuple[None, HttpResponse] = super().try_save(request)
            return answer
        return person, None
