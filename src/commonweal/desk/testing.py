"""For tests of all capabilities: a saved filter."""

from typing import Any

from commonweal.desk.models import SavedFilter
from commonweal.ground.organisations.testing import make_organisation


def _saved_filter(person: Any, mark: str) -> SavedFilter:
    return SavedFilter.objects.create(person=person, organisation=make_organisation(), name=mark[:60], query=mark)


SPECIMENS = {"desk.SavedFilter": _saved_filter}
