"""Files that staff give with a step of a case."""

from commonweal.blocks.forms import api as forms
from commonweal.desk.entering import Desk
from commonweal.web.giving import Store


def keeps_files(desk: Desk) -> Store:
    """Keeps what is sent as a file of whoever works at this desk."""
    return lambda sent: forms.store_upload(file=sent, owner=desk.acting.actor, acting=desk.acting).id
