"""For what somebody did something, in the words of the page: verbs give the journal their purpose in English."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# The platform's own purposes; what a person or a program gave as theirs stays as it is.
PURPOSES = {
    "running the platform": _("running this place"),
    "automatic workflow": _("the next step, which the service takes by itself"),
    "casework": _("working on what you asked for"),
    "answering a request for a correction": _("answering what you asked to have corrected"),
    "retention": _("deleting what is past its time"),
    "checking an identity": _("checking who you are"),
    "keeping no data too long": _("deleting what is past its time"),
    "finding a service": _("finding a service"),
}


def purpose_in_words(purpose: str) -> str:
    """What a purpose of the journal is called on a page; '' for none."""
    if purpose in PURPOSES:
        return str(PURPOSES[purpose])
    return gettext(purpose) if purpose else ""
