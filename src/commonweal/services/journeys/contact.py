"""Contact details that staff or a program give for an applicant: tidied as the same values are everywhere."""

from collections.abc import Callable, Mapping

from django.conf import settings

from commonweal.kernel.problems import Invalid
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.emails import tidy_email
from commonweal.kernel.written.phones import tidy_phone
from commonweal.kernel.written.words import one_line

KINDS: Mapping[str, Callable[[str], str]] = {
    "name": one_line,
    "email": tidy_email,
    "phone": lambda typed: tidy_phone(typed, settings.PLACE_COUNTRY),
}


def tidy_contact(contact: Mapping[str, str]) -> dict[str, str]:
    """Name, email and phone as they are kept, without those that are empty. Raises Invalid with the field names."""
    kept, wrong = {}, {}
    for name, tidy in KINDS.items():
        typed = one_line(contact.get(name) or "")
        if not typed:
            continue
        try:
            kept[name] = tidy(typed)
        except Unfit as unfit:
            wrong[f"contact.{name}"] = unfit.message
    if wrong:
        raise Invalid("Some contact details need correcting.", fields=wrong)
    return kept
