"""A case with thousands of notes, tasks and events is shown to staff in pages, each with a bounded cost."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from commonweal.blocks.cases.models import Case, CaseLink, CaseTask, Correspondence
from commonweal.blocks.cases.models.correspondence import DECISION, LETTER_IN, NOTE
from commonweal.blocks.cases.queries.correspondence import correspondence_of
from commonweal.kernel import clock, sensitive
from commonweal.kernel.models import JournalEntry
from tests.bounds.counting import Cost, body_of, counting
from tests.bounds.world import multiply
from tests.isolation.walking import undone
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MANY = 5_000
PAGES = {
    "desk:case": ["", "?page=2", "?page=99999"],
    "desk:beside": [""],
    "desk:history": ["", "?readings=1", "?before=3"],
    "/api/cases/{case}": ["", "?page=101"],
    "/api/cases/{case}/history": ["?limit=500", "?before=3"],
}


@pytest.fixture(scope="module")
def grown(world) -> Iterator[World]:
    """Thousands of notes, tasks and events, and many links; older than all of them a decision and an unread letter."""
    with undone():
        row, now = Case.objects.get(pk=world.case), clock.now()

        def item(kind: str, words: dict[str, object]) -> Correspondence:
            seal = sensitive.seal(row.subject, words)
            return Correspondence.objects.create(case=row, kind=kind, author="system", at=now, sealed=seal)

        Correspondence.objects.filter(case=row, kind=LETTER_IN).update(read_at=now)
        note = item(NOTE, {"text": "One note of many"})
        multiply(note, MANY, at=lambda age: now - timedelta(minutes=age))
        oldest = {"at": now - timedelta(days=30)}
        Correspondence.objects.filter(pk=item(DECISION, {"reasons": "As the law says", "assessment": {}}).pk).update(
            **oldest
        )
        Correspondence.objects.filter(pk=item(LETTER_IN, {"subject": "", "text": "Nobody read this"}).pk).update(
            **oldest
        )
        multiply(CaseTask.objects.filter(case=row, role="officer").order_by("pk")[0], MANY)
        others = Case.objects.filter(organisation=row.organisation).exclude(pk=row.pk)[:MANY]
        CaseLink.objects.bulk_create(CaseLink(case=row, other=other, kind="related", at=now) for other in others)
        multiply(JournalEntry.objects.filter(object=row.ref).latest("pk"), MANY, entry=lambda _at: uuid4())
        yield world


def read(world: World, address: str) -> tuple[Cost, str]:
    client = world.who["officer"]
    client.raise_request_exception = True
    client.get(address)
    with counting() as cost:
        answer = client.get(address)
        cost.body = len(body_of(answer))
    assert answer.status_code == 200, address
    return cost, answer.content.decode()


def address_of(world: World, name: str) -> str:
    return name.format(case=world.case) if name.startswith("/") else reverse(name, args=[world.case])


def test_what_staff_read_of_a_case_is_bounded(grown):
    for name, queries in PAGES.items():
        for query in queries:
            cost, _ = read(grown, address_of(grown, name) + query)
            assert (cost.statements <= 45, cost.rows <= 1_000, cost.body <= 400_000) == (True,) * 3, (name, query, cost)


def test_decisions_and_what_nobody_has_read_are_on_the_first_page_and_all_else_is_found(grown):
    _, first = read(grown, address_of(grown, "desk:case"))
    assert "As the law says" in first
    assert "Nobody read this" in first
    pages = max(int(number) for number in re.findall(r"\?page=(\d+)", first))
    count = Correspondence.objects.filter(case=grown.case).count()
    assert pages == -(-count // 50)
    row = Case.objects.get(pk=grown.case)
    found = [item.pk for number in range(1, pages + 1) for item in correspondence_of(row, number)[0].rows]
    assert len(found) == len(set(found)) == count


def test_the_history_leads_to_everything_that_is_earlier(grown):
    address, seen = address_of(grown, "desk:history"), 0
    for _ in range(3):
        _, page = read(grown, address)
        seen += page.count("cw-timeline__when")
        address = address_of(grown, "desk:history") + re.search(r'href="(\?before=\d+)"', page)[1]
    assert seen == 300
