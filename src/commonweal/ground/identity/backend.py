"""How an account is found: by its email address as the account library does it, and by its id in every request."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from commonweal.ground.identity.models import Person

READ = "SELECT * FROM {table} WHERE {key} = %s"


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # the library has no types
    """The library's, but for reading whose session it is: every page does that."""

    def get_user(self, user_id: object) -> Person | None:
        """The person with this id, None where there is none or the account is closed. The statement is a plain one:
        composing it anew would take longer than running it."""
        key, quoted = Person._meta.pk, connection.ops.quote_name
        statement = READ.format(table=quoted(Person._meta.db_table), key=quoted(str(key.column)))
        found = list(Person.objects.raw(statement, [key.get_db_prep_value(user_id, connection)]))
        return found[0] if found and self.user_can_authenticate(found[0]) else None
