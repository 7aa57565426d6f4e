"""What staff gave in a transition, as its applicant may see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commonweal.kernel.text import Text
from commonweal.web.formats import day


@dataclass(frozen=True)
class GivenView:
    """What staff gave in a transition and the applicant may see; `type` as in `Needed`."""

    key: str
    title: Text
    type: str
    value: Any

    @property
    def words(self) -> str:
        """The value as people read it, in the present language."""
        if self.type == "date":
            return day(date.fromisoformat(self.value))
        if self.type == "yes_no":
            return _("Yes") if self.value else _("No")
        return str(self.value)
