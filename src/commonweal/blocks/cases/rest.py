"""The HTTP API of cases: the queue and the work for staff and keys (cases:read, cases:write), one's own cases for
applicants. A case is named by its id or its reference. Cases are opened by submitting a service's journey."""

from collections.abc import Callable
from typing import Annotated

from django.http import HttpRequest
from ninja import Header, Query, Router, Status

from commonweal.blocks.cases import api
from commonweal.blocks.cases.request_bodies import (
    AssignManyIn,
    DecisionIn,
    HandOverIn,
    LetterIn,
    LinkIn,
    Made,
    PersonIn,
    PriorityIn,
    QuestionIn,
    QueueQuery,
    ReadOut,
    TextIn,
    TransitionIn,
    TransitionManyIn,
)
from commonweal.kernel.acting import acting_of
from commonweal.kernel.limits import once
from commonweal.kernel.paging import MOST_PAGES
from commonweal.kernel.problems import Invalid

router = Router()

CaseName = str
IdempotencyKey = Annotated[str, Header(alias="Idempotency-Key", max_length=100)]
Nothing = {204: None}
DONE = Status(204, None)
MOST_NUMBER = 2**63 - 1  # of an entry of the journal, as databases count


def _repeatable(
    request: HttpRequest, key: str, command: dict[str, object], run: Callable[[], str]
) -> Status[dict[str, str]]:
    """Make something once for an idempotency key, or simply make it where none was sent."""
    if not key:
        return Status(201, {"id": run()})
    actor = acting_of(request).actor
    if len(key) < 8:
        raise Invalid("This idempotency key is too short.", fields={"Idempotency-Key": "Use 8 characters or more."})
    return Status(201, {"id": once(f"cases:{actor}:{key}", command, run)})


@router.get("/", response=api.QueuePage, summary="The queue of an organisation")
def get_queue(request: HttpRequest, asked: Query[QueueQuery]) -> api.QueuePage:
    filters = api.QueueFilter(
        open=asked.open,
        states=asked.state,
        services=asked.service,
        assignee=asked.assignee,
        team=asked.team,
        areas=asked.area,
        priorities=asked.priority,
        channels=asked.channel,
        due=asked.due,
        waiting=asked.waiting,
        reference=asked.reference,
        order=asked.order,
    )
    return api.queue(filters, acting=acting_of(request), organisation=asked.organisation or None, page=asked.page)


@router.get("/counts", response=api.Counts, summary="How many open cases there are")
def get_counts(request: HttpRequest, organisation: Annotated[str, Query(max_length=36)] = "") -> api.Counts:
    return api.counts(acting=acting_of(request), organisation=organisation or None)


@router.get("/tasks", response=list[api.TaskView], summary="Open tasks of one's roles")
def get_staff_tasks(
    request: HttpRequest, organisation: Annotated[str, Query(max_length=36)] = ""
) -> list[api.TaskView]:
    return api.staff_tasks(acting=acting_of(request), organisation=organisation or None)


@router.get("/mine", response=list[api.CaseCard], summary="One's own applications")
def get_mine(request: HttpRequest) -> list[api.CaseCard]:
    return api.my_cases(acting=acting_of(request))


@router.get("/mine/tasks", response=list[api.TaskView], summary="What the applicant was asked for")
def get_my_tasks(request: HttpRequest) -> list[api.TaskView]:
    return api.my_tasks(acting=acting_of(request))


@router.get("/mine/{case}", response=api.ApplicantView, summary="One's own application")
def get_my_case(request: HttpRequest, case: CaseName) -> api.ApplicantView:
    return api.my_case(case, acting=acting_of(request))


@router.post("/mine/{case}/letters", response={201: Made}, summary="Write about one's own application")
def post_my_letter(
    request: HttpRequest, case: CaseName, body: LetterIn, idempotency_key: IdempotencyKey = ""
) -> Status[dict[str, str]]:
    acting = acting_of(request)
    return _repeatable(
        request,
        idempotency_key,
        {"case": case, **body.dict()},
        lambda: api.write_to_staff(case=case, acting=acting, **body.dict()),
    )


@router.post("/mine/{case}/withdraw", response=Nothing, summary="Withdraw one's own application")
def post_withdraw(request: HttpRequest, case: CaseName) -> Status[None]:
    api.withdraw(case=case, acting=acting_of(request))
    return DONE


@router.post("/tasks/{task}/answer", response=Nothing, summary="Answer a request for information")
def post_answer(request: HttpRequest, task: str, body: LetterIn) -> Status[None]:
    api.answer_request(task=task, text=body.text, attachments=body.attachments, acting=acting_of(request))
    return DONE


@router.post("/tasks/{task}/complete", response=Nothing, summary="Mark a task of staff as done")
def post_complete(request: HttpRequest, task: str) -> Status[None]:
    api.complete_task(task=task, acting=acting_of(request))
    return DONE


@router.post("/many/assign", response=list[api.RowResult], summary="Give many cases to a colleague")
def post_assign_many(request: HttpRequest, body: AssignManyIn) -> list[api.RowResult]:
    return api.assign_many(cases=body.cases, person=body.person, acting=acting_of(request))


@router.post("/many/transition", response=list[api.RowResult], summary="Make one transition on many cases")
def post_transition_many(request: HttpRequest, body: TransitionManyIn) -> list[api.RowResult]:
    return api.transition_many(acting=acting_of(request), **body.dict())


@router.get("/{case}", response=api.CaseView, summary="A case, for staff; that it was read is recorded")
def get_case(
    request: HttpRequest, case: CaseName, page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1
) -> api.CaseView:
    return api.case(case, acting=acting_of(request), page=page)


@router.get("/{case}/history", response=list[api.HistoryItem], summary="What happened to a case, newest first")
def get_history(
    request: HttpRequest,
    case: CaseName,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
    before: Annotated[int | None, Query(ge=1, le=MOST_NUMBER)] = None,
) -> list[api.HistoryItem]:
    return api.history(case, acting=acting_of(request), limit=limit, before=before)


@router.post("/{case}/take", response=Nothing, summary="Take a case to work on it")
def post_take(request: HttpRequest, case: CaseName) -> Status[None]:
    api.take(case=case, acting=acting_of(request))
    return DONE


@router.post("/{case}/release", response=Nothing, summary="Put a case back into the queue")
def post_release(request: HttpRequest, case: CaseName) -> Status[None]:
    api.release(case=case, acting=acting_of(request))
    return DONE


@router.post("/{case}/assign", response=Nothing, summary="Give a case to a colleague")
def post_assign(request: HttpRequest, case: CaseName, body: PersonIn) -> Status[None]:
    api.assign(case=case, person=body.person, acting=acting_of(request))
    return DONE


@router.post("/{case}/hand-over", response=Nothing, summary="Hand a case over, with a note")
def post_hand_over(request: HttpRequest, case: CaseName, body: HandOverIn) -> Status[None]:
    api.hand_over(case=case, person=body.person, note=body.note, acting=acting_of(request))
    return DONE


@router.post("/{case}/priority", response=Nothing, summary="Set the priority of a case")
def post_priority(request: HttpRequest, case: CaseName, body: PriorityIn) -> Status[None]:
    api.set_priority(case=case, priority=body.priority, acting=acting_of(request))
    return DONE


@router.post("/{case}/transitions", response=Nothing, summary="Make a transition, as staff or as the applicant")
def post_transition(request: HttpRequest, case: CaseName, body: TransitionIn) -> Status[None]:
    api.transition(case=case, acting=acting_of(request), **body.dict())
    return DONE


@router.post("/{case}/decisions", response=Nothing, summary="Decide a case, with reasons")
def post_decision(request: HttpRequest, case: CaseName, body: DecisionIn) -> Status[None]:
    api.decide(case=case, acting=acting_of(request), **body.dict())
    return DONE


@router.post("/{case}/questions", response={201: Made}, summary="Ask the applicant; the clocks are paused")
def post_question(
    request: HttpRequest, case: CaseName, body: QuestionIn, idempotency_key: IdempotencyKey = ""
) -> Status[dict[str, str]]:
    acting = acting_of(request)
    return _repeatable(
        request,
        idempotency_key,
        {"case": case, **body.model_dump(mode="json")},
        lambda: api.request_information(case=case, acting=acting, **body.dict()),
    )


@router.post("/{case}/notes", response={201: Made}, summary="Add a note among staff")
def post_note(
    request: HttpRequest, case: CaseName, body: TextIn, idempotency_key: IdempotencyKey = ""
) -> Status[dict[str, str]]:
    acting = acting_of(request)
    return _repeatable(
        request,
        idempotency_key,
        {"case": case, **body.dict()},
        lambda: api.add_note(case=case, text=body.text, acting=acting),
    )


@router.post("/{case}/letters", response={201: Made}, summary="Write to the applicant")
def post_letter(
    request: HttpRequest, case: CaseName, body: LetterIn, idempotency_key: IdempotencyKey = ""
) -> Status[dict[str, str]]:
    acting = acting_of(request)
    return _repeatable(
        request,
        idempotency_key,
        {"case": case, **body.dict()},
        lambda: api.write_to_applicant(case=case, acting=acting, **body.dict()),
    )


@router.post("/{case}/letters/read", response=ReadOut, summary="Mark the other side's letters as read")
def post_read(request: HttpRequest, case: CaseName) -> dict[str, int]:
    return {"read": api.read_correspondence(case=case, acting=acting_of(request))}


@router.post("/{case}/reopen", response=Nothing, summary="Work on a closed case again")
def post_reopen(request: HttpRequest, case: CaseName, body: TextIn) -> Status[None]:
    api.reopen(case=case, reason=body.text, acting=acting_of(request))
    return DONE


@router.post("/{case}/links", response=Nothing, summary="Link two cases as related")
def post_link(request: HttpRequest, case: CaseName, body: LinkIn) -> Status[None]:
    api.link_cases(case=case, other=body.other, acting=acting_of(request))
    return DONE


@router.post("/{case}/duplicate", response=Nothing, summary="Close a case as a duplicate of another")
def post_duplicate(request: HttpRequest, case: CaseName, body: LinkIn) -> Status[None]:
    api.mark_duplicate(case=case, of=body.other, acting=acting_of(request))
    return DONE
