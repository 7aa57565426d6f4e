"""The front door of forms: read a form, clean answers, show pages and answers, carry drafts over.

A `Form` is the validated content of the `form:` section: a list of pages.

Answers are JSON values by question key: text and choices are strings, integers and money (minor units) integers,
numbers floats, days "2026-05-02", times "14:30", yes/no booleans, many-of lists of strings, addresses, persons and
files objects, repeat groups lists of objects. Drafts store them, the API exchanges them, expressions see them.
An answer that does not apply is absent: never null, never empty.

    read_form(data) -> Form                                         ValueError (pydantic's) when it is not a form
    find_page(form, part) -> Page                                   NotFound
    clean_page(form, part, posted, answers, around) -> Cleaned      what a browser posted for one page
    clean_answers(form, given, around, *, complete=True) -> Cleaned what an API client sent, all pages at once
    page_view(form, part, answers, around, *, typed=None, errors=None) -> PageView
    summary(form, answers, around) -> list[SummaryGroup]            the rows of check-your-answers
    shown(form, key, answer, language) -> list[str]                 one answer in words
    prune(form, answers, evaluate_for) -> Pruned                    only the answers that apply
    asked_on(page, answers, evaluate) -> list[Question]             the questions that apply on a page
    carry_over(old, new, answers) -> CarriedOver                    a draft in a new version
    personal_answers(form) -> list[PersonalAnswer]                  which answers are personal data
    uploads_in(form, answers) -> list[str]                          ids of the stored files that answers refer to

`around` is a `Circumstances`: language, day, evaluators, gazetteer, uploads. Nothing above needs a database.
"""
