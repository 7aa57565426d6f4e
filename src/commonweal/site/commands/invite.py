"""Invite somebody to work for an organisation; the first manager of a new place comes in this way."""

import click

PLATFORM = True


@click.command()
@click.argument("email")
@click.option("--organisation", required=True, help="Key of the organisation, as its definition names it.")
@click.option("--roles", default="manager", show_default=True, help="Roles with commas between them.")
@click.option("--language", default="en", show_default=True, help="Language of the message.")
@click.option("--print-link", is_flag=True, help="Print the link as well, where no email can be sent yet.")
def command(email: str, organisation: str, roles: str, language: str, print_link: bool) -> None:
    """Invite EMAIL to work for an organisation. The worker sends the link, which works once, for 14 days; where no
    email can leave, it is printed here."""
    from dataclasses import replace

    from django.conf import settings
    from django.urls import reverse

    from commonweal.ground.organisations.api import invite_member, organisation_by_key
    from commonweal.ground.organisations.tokens import invitation_token
    from commonweal.kernel.acting import SYSTEM

    card = invite_member(
        organisation=organisation_by_key(organisation).id,
        email=email,
        roles=[role.strip() for role in roles.split(",") if role.strip()],
        acting=replace(SYSTEM, language=language),
    )
    click.echo(f"{card.email} is invited to work for {organisation} as {', '.join(card.roles)}.")
    if card.replaces:
        click.echo(f"An earlier invitation, as {', '.join(card.replaces)}, is replaced: its link no longer works.")
    trouble = _mail_trouble()
    if trouble:
        click.echo(f"No email can be sent now: {trouble}. Give them this link yourself; it is only for them:")
    if print_link or trouble:
        click.echo(settings.BASE_URL + reverse("organisations:invitation", args=[invitation_token(card.id)]))


def _mail_trouble() -> str:
    """Why the message with the link cannot leave now, or ''."""
    from django.core.mail import get_connection

    try:
        get_connection().open()
    except OSError as error:
        return str(error) or type(error).__name__
    return ""
