"""Works a case as staff and applicant do: every step that a page offers, once, until the case is closed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from commonweal.blocks.cases.language import CaseSection, Requirement
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.tasks import look_at_clocks
from commonweal.kernel import clock
from tests.mutations.browser import Broken, Browser, raised, undone
from tests.mutations.files import sent_file
from tests.pages.forms import Form, forms_in

WORDS = "Because of what the rules say."
YEARS = timedelta(days=366 * 11)  # no clock may run longer


@dataclass
class Work:
    """The case that is worked, by whom, and which steps were taken. `stuck` are states in which nobody can go on."""

    section: CaseSection
    case: str
    staff: Browser
    applicant: Browser | None
    run_queue: Callable[[], None]
    most: int
    beside: bool = False
    taken: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)

    def look_around(self) -> None:
        """See the case where staff find it, and let its clocks run out."""
        for page in ("", f"{self.case}/beside", f"{self.case}/history"):
            self.staff.page(f"/desk/cases/{page}")
        self._let_time_pass()

    def go_on(self) -> None:
        """Take each step that the pages offer now and that was not taken yet."""
        offered = {form.action.rpartition("/")[2]: form for form in forms_in(self._page())}
        own = self._own_steps()
        steps = [key for key in offered if key.startswith("move.")]
        row = Case.objects.get(pk=self.case)
        if row.closed_at is None and not own and not steps:
            self.stuck.add(row.state)
        for key in [*steps, *(key for key in ("task", "reopen") if key in offered)]:
            self._take(key, partial(self._make, offered[key], key))
        for key in own:
            self._take(f"own.{key}", partial(self._make_own, key))

    def _take(self, key: str, make: Callable[[], None]) -> None:
        if key in self.taken or len(self.taken) >= self.most:
            return
        self.taken.add(key)
        with undone():
            make()
            self.run_queue()
            self.go_on()

    def _page(self) -> str:
        return self.staff.page(f"/desk/cases/{self.case}/")

    def _own_steps(self) -> list[str]:
        """The steps of the applicant that their page offers. A page that can have none is looked at once,
        unless there is time for every page."""
        theirs = any("applicant" in rule.by for rule in self.section.transitions.values())
        if self.applicant is None or (self.taken and not theirs and not self.beside):
            return []
        page = self.applicant.page(f"/dashboard/applications/{self.case}")
        start = f"/dashboard/applications/{self.case}/step/"
        return [key for key in self.section.transitions if f'{start}{key}"' in page]

    def _make(self, form: Form, key: str) -> None:
        given: dict[str, Any] = {"reason": WORDS}
        if key.startswith("move."):
            given = self._given(key.removeprefix("move."))
        names = {control.name for control in form.controls}
        unasked = set(given) - names - {"reason"}
        if unasked:
            raise Broken(f"the form of '{key}' does not ask for {sorted(unasked)}, which it requires")
        sent = {name: value for name, value in form.sent() if name not in given}
        self._done(
            self.staff.post(form.action, {**sent, **{name: given[name] for name in given if name in names}}),
            form.action,
        )

    def _make_own(self, key: str) -> None:
        assert self.applicant is not None
        address = f"/dashboard/applications/{self.case}/step/{key}"
        self.applicant.page(address)
        self._done(self.applicant.post(address, self._given(key)), address)

    def _given(self, key: str) -> dict[str, Any]:
        """What a step requires, as a person gives it; every decision has reasons."""
        given: dict[str, Any] = {"reason": WORDS}
        for needed in self.section.transitions[key].requires:
            given |= _field(needed)
        return given

    def _done(self, response: Any, address: str) -> None:
        if response.status_code != 302:
            raise Broken(f"{address} shows its page again")

    def _let_time_pass(self) -> None:
        with undone():
            try:
                with clock.standing_at(clock.now() + YEARS):
                    look_at_clocks.func()
                    self.run_queue()
            except Exception as error:
                raise Broken(f"the clocks of the case raise {raised(error)}") from error
            self._page()


def _field(needed: Requirement) -> dict[str, Any]:
    name = f"given-{needed.answer}" if needed.answer else needed.key
    if needed.type == "date":
        day = clock.today() + timedelta(days=3)
        return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
    if needed.type == "file":
        return {name: sent_file("image/png")}
    return {name: {"yes_no": "yes", "number": "12"}.get(needed.type, WORDS)}
