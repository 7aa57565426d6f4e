"""Telephone numbers: E.164, followed by the extension where there is one."""

import re

from django.utils.translation import gettext

from commonweal.kernel.written import Unfit, msgid
from commonweal.kernel.written.words import one_line, plain_digits

LONGEST = 60
NO_PHONE = msgid("Enter a telephone number, for example 01632 960 001 or +44 7700 900 982")
LETTERS = msgid("Write the telephone number in digits, for example 01632 960 001 or +44 7700 900 982")
_EXTENSION = re.compile(
    r"[\s,;]*(?:;ext=|\b(?:ext(?:ension)?|extn|est|estyniad)\b\.?:?|x|#)\s*(\d{1,7})$", re.IGNORECASE
)


def tidy_phone(text: str, region: str) -> str:
    """ "01632 960 001 ext 204" -> "+441632960001;ext=204". `region` (ISO 3166) is meant where no country code is typed.

    Raises Unfit."""
    import phonenumbers

    typed = plain_digits(one_line(text[: 4 * LONGEST]))[: LONGEST + 20].removeprefix("tel:")
    extension = _EXTENSION.search(typed)
    main = typed[: extension.start()] if extension else typed
    if any(letter.isalpha() for letter in main):
        raise Unfit(LETTERS)
    if main.startswith("+"):
        main = main.replace("(0)", "")  # a zero that is dialled only within the country
    try:
        number = phonenumbers.parse(main[:LONGEST], region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_possible_number(number):
        raise Unfit(NO_PHONE)
    found = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{found};ext={extension[1]}" if extension else found


def spoken_phone(kept: str, region: str) -> str:
    """A kept number as people of the region write it, in the language of the page: "01632 960001 ext. 204"."""
    import phonenumbers

    number = phonenumbers.parse(kept, region)
    at_home = phonenumbers.country_code_for_region(region) == number.country_code
    style = phonenumbers.PhoneNumberFormat
    extension = number.extension
    number.extension = None
    found = phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)
    if not extension:
        return found
    return gettext("%(number)s ext. %(extension)s") % {"number": found, "extension": extension}
