"""Finds the question types: every file in `questions/` is a type, and no list names them."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated, Literal, Union, get_args, get_origin

from pydantic import Field

from commonweal.blocks.forms import questions
from commonweal.blocks.forms.question import Question


@cache
def question_types() -> dict[str, type[Question]]:
    """All question types by their name in `type:`, in alphabetical order."""
    found: dict[str, type[Question]] = {}
    for module in iter_modules(questions.__path__, f"{questions.__name__}."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, Question) and thing.__module__ == module.name:
                found[_word(thing)] = thing
    return dict(sorted(found.items()))


def _word(kind: type[Question]) -> str:
    annotation: object = kind.model_fields["type"].annotation
    if get_origin(annotation) is not Literal:
        raise TypeError(f'{kind.__name__} must define `type: Literal["its word"]`')
    return str(get_args(annotation)[0])


def _one_of(kinds: list[type[Question]]) -> object:
    return Annotated[Union[tuple(kinds)], Field(discriminator="type")]  # noqa: UP007 - made at run time


if TYPE_CHECKING:
    AnyQuestion = Question
else:
    _kinds = question_types()
    RowQuestion = _one_of([kind for kind in _kinds.values() if kind.may_repeat])
    for _kind in _kinds.values():
        if not _kind.may_repeat:
            _kind.model_rebuild(_types_namespace={"RowQuestion": RowQuestion})
    AnyQuestion = _one_of(list(_kinds.values()))
