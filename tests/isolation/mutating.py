"""Takes a permission away for a while, wherever it is used, as if somebody had forgotten it."""

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from textwrap import dedent
from types import CodeType
from typing import Any

from commonweal.kernel.acting import Predicate

Mutation = Callable[[], AbstractContextManager[None]]


def granted(predicate: Predicate) -> Mutation:
    """The predicate says yes to everybody, also inside those that are composed of it."""

    @contextmanager
    def mutated() -> Iterator[None]:
        ask = predicate.ask
        object.__setattr__(predicate, "ask", lambda _acting, _thing: True)
        try:
            yield
        finally:
            object.__setattr__(predicate, "ask", ask)

    return mutated


def without(function: Callable[..., Any], *words: str, instead: str = "") -> Mutation:
    """The function lacks these words of its source, for all who have imported it already."""
    plain: Any = inspect.unwrap(function)

    @contextmanager
    def mutated() -> Iterator[None]:
        code = plain.__code__
        plain.__code__ = _rewritten(plain, words, instead)
        try:
            yield
        finally:
            plain.__code__ = code

    return mutated


def _rewritten(function: Any, words: tuple[str, ...], instead: str) -> CodeType:
    source = dedent(inspect.getsource(function))
    for each in words:
        assert each in source, f"{function.__qualname__} no longer says “{each}”"
        source = source.replace(each, instead)
    tree = ast.parse(source)
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    there: dict[str, Any] = {}
    exec(compile(tree, inspect.getfile(function), "exec"), dict(function.__globals__), there)
    code: CodeType = there[definition.name].__code__
    return code
