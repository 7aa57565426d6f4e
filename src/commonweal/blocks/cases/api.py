"""The front door of cases. `case` is always an id or a reference as people write it; ids are text, moments aware.

    queue(filters, *, acting, organisation=None, page=1) -> QueuePage     NotFound for another's organisation
    counts(*, acting, organisation=None) -> Counts                        open cases by state, mine, overdue …
    case(case, *, acting) -> CaseView                                     staff; records that it was read
    my_case(case, *, acting) -> ApplicantView                             the applicant, or who acts on their behalf
    my_cases(*, acting) -> list[CaseCard]                                 newest first; also `cases_of(person id)`
    cards(ids) -> dict[str, CaseCard]                                     many by id in one query, unchecked: for readers
    history(case, *, acting, limit=200) -> list[HistoryItem]              newest first, from the journal
    my_tasks(*, acting) -> list[TaskView]                                 what an applicant was asked for, soonest first
    staff_tasks(*, acting, organisation=None) -> list[TaskView]           open tasks of my roles

Verbs; each is one transaction, checks who may, records what happened. NotFound for a case of another organisation,
NotAllowed for the wrong role, Conflict when the case has moved on, Invalid with `fields` for what is missing:

    open_case(*, service, version, organisation, answers, acting, subject=…, contact=…, journey=…, …) -> Opened
    take(*, case, acting)                            assign(*, case, person, acting)         release(*, case, acting)
    hand_over(*, case, person, note, acting)         set_priority(*, case, priority, acting)
    transition(*, case, transition, acting, given={}, reason="", note="")
    decide(*, case, transition, reasons, acting, given={})
    request_information(*, case, question, acting, due=None) -> task id
    answer_request(*, task, text, acting, attachments=())
    add_note(*, case, text, acting)                  write_to_applicant(*, case, subject, text, acting, attachments=())
    write_to_staff(*, case, text, acting, attachments=())                 read_correspondence(*, case, acting)
    complete_task(*, task, acting)                   reopen(*, case, reason, acting)
    link_cases(*, case, other, acting)               mark_duplicate(*, case, of, acting)
    refer(*, case, organisation, service, version, share, reason, acting) -> Opened
    withdraw(*, case, acting, reason="")             delete_case(*, case)
    assign_many(*, cases, person, acting)            transition_many(*, cases, transition, acting, …) -> list[RowResult]

How the rest of the house is told and asked:

    answer_definitions_with(load, *, evaluate=None, assess=None)   who knows the pinned versions; set by services
    delete_uploads_with(delete)                                    who deletes files, by upload id
    triggers(content) -> frozenset[str]                            names that `on:` of other sections may use

A fact of another block moves a case or starts its clocks if its object is "case:<id>" or it has a field `case`.
What `then:` of a transition asks of other blocks ("message.could_not_collect") stands in `CaseMoved.then`.
"""
