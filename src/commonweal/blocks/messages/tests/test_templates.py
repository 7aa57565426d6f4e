"""Values in a template are text: they read as they were typed, and are never markup or a link in any channel."""

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from commonweal.blocks.messages.plain_text import WORD_JOINER, as_text
from commonweal.blocks.messages.section import SECTIONS
from commonweal.blocks.messages.templates import Written, fill, fill_markdown
from commonweal.kernel.written.words import one_line
from commonweal.web.prose import markdown

TEMPLATES = [
    "Thank you, {{a}}. We have it.",
    "{{a}}",
    "## About {{a}} here\n\nWe have **{{a}}** now, and _{{b}}_ too.",
    "- first {{a}} it\n- then {{b}}\n\n> so {{a}} said",
    "[The page](https://town.example/) of {{a}}\n\n{{b}}",
]
HOSTILE = [
    "[click](http://evil.example)",
    "![x](http://evil.example/a.png)",
    "<a href=http://evil.example>x</a>",
    "<http://evil.example>",
    "http://evil.example www.evil.example mailto:a@evil.example",
    "&lt;a href=&quot;http://evil.example&quot;&gt;",
    "x\n\n# Heading\n\n- item\n\n    code\n\n[a]: http://evil.example\n\n[a]",
    "x\r\nBcc: everybody@evil.example",
    "| a | b |\n|---|---|\n| [x](http://evil.example) | d |",
    "a\u202eexe.pdf\u202c b\u200bc\u2066d",
    "\\[x\\](http://evil.example)",
    "[x][y]\n\n[y]: http://evil.example",
    "```\n<script>\n```",
    "1. one",
    "***bold***",
    "{{case.address}}",
    "javascript:alert(1)",
    "a\\",
    "`code`",
    "Ŵyn & Siân’s <b>bin</b>",
]
TEXT = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=60), st.text("[]()<>!#*_`~&;:/.\\|-+=\n {}a1@", max_size=40)
)


def tags(html: str) -> list[str]:
    """All tags but line breaks, which a value has where it was typed in several lines."""
    return re.findall(r"<(?!br>)[^>]*>", html)


def visible(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@settings(derandomize=True, deadline=None, max_examples=400)
@given(template=st.sampled_from(TEMPLATES), one=TEXT, other=TEXT)
@example(template=TEMPLATES[4], one=HOSTILE[0], other=HOSTILE[4])
def test_any_answer_stays_what_was_typed(template, one, other):
    if not one_line(one) or not one_line(other):
        return  # an answer that was not given leaves nothing; the next test is about that
    html = str(markdown(fill_markdown(template, {"a": one, "b": other})))
    plain = str(markdown(fill_markdown(template, {"a": "x", "b": "y"})))
    assert tags(html) == tags(plain)
    numbered = template.replace("{{a}}", "A0A").replace("{{b}}", "B0B")
    wanted = visible(str(markdown(numbered))).replace("A0A", one_line(one)).replace("B0B", one_line(other))
    assert visible(html).replace(" ", "") == wanted.replace(" ", "")


@settings(derandomize=True, deadline=None, max_examples=300)
@given(template=st.sampled_from(TEMPLATES[:4]), value=TEXT)
@example(template=TEMPLATES[0], value=HOSTILE[4])
def test_in_an_email_an_answer_reads_as_typed_and_is_no_address(template, value):
    text = as_text(fill_markdown(template, {"a": value, "b": "y"}))
    if one_line(value):
        assert one_line(value) in one_line(text)
    assert not re.search(r"(https?|ftp|mailto|javascript):[\w/]|www\.\w|\w@\w", text)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_subject_is_one_line_without_invisible_signs(value):
    subject = fill("About {{a}}", {"a": value})
    assert "\n" not in subject
    assert "\r" not in subject
    assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069]", subject)


LINES = "1. Foo\r\n2. Bar\n\n   # This is\n=====\n> a test\n- [x](http://evil.example)"


@pytest.mark.parametrize(
    "template", ["{{a}}", "You said:\n\n{{a}}", "- one\n- note: {{a}}\n- two", "> {{a}}", "So **{{a}}**."]
)
def test_an_answer_keeps_its_lines_in_a_paragraph(template):
    html = str(markdown(fill_markdown(template, {"a": LINES})))
    assert tags(html) == tags(str(markdown(fill_markdown(template, {"a": "x"}))))
    assert html.count("<br>") == 6
    lines = [
        line.strip() for line in as_text(fill_markdown(template, {"a": LINES})).replace(WORD_JOINER, "").split("\n")
    ]
    inner = ["2. Bar", "", "# This is", "=====", "> a test"]
    start = lines.index("2. Bar")
    assert lines[start : start + 5] == inner
    assert lines[start - 1].endswith("1. Foo")


@pytest.mark.parametrize("template", ["# About {{a}}", "About {{a}}\n===", "| a | b |\n|---|---|\n| {{a}} | c |"])
def test_in_a_heading_or_a_table_an_answer_is_one_line(template):
    html = str(markdown(fill_markdown(template, {"a": LINES})))
    assert tags(html) == tags(str(markdown(fill_markdown(template, {"a": "x"}))))
    assert "<br>" not in html


def test_markdown_of_the_template_and_of_staff_stays():
    body = fill_markdown(
        "## Hello {{name}}\n\n{{reason}}\n\n- [a page](https://town.example/a)\n- two\n  lines\n\n1. one\n2. two\n\n---",
        {"name": "A*", "reason": Written("See **this** [page](https://town.example/b).\n\nBye")},
    )
    assert "<strong>this</strong>" in markdown(body)
    assert as_text(body) == (
        "Hello A*\n\nSee this page (https://town.example/b).\n\nBye\n\n- a page (https://town.example/a)\n- two\n  lines"
        "\n\n1. one\n2. two\n\n----------"
    )


def test_the_address_of_the_place_stays_an_address():
    body = fill_markdown("Follow it: <https://town.example/a_b>", {})
    assert as_text(body) == "Follow it: https://town.example/a_b"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("[pay](https://pay.example/{{ answers.street }})", True),
        ("[pay]({{answers.street}})", True),
        ("![x](https://a.example/{{answers.street}})", True),
        ("`{{answers.street}}`", True),
        ("x\n\n    {{answers.street}}", True),
        ("[{{answers.street}}](https://pay.example/)", False),
        ("[see]({{case.address}})", False),
        ("{{answers.street}}", False),
    ],
)
def test_an_answer_cannot_be_used_in_the_address_of_a_link_or_in_code(words, found):
    document = {"form": [{"questions": [{"key": "street"}]}], "messages": {}}
    content = {"a": {"on": "case.opened", "subject": {"en": "x"}, "body": {"en": words}}}
    read = TypeAdapter(SECTIONS[0].model).validate_python(content)
    codes = [finding.code for finding in SECTIONS[0].check(read, document)]
    assert codes == (["name-in-link"] if found else [])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Your number is {{ case.reference }.", "lone-braces"),
        ("Your number is {case.reference}}.", "lone-braces"),
        ("The visit is on {{given.visit_on}}.", "unknown-name"),
        ("{{number}}", "unknown-name"),
    ],
)
def test_what_a_message_would_send_as_it_is_written_is_refused(words, code):
    """`told: no` reads as a word in YAML 1.2, and means no."""
    required = {"key": "answer.visit_on", "type": "date", "told": "no"}
    document = {"form": [], "case": {"transitions": {"plan": {"requires": [required]}}}}
    read = TypeAdapter(SECTIONS[0].model).validate_python(
        {"m": {"on": "case.opened", "subject": {"en": "{{case.reference}}"}, "body": {"en": words}}}
    )

    found = list(SECTIONS[0].check(read, document))

    assert [finding.code for finding in found] == [code]
    assert found[0].message.endswith(".")
