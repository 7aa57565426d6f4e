"""E-mail through a provider's HTTP interface: a JSON POST with an Idempotency-Key."""

import json

from django.conf import settings

from commonweal.blocks.messages.senders import Outgoing, Refused
from commonweal.kernel import outbound
from commonweal.kernel.problems import Problem


class HttpSender:
    """Posts {to, subject, body, language} to COMMONWEAL_MAIL_URL; 2xx is taken, 4xx (but 408, 409, 429) is refused."""

    def send(self, message: Outgoing) -> str:
        body = {"to": message.to, "subject": message.subject, "body": message.body, "language": message.language}
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.key,
            "Authorization": f"Bearer {settings.MAIL_TOKEN}",
        }
        answer = outbound.post(settings.MAIL_URL, body=json.dumps(body).encode(), headers=headers)
        if answer.is_success:
            return str(answer.headers.get("X-Message-Id", message.key))[:200]
        if 400 <= answer.status_code < 500 and answer.status_code not in {401, 403, 408, 409, 429}:
            raise Refused(f"the provider answered {answer.status_code}")
        raise ConnectionError(f"the provider answered {answer.status_code}")

    def self_check(self) -> str | None:
        try:
            outbound.checked_address(settings.MAIL_URL)
        except Problem as problem:
            return f"COMMONWEAL_MAIL_URL: {problem.detail} {problem.remedy}"
        return None


sender = HttpSender()
