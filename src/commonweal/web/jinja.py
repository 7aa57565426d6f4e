"""The Jinja2 environment of all pages: settings name `commonweal.web.jinja.environment`."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils import translation
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    PackageLoader,
    PrefixLoader,
    Undefined,
    pass_environment,
)
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing
from markupsafe import Markup

from commonweal.web import formats
from commonweal.web.addresses import address
from commonweal.web.chrome import chrome_of
from commonweal.web.icons import icon
from commonweal.web.language_switch import carried
from commonweal.web.nonbreaking import unbroken
from commonweal.web.prose import markdown
from commonweal.web.translated import lang_attribute, lang_of, words


class CarefulUndefined(Undefined):
    """A missing name, or a missing attribute of an object, is an error; a missing key of a mapping is just empty.

    Field and component macros take dicts whose keys are optional, so only a mapping may lack something.
    """

    def _is_mistake(self) -> bool:
        if self._undefined_hint is not None or self._undefined_name is None:
            return False
        return self._undefined_obj is missing or not isinstance(self._undefined_obj, Mapping | Undefined)

    def __str__(self) -> str:
        return self._refuse() if self._is_mistake() else ""

    def __bool__(self) -> bool:
        return self._refuse() if self._is_mistake() else False

    def __iter__(self) -> Any:
        return self._refuse() if self._is_mistake() else iter(())

    def __html__(self) -> str:
        return str(self)

    def _refuse(self) -> NoReturn:
        raise UndefinedError(self._undefined_message)


def query(request: HttpRequest, /, **changes: object) -> str:
    """The page's own query with `changes` made to it ("?page=2&state=open"); None takes a key away."""
    data: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            data.pop(key, None)
        elif isinstance(value, list | tuple):
            data.setlist(key, [str(each) for each in value])
        else:
            data[key] = str(value)
    return "?" + urlencode(sorted(data.lists()), doseq=True)


@pass_environment
def drawn(environment: Environment, template: str, macro: str, *values: object) -> Markup:
    """What a macro of a template draws, kept in memory for the same values in the same language: for the lines of long
    lists that are looked at all day. `values` are hashable, and all that the macro needs."""
    language = translation.get_language()
    draw = _draw.__wrapped__ if environment.auto_reload else _draw
    return draw(environment, language, template, macro, tuple(map(_hashable, values)))


@pass_environment
def drawn_each(environment: Environment, template: str, macro: str, rows: Iterable[tuple[object, ...]]) -> Markup:
    """Like `drawn` for each row of a list, in one piece."""
    language = translation.get_language()
    draw = _draw.__wrapped__ if environment.auto_reload else _draw
    return Markup("").join(draw(environment, language, template, macro, row) for row in rows)


class _Still(dict[object, object]):
    """An immutable mapping, so that it can be a cache key."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none
        return hash(tuple(self.items()))


def _hashable(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_hashable, value))
    if isinstance(value, dict):
        return _Still({key: _hashable(each) for key, each in value.items()})
    return value


@lru_cache(maxsize=1_024)
def _draw(environment: Environment, _language: str, template: str, macro: str, values: tuple[object, ...]) -> Markup:
    found: Callable[..., Markup] = getattr(environment.get_template(template).module, macro)
    return found(*values)


def _compiled() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept between two starts; None where the place's folder cannot be written."""
    folder = Path(settings.VAR) / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))


def environment(**options: Any) -> Environment:
    """A Jinja2 environment with our macros, those of govuk-frontend-jinja, our filters, and translations.

    `options` are those that Django's Jinja2 backend gives. Autoescape stays on in all cases.
    """
    options |= {"autoescape": True, "undefined": CarefulUndefined, "trim_blocks": True, "lstrip_blocks": True}
    own = options.pop("loader", None) or PackageLoader("commonweal.web", "jinja2")
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    extensions = [*options.pop("extensions", []), "jinja2.ext.i18n", "jinja2.ext.do"]
    env = Environment(loader=ChoiceLoader([own, govuk]), extensions=extensions, **options)  # noqa: S701 - set above
    env.bytecode_cache = _compiled()
    env.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension adds it
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals |= {
        "_": words,
        "gettext": words,
        "drawn": drawn,
        "drawn_each": drawn_each,
        "static": cache(static),
        "url": address,
        "query": query,
        "icon": icon,
        "text": formats.text,
        "chrome_of": chrome_of,
        "language": translation.get_language,
        "lang_attribute": lang_attribute,
        "lang_of": lang_of,
        "carried": carried,
        # The templates of govuk-frontend-jinja write `undefined` where they mean nothing.
        "undefined": Undefined(),
    }
    env.filters |= {
        "text": formats.text,
        "day": formats.day,
        "time": formats.clock_time,
        "moment": formats.moment,
        "number": formats.number,
        "percent": formats.percent,
        "money": formats.money,
        "phone": formats.phone,
        "markdown": markdown,
        "unbroken": unbroken,
    }
    return env
