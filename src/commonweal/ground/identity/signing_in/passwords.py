"""Rules for passwords besides the framework's: a maximum length, and no sequences of neighbouring characters."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# NIST SP 800-63B wants at least 64, OWASP ASVS 2.1.2 at most 128; hashing what a request can hold would take long.
LONGEST = 128


class MaximumLengthValidator:
    """Refuses what is longer than anybody types or a password manager makes."""

    def validate(self, password: str, user: object = None) -> None:
        del user
        if len(password) > LONGEST:
            raise ValidationError(_("Use at most %(number)s characters.") % {"number": LONGEST}, code="too_long")

    def get_help_text(self) -> str:
        return _("It can have up to %(number)s characters.") % {"number": LONGEST}


class SequenceValidator:
    """Refuses sequences of one character or of neighbours, such as 123456789012, which no list of common ones has."""

    def validate(self, password: str, user: object = None) -> None:
        del user
        steps = [abs(ord(one) - ord(other)) for one, other in pairwise(password)]
        # 9 and then 0 are neighbours, too.
        if sum(step not in {0, 1, 9} for step in steps) <= 1:
            raise ValidationError(_("Do not use a row of neighbouring characters."), code="sequence")

    def get_help_text(self) -> str:
        return _("It must not be a row of neighbouring characters, such as 123456789012.")
