"""For what somebody did something, in the words of a page: verbs give the journal their purpose in English."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as msgid

# The platform's own purposes as verbs give them, and their titles for the person concerned. What a
# person or a program gave as theirs stays as it is.
PURPOSES = {
    msgid("running the platform"): _("running this place"),
    msgid("automatic workflow"): _("the next step, which the service takes by itself"),
    msgid("casework"): _("working on what you asked for"),
    msgid("answering a request for a correction"): _("answering what you asked to have corrected"),
    msgid("retention"): _("deleting what is no longer needed"),
    msgid("checking an identity"): _("checking who you are"),
    msgid("keeping no data too long"): _("deleting what is no longer needed"),
    msgid("finding a service"): _("finding a service"),
}


def purpose_in_words(purpose: str) -> str:
    """What a purpose of the journal is called among staff; '' for none."""
    return gettext(purpose) if purpose else ""


def purpose_to_person(purpose: str) -> str:
    """Its title for the person concerned."""
    return str(PURPOSES[purpose]) if purpose in PURPOSES else purpose_in_words(purpose)
