"""The words of pages in the page's language: each is translated once a process, for lists repeat themselves."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils import translation
from markupsafe import Markup

from commonweal.kernel.text import language_of

MOST_KEPT = 8_192


def words(message: str, /, **values: object) -> Markup:
    """`message` in the language of the page, with its %(name)s filled and escaped; KeyError names what is missing.

    It replaces the i18n extension's `gettext`, which looks up and wraps its words anew each time."""
    language = translation.get_language() or ""
    return _pattern(language, message) % values if values else _plain(language, message)


def lang_attribute(language: str) -> Markup:
    """The attribute `lang` for an element whose words are in another language than the page; nothing where they are in
    the same, or in an unknown one."""
    spoken = (translation.get_language() or "").split("-", maxsplit=1)[0]
    return Markup("") if not language or language == spoken else Markup(' lang="{}"').format(language)


def lang_of(value: object) -> Markup:
    """The same attribute for an element with a text of a definition, which may lack the language of the page."""
    if not isinstance(value, Mapping):
        return Markup("")
    return lang_attribute(language_of(value, translation.get_language() or "en"))


def say(message: str) -> str:
    """Django's `gettext`, cached: for the words that are on every page."""
    return str(_pattern(translation.get_language() or "", message))


@lru_cache(maxsize=MOST_KEPT)
def _pattern(_language: str, message: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704 - messages are ours, from templates and catalogues


@lru_cache(maxsize=MOST_KEPT)
def _plain(language: str, message: str) -> Markup:
    # As the extension does it: every message is a pattern, so that "%%" means the same with values and without.
    return _pattern(language, message) % {}
