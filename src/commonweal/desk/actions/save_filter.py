"""The verbs by which staff keep a view of their queue under a name, and forget it."""

from uuid import UUID

from commonweal.desk.models import SavedFilter
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, Invalid, NotFound, filled

MOST = 20
LONGEST_QUERY = 1000


def save_filter(*, organisation: str, name: str, query: str, acting: Acting) -> SavedFilter:
    """Keep the query of a queue (id of the organisation) under a name for the acting person; the same name again
    replaces it. Raises NotFound for an organisation that is not theirs, Invalid, Conflict beyond 20."""
    person = acting.must_be_person()
    if organisation not in acting.memberships:
        raise NotFound("There is no such organisation among those that you work for.")
    name = " ".join(name.split())
    if not name or len(name) > 60 or "\x00" in name:
        raise Invalid("The view needs a name.", fields={"name": "Enter a name of 60 characters or fewer."})
    if len(query) > LONGEST_QUERY:
        raise Invalid("This filter is too long to keep.", fields={"name": "Take some of the filters away first."})
    own = SavedFilter.objects.filter(person_id=person, organisation_id=organisation)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        raise Conflict(
            filled("You have %(most)s saved views already.", most=MOST), remedy="Delete one that you no longer need."
        )
    row, _ = SavedFilter.objects.update_or_create(
        person_id=person, organisation_id=organisation, name=name, defaults={"query": query}
    )
    return row


def delete_filter(*, identity: UUID, acting: Acting) -> None:
    """Forget a view of one's own. Raises NotFound."""
    found = SavedFilter.objects.filter(pk=identity, person_id=acting.must_be_person()).first()
    if found is None:
        # Asked first: on PostgreSQL a statement that deletes nothing would still renew the table's stamp.
        raise NotFound("There is no such saved view.")
    found.delete()
