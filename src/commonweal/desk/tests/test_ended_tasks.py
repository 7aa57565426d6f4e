"""Tasks that end undone because the case moves: said before and after the step, and to those whose task it was."""

import pytest
from django.urls import reverse
from markupsafe import Markup

from commonweal.blocks.cases import api as cases
from commonweal.desk.tests.test_case import do, page
from commonweal.web.nonbreaking import unbroken

pytestmark = pytest.mark.django_db


def test_a_step_says_which_open_tasks_it_ends_before_and_after_and_they_stay_to_be_seen(signed_in, make_case):
    opened, client = make_case(), signed_in("officer")
    before = page(client, opened)
    assert before.count("1 open task will be closed undone: Check the address.") >= 3  # visit, grant, refuse, duplicate
    after = do(client, opened, "move.grant", reason="All is well.").content.decode()
    assert "1 open task was closed undone: Check the address." in after
    assert "1 task ended undone" in after
    history = client.get(reverse("desk:history", args=[opened.id])).content.decode()
    assert "No longer to do: Check the address" in history


def test_those_whose_task_it_was_see_on_their_start_page_that_it_is_no_longer_to_do(signed_in, people, make_case):
    opened = make_case()
    cases.decide(case=opened.id, transition="grant", reasons="Fine.", acting=people.acting["manager"])
    start = reverse("desk:my-work")
    words = signed_in("officer").get(start).content.decode()
    assert "1 task is no longer to do" in words
    assert unbroken(Markup(f"Check the address: {opened.reference}")) in words
    assert "no longer to do" not in signed_in("manager").get(start).content.decode()
