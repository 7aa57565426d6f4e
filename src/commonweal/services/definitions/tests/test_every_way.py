"""What the walks say about options agrees with all journeys through small forms, tried one by one."""

from itertools import product

from yaml import safe_load

from commonweal.blocks.forms.api import clean_answers, page_applies
from commonweal.kernel.clock import today
from commonweal.kernel.steady_random import steady_dice
from commonweal.services.definitions.proof.checking import check_document
from commonweal.services.definitions.proof.ways import Ways

OPTIONS = "[{value: a, label: {en: A}}, {value: b, label: {en: B}}, {value: c, label: {en: C}}]"
KINDS = {
    "choice": (f"type: choice, options: {OPTIONS}", ["a", "b", "c"]),
    "yes_no": ("type: yes_no", [True, False]),
    "number": ("type: integer, min: 0, max: 3", [0, 1, 2, 3]),
}
HEAD = "service: s\nschema: 1\noffered_by: o\ntitle: {en: S}\nform:\n"
FORMS = 24


def comparison(dice, key, kind):
    if kind == "choice":
        return f"{key} {dice.choice(['==', '!='])} '{dice.choice('abc')}'"
    if kind == "number":
        return f"{key} {dice.choice(['<', '>', '==', '!='])} {dice.randint(0, 3)}"
    return dice.choice([key, f"!{key}"])


def condition(dice, asked):
    parts = [comparison(dice, *dice.choice(asked)) for _ in range(dice.choice([1, 1, 2]))]
    return dice.choice([" && ", " || "]).join(parts)


def drawn(dice):
    """A form of a few pages with conditions, requirements and exits, and the answers that each question may have."""
    pages, asked = [], [("first", "choice")]
    questions = {"first": KINDS["choice"][1]}
    pages.append(
        f"  - {{page: p, title: {{en: P}}, questions: [{{key: first, {KINDS['choice'][0]}, label: {{en: Q}}}}]}}\n"
    )
    for number in range(dice.choice([2, 3, 4])):
        when = f'when: "{condition(dice, asked)}", ' if dice.random() < 0.4 else ""
        if when and dice.random() < 0.3:
            pages.append(f"  - {{page: e{number}, title: {{en: E}}, {when}exit: {{text: {{en: E}}}}}}\n")
            continue
        key, kind = f"q{number}", dice.choice(list(KINDS))
        about = condition(dice, [*asked, (key, kind)])
        must = f', must: [{{when: "{about}", else: {{en: No.}}}}]' if dice.random() < 0.6 else ""
        question = f"{{key: {key}, {KINDS[kind][0]}, label: {{en: Q}}{must}}}"
        pages.append(f"  - {{page: p{number}, title: {{en: P}}, {when}questions: [{question}]}}\n")
        questions[key] = KINDS[kind][1]
        asked.append((key, kind))
    return HEAD + "".join(pages), questions


def chosen_on_any_journey(ways, questions):
    """The options that somebody chooses who comes to an exit or to the end, of all that answer in any way."""
    found = set()
    form_context = ways.form_context({}, set())
    for values in product(*questions.values()):
        answers = dict(zip(questions, values, strict=True))
        if all(pair in found or not isinstance(pair[1], str) for pair in answers.items()):
            continue
        for number, page in enumerate(ways.form):
            if page.exit and page_applies(
                page, form_context.evaluate_for(_taken(ways.form[:number], answers, form_context)[0])
            ):
                break
        else:
            number = len(ways.form)
        given, errors = _taken(ways.form[:number], answers, form_context)
        found |= {(key, value) for key, value in given.items()} if not errors else set()
    return found


def _taken(form, answers, form_context):
    keys = {question.key for page in form for question in page.questions}
    cleaned = clean_answers(form, {key: value for key, value in answers.items() if key in keys}, form_context)
    return cleaned.answers, cleaned.errors


def test_an_option_is_reported_where_no_journey_with_it_comes_to_an_end():
    dice = steady_dice()
    reported_in_all = 0
    for _ in range(FORMS):
        text, questions = drawn(dice)
        checked = check_document(safe_load(text))
        if checked.errors:
            continue
        ways = Ways(checked.service, today())
        chosen = chosen_on_any_journey(ways, questions)
        reported = set()
        for finding in checked.findings:
            if finding.code == "out-of-reach" and "options" in finding.path:
                question = ways.form[finding.path[1]].questions[finding.path[3]]
                reported.add((question.key, question.options[finding.path[5]].value))
        going_on = {key for key, _ in chosen}
        options = {(key, value) for key, values in questions.items() for value in values if isinstance(value, str)}
        assert reported & chosen == set(), text
        assert {each for each in options - chosen if each[0] in going_on} <= reported, text
        reported_in_all += len(reported)
    assert reported_in_all > FORMS / 4
