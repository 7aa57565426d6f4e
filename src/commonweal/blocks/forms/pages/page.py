"""Pages: the content of the `form:` section."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Field, TypeAdapter, model_validator

from commonweal.blocks.forms.answers.texts import Localised, humanised
from commonweal.blocks.forms.pages.registry import AnyQuestion
from commonweal.blocks.forms.question import Question
from commonweal.kernel.definition import Path, Strict
from commonweal.kernel.patterns import pattern
from commonweal.kernel.problems import NotFound, filled
from commonweal.kernel.text import Text

CHECK = "check"  # the part of the last step, check-your-answers
PAGE_KEY = pattern(r"^[a-z][a-z0-9_-]{0,59}$", "small letters, digits, - and _, such as your-home")
URL = pattern(
    r"^(https?://|mailto:|tel:|/)[^\s<>\"]*$",
    "a web address (https://…), mailto: or tel: with an address, or a path such as /services",
    endings=("https://{}",),
)
FACT = pattern(
    r"^facts\.[a-z][a-z0-9_]*$", "facts. and the name of a fact, such as facts.income", endings=("facts.{}",)
)
PageKey = Annotated[str, Field(pattern=PAGE_KEY)]


class Link(Strict):
    """Where an exit page sends people on to. `url` is a web address, mailto: or tel:, or a path of the portal."""

    words: Localised
    url: Annotated[str, Field(pattern=URL, max_length=500)]


class Exit(Strict):
    """The journey ends here: `text` (Markdown) explains why and what else to do. Conditional words follow as `content`
    questions of the page."""

    text: Localised
    links: list[Link] = Field(default_factory=list)


class Page(Strict):
    """A page of questions, or an exit. It is in the journey while `when` is true; not while the condition is unknown.
    Its title defaults to its first question. `settles` names facts that have a value after the page on every path:
    `check` tries paths through the form, and refuses one that leaves a fact unknown."""

    page: PageKey
    title: Localised | None = None
    intro: Localised | None = None
    when: str | None = None
    questions: list[AnyQuestion] = Field(default_factory=list)
    exit: Exit | None = None
    settles: list[Annotated[str, Field(pattern=FACT)]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _ends_or_asks(self) -> "Page":
        if self.exit and any(question.asks for question in self.questions):
            raise ValueError("an exit page asks nothing; put its questions on a page of their own before it")
        if not self.exit and not self.questions and not self.intro:
            raise ValueError("this page has nothing on it; give it questions, an intro or an exit")
        return self

    @property
    def words(self) -> Text:
        """What people call the page."""
        if self.title:
            return self.title
        first = next((q.label for q in self.questions if q.asks and q.label), None)
        return first or {"en": humanised(self.page)}


Form = list[Page]
FORM: TypeAdapter[Form] = TypeAdapter(Annotated[list[Page], Field(min_length=1)])


def read_form(data: object) -> Form:
    """The pages of a `form:` section given as plain data. Raises ValueError (pydantic's) where it is not a form."""
    return FORM.validate_python(data)


def find_page(form: Form, part: str) -> Page:
    """The page with this key. Raises NotFound."""
    for page in form:
        if page.page == part:
            return page
    raise NotFound(filled("This form has no page '%(page)s'.", page=part), remedy="Go back to the start of the form.")


def questions_of(form: Iterable[Page]) -> Iterator[tuple[Page, Question]]:
    """All questions on pages, in order; those inside repeat groups belong to their group."""
    for page in form:
        for question in page.questions:
            yield page, question


def conditions_of(page: Page, question: Question | None = None) -> list[str]:
    """The conditions of a page, and of a question on it: all must be true for it to be asked."""
    sources = [page.when] if question is None else [page.when, question.when]
    return [source for source in sources if source is not None]


def inner(question: Question) -> list[Question]:
    """The questions inside a repeat group; none for all others."""
    found: list[Question] = getattr(question, "each", [])
    return found


def located(form: Iterable[Page]) -> Iterator[tuple[Path, Question, Question | None]]:
    """Every question with its path in the section and the repeat group that it is in, if any."""
    for number, page in enumerate(form):
        for index, question in enumerate(page.questions):
            path: Path = (number, "questions", index)
            yield path, question, None
            for position, within in enumerate(inner(question)):
                yield (*path, "each", position), within, question


def currencies(form: Iterable[Page]) -> dict[str, str]:
    """The currency of each question for an amount, by the name of its answer: "rent", or "items.price" in rows."""
    return {
        f"{group.key}.{question.key}" if group else question.key: str(getattr(question, "currency", ""))
        for _, question, group in located(form)
        if question.type == "money"
    }
