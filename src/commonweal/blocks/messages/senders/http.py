"""Email through a provider's HTTP interface: a JSON POST with an Idempotency-Key."""

import json
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx
from django.conf import settings

from commonweal.blocks.messages.senders import NotNow, OurFault, Outgoing, Refused
from commonweal.kernel import clock, outbound
from commonweal.kernel.problems import Problem

# The provider read the message and reported that its address cannot be used.
ABOUT_THE_ADDRESS = frozenset({400, 422})
# Time-out, the same key being worked on, too early, too many.
LATER = frozenset({408, 409, 425, 429})


class HttpSender:
    """Posts {to, subject, body, language} to COMMONWEAL_MAIL_URL.

    2xx is taken; 400 and 422 refuse the address; 408, 409, 425, 429 and 5xx are tried again (after `Retry-After`);
    any other answer (401, 403, 404 …) means that the settings are wrong."""

    def send(self, message: Outgoing) -> str:
        body = {"to": message.to, "subject": message.subject, "body": message.body, "language": message.language}
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.key,
        }
        if settings.MAIL_TOKEN:
            headers["Authorization"] = f"Bearer {settings.MAIL_TOKEN}"
        try:
            answer = outbound.post(settings.MAIL_URL, body=json.dumps(body).encode(), headers=headers)
        except Problem as problem:
            if isinstance(problem.__cause__, OSError):
                raise NotNow("the name of the provider could not be looked up") from problem
            raise OurFault("COMMONWEAL_MAIL_URL cannot be called") from problem
        except (httpx.LocalProtocolError, httpx.InvalidURL) as error:
            raise OurFault("COMMONWEAL_MAIL_URL or COMMONWEAL_MAIL_TOKEN cannot be sent as it is") from error
        if answer.is_success:
            return str(answer.headers.get("X-Message-Id", message.key))[:200]
        said = f"the provider answered {answer.status_code}"
        if answer.status_code in LATER or answer.status_code >= 500:
            raise NotNow(said, retry_after=_retry_after(answer))
        if answer.status_code in ABOUT_THE_ADDRESS:
            raise Refused(said)
        raise OurFault(said)

    def self_check(self) -> str | None:
        try:
            outbound.checked_address(settings.MAIL_URL)
        except Problem as problem:
            return f"COMMONWEAL_MAIL_URL: {problem.detail} {problem.remedy}"
        return None


def _retry_after(answer: httpx.Response) -> int:
    """Seconds until the provider wants to be called again (RFC 9110: a number or a date); 0 without that header."""
    written = answer.headers.get("Retry-After", "").strip()
    if written.isdecimal():
        return int(written[:9])
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0, int((moment - clock.now()).total_seconds()))


sender = HttpSender()
