"""Counts the SQL statements of each page and of the submitting request, in a process of its own; prints JSON."""

import json
import sys
from urllib.parse import urlsplit

from commonweal.site.command import set_up


def main() -> None:
    """`statements.py '{"session": "…"}'`: the officer's cookie."""
    set_up()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from web.walking import ANSWERS, SERVICE

    found: dict[str, int] = {}
    host = {"HTTP_HOST": "127.0.0.1"}

    def counted(name: str, client: Client, method: str, path: str, data: dict[str, str] | None = None) -> str:
        ask = getattr(client, method)
        if method == "get":
            # The first time in a process compiles and reads what is then kept.
            ask(path, **host)
        with CaptureQueriesContext(connection) as caught:
            answer = ask(path, data or {}, **host)
        if answer.status_code not in {200, 302}:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        found[name] = len(caught)
        return str(answer.headers.get("Location", ""))

    resident, officer = Client(), Client()
    officer.cookies.load(json.loads(sys.argv[1]))
    counted("portal home", resident, "get", "/")
    counted("service page", resident, "get", f"/services/{SERVICE}")
    begun = counted("begin", resident, "post", f"/apply/{SERVICE}")
    form = f"{urlsplit(begun).path}/form"
    counted("form page", resident, "get", f"{form}/light")
    counted("answers", resident, "post", f"{form}/light", ANSWERS)
    counted("check answers", resident, "get", f"{form}/check")
    counted("submitting request", resident, "post", f"{form}/check")
    counted("queue of 50 in 100,000", officer, "get", "/desk/cases/")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
