"""For tests of all capabilities: who answers for the cases that files are submitted with."""

from collections.abc import Callable

from commonweal.blocks.forms.permissions import FileHolder
from commonweal.kernel.acting import Acting
from commonweal.kernel.testing.providers import provide


class _Cases:
    """Cases that a test makes up."""

    def __init__(self, may_read: Callable[[str, str, Acting], bool], subject: Callable[[str], str]) -> None:
        self.may_read, self.subject_of = may_read, subject


def keep_cases(may_read: Callable[[str, str, Acting], bool], subject: Callable[[str], str] = lambda _case: "") -> None:
    """Let `may_read` open the files of cases, and `subject` name the person that a case is about."""
    provide(FileHolder, _Cases(may_read, subject), "case")
