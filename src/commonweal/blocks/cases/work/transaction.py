"""A case at work: one transaction, the row locked, its conditions asked when needed, all changes written at the end."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonweal.blocks.cases import definitions, workflow
from commonweal.blocks.cases.automatic_transitions import Trail
from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.lookup import find_locked
from commonweal.blocks.cases.models import Case, CaseClock
from commonweal.blocks.cases.models.case import ERASED, NO_DATE, SealedCase
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Evaluate
from commonweal.kernel.problems import Conflict
from commonweal.kernel.worktime import Calendar, place_calendar


class CaseTransaction:
    """What verbs work on: the locked row, its section, its clocks, and who acts. `evaluate` and `sealed` avoid
    decrypting a second time; `new` means that nothing is in the tables yet."""

    def __init__(
        self,
        row: Case,
        acting: Acting,
        *,
        evaluate: Evaluate | None = None,
        sealed: SealedCase | None = None,
        new: bool = False,
    ) -> None:
        self.row = row
        self.acting = acting
        self.moment: datetime = clock.now()
        self.calendar: Calendar = place_calendar()
        self.trail = Trail()
        self.touched: set[str] = set()  # keys of clocks that are in the table and were changed
        self.made: set[UUID] = set()  # tasks made in this transaction
        self._evaluate = evaluate
        self._section: CaseSection | None = None
        self._sealed = sealed
        self._clocks: dict[str, CaseClock] | None = {} if new else None
        self._as_it_was = self._state()

    @property
    def section(self) -> CaseSection:
        if self._section is None:
            self._section = definitions.section_of(self.row.version)
        return self._section

    @property
    def sealed(self) -> SealedCase:
        """Answers, contact and what staff gave. Raises Conflict once the applicant's data was erased."""
        if self._sealed is None:
            opened = self.row.open_seal()
            if opened is None:
                raise _erased()
            self._sealed = opened
        return self._sealed

    def seal(self, value: Mapping[str, object]) -> str:
        """What is kept with the case, sealed for its applicant. Raises Conflict once their data was erased: their key
        no longer exists, and nobody could ask for the new data to be erased."""
        if self.row.subject == ERASED:
            raise _erased()
        return sensitive.seal(self.row.subject, value)

    def give(self, values: Mapping[str, object]) -> None:
        """Keep what staff gave in a transition, sealed with the rest."""
        if values:
            self.sealed["given"] = {**self.sealed.get("given", {}), **values}
            self.row.sealed = self.seal(self.sealed)

    def attach(self, uploads: Sequence[str]) -> None:
        """Tie files to the case; they are deleted with it. Raises Invalid for one that is not the actor's to give."""
        fresh = [upload for upload in uploads if upload not in self.row.uploads]
        definitions.claim_uploads(fresh, self.row.ref, self.acting)
        if fresh:
            self.row.uploads = [*self.row.uploads, *fresh]

    @property
    def evaluate(self) -> Evaluate:
        if self._evaluate is None:
            on = clock.day_of(self.row.opened_at)
            self._evaluate = definitions.evaluator(self.row.version, self.sealed.get("answers", {}), on)
        return self._evaluate

    def holds(self, source: str | None) -> bool:
        """Whether a condition of the definition holds for this case now."""
        return source is None or workflow.holds(source, self.evaluate, self._scope())

    def missing_for(self, source: str | None) -> tuple[str, ...] | None:
        """The missing names where the condition is unknown; None where it is known."""
        return None if source is None else workflow.missing_for(source, self.evaluate, self._scope())

    def _scope(self) -> dict[str, object]:
        """What only conditions of the case can read."""
        row = self.row
        known = {"state": row.state, "priority": row.priority, "channel": row.channel, "area": row.area}
        given = self.sealed.get("given", {}) if self.row.sealed else {}
        return {"case": known, "given": given}

    @property
    def clocks(self) -> dict[str, CaseClock]:
        """The clocks of the case by key; read once, written at the end."""
        if self._clocks is None:
            has_any = bool(self.section.clocks)
            self._clocks = {row.key: row for row in CaseClock.objects.filter(case=self.row)} if has_any else {}
        return self._clocks

    def record(self, fact: journal.Fact, *, acting: Acting | None = None) -> journal.Entry:
        """Write into the journal, about this case and its subject."""
        return journal.record(
            fact,
            acting=acting or self.acting,
            object=self.row.ref,
            subject=self.row.subject,
            organisation=str(self.row.organisation_id),
            area=self.row.area,
        )

    def update_due(self) -> None:
        """The soonest deadline of its clocks becomes that of the case, also one that has passed without effect."""
        if self._clocks is not None:
            deadlines = (row.due_at or self._missed(row) for row in self._clocks.values())
            self.row.due_at = min((moment for moment in deadlines if moment), default=None)
        self.row.due_order = self.row.due_at or NO_DATE

    def _missed(self, row: CaseClock) -> datetime | None:
        """When a clock ran out that only escalates, while the case is still where it should not be any more."""
        rule = next((rule for rule in self.section.clocks if rule.key == row.key), None)
        if rule is None or rule.on_expire != "escalate" or row.stopped_at or not self.row.is_open:
            return None
        return None if self.row.state in rule.stop_in else row.expired_at

    def remember(self) -> None:
        """Take the row as it is now for what the table holds."""
        self._as_it_was = self._state()

    def finish(self) -> None:
        """Write what changed: the clocks, the soonest deadline, the row."""
        self.update_due()
        if self._clocks:
            CaseClock.objects.bulk_create([row for row in self._clocks.values() if row.pk is None])
            for key in self.touched:
                self._clocks[key].save()
            self.touched.clear()
        now = self._state()
        changed = [name for name, value in now.items() if self._as_it_was[name] != value]
        if changed:
            self.row.save(update_fields=changed)
            self._as_it_was = now

    def _state(self) -> dict[str, object]:
        return {field.attname: getattr(self.row, field.attname) for field in Case._meta.concrete_fields}


def _erased() -> Conflict:
    return Conflict(
        "The personal data of this case was erased.",
        remedy="Nothing more can be done with it. If it is still open, it closes by itself.",
    )


@contextmanager
def working(case: str, acting: Acting) -> Iterator[CaseTransaction]:
    """The case, locked for this transaction. Raises NotSignedIn and NotFound as `find` does."""
    with transaction.atomic():
        work = CaseTransaction(find_locked(case, acting), acting)
        yield work
        work.finish()
