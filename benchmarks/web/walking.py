"""What the benchmark asks for: single pages, and a whole submission in four requests."""

import re
from urllib.parse import urlencode, urlsplit

from web.processes import Answer, Browser

SERVICE = "eastmere-council/street-light"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ANSWERS = {
    "fault": "dark",
    "place": "High Street",
    "since-day": "1",
    "since-month": "5",
    "since-year": "2026",
    "danger": "no",
    "email": "r@example.org",
    "more": "",
    "_then": "next",
}


class Resident:
    """A guest in the middle of an application."""

    def __init__(self, port: int) -> None:
        self.browser = Browser(port)
        found = TOKEN.search(self.browser.get(f"/services/{SERVICE}").text)
        if found is None:
            raise RuntimeError("the service page has no form")
        self.token = found[1]

    def post(self, path: str, **values: str) -> Answer:
        answer = self.browser.post(path, urlencode({"csrfmiddlewaretoken": self.token, **values}))
        if answer.status != 302:
            raise RuntimeError(f"{path} answered {answer.status}: {answer.text[:2000]}")
        return answer

    def page(self, path: str) -> Answer:
        answer = self.browser.get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer

    def begin(self) -> str:
        """Begin; the address of the page of questions."""
        began = self.post(f"/apply/{SERVICE}").headers["Location"]
        return f"{urlsplit(began).path}/form/light"

    def submit(self, form: str) -> None:
        """The four requests: the form, its answers, the answers checked, and sent (case, journal, message)."""
        self.page(form)
        self.post(form, **ANSWERS)
        check = form.removesuffix("light") + "check"
        self.page(check)
        self.post(check)
