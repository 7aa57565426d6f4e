"""Django's database sessions, read by one statement and ended after an idle time.

The session of a signed-in person holds how long it may idle and when it ends at the latest (`identity.lifetimes`). The
column `expire_date` holds when it ends; use moves that on, at most once a minute."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.db import OperationalError, connections, router, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from commonweal.ground.identity.signing_in.lifetimes import LIFETIME
from commonweal.kernel.middleware import Middleware
from commonweal.kernel.request_values import RequestValue

READ = "SELECT session_data, expire_date FROM {table} WHERE session_key = %s"
SIGNED_IN = "_auth_user_id"
TOUCHED_EVERY = timedelta(minutes=1)
# The browser keeps a cookie for some minutes after its session ended, so that the sign-in page can explain it.
ENDED_COOKIE = "__Host-session-ended" if settings.SESSION_COOKIE_SECURE else "session_ended"
ENDED_TOLD = 600
# Read by the sign-in page.
TOLD = RequestValue[bool]("session_has_ended")


class SessionStore(db.SessionStore):
    """Django's, except for how a session is read and when it ends. `has_ended`: a signed-in session that is over."""

    has_ended = False

    def load(self) -> dict[str, object]:
        """The data of the session; nothing, and a new key, where there is none or it has ended."""
        found = self._row()
        data: dict[str, Any] = self.decode(found[0]) if found else {}
        if found and SIGNED_IN in data and LIFETIME not in data:
            found = None  # begun before sessions had a lifetime
            self.has_ended = True
        if found is None or found[1] <= timezone.now():
            self.has_ended = self.has_ended or SIGNED_IN in data
            self._session_key = None
            return {}
        if LIFETIME in data:
            self._touch(found[1], data)
        return data

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """When the session ends if it is not used before; the browser keeps its cookie for longer."""
        lifetime = kwargs.pop("lifetime", None) or self.get(LIFETIME)
        if lifetime is None:
            return super().get_expiry_date(**kwargs)
        last = datetime.fromtimestamp(lifetime["until"], UTC)
        return min(timezone.now() + timedelta(seconds=lifetime["idle"]), last)

    def _row(self) -> tuple[str, datetime] | None:
        connection = connections[router.db_for_read(self.model)]
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(READ.format(table=table), [self.session_key])
            found = cursor.fetchone()
        if found is None:
            return None
        ends = found[1] if isinstance(found[1], datetime) else datetime.fromisoformat(found[1])
        return found[0], ends if ends.tzinfo else ends.replace(tzinfo=UTC)

    def _touch(self, ends: datetime, data: dict[str, object]) -> None:
        """Move the end on, at most once a minute. If it cannot be written now, the next request tries again."""
        later = self.get_expiry_date(lifetime=data[LIFETIME])
        if later - ends < TOUCHED_EVERY:
            return
        try:
            with transaction.atomic(router.db_for_write(self.model)):
                self.model.objects.filter(session_key=self.session_key).update(expire_date=later)
        except OperationalError:
            return


class EndedSessionMiddleware(Middleware):
    """Lets the sign-in page report that a session has ended: the next request no longer has that session."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        TOLD.set(request, ENDED_COOKIE in request.COOKIES)
        response = self.get_response(request)
        if getattr(request.session, "has_ended", False):
            response.set_cookie(
                ENDED_COOKIE,
                "1",
                max_age=ENDED_TOLD,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif ENDED_COOKIE in request.COOKIES and SIGNED_IN in request.session:
            response.delete_cookie(ENDED_COOKIE, samesite="Lax")
        return response
