"""What allauth asks of the platform: what a new account holds, and how its messages are sent."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts have no user name; the e-mail address is the name by which people sign in."""

    def populate_username(self, request: object, user: object) -> None:
        """There is no user name to fill in."""
