"""Themes are readable, and so are our own colours."""

import re

import pytest
from django.test import RequestFactory

from commonweal.web import assets, theming
from commonweal.web.theming import Theme, ThemeError, contrast


def tokens() -> dict[str, str]:
    css = (assets.STYLES / "look" / "tokens.css").read_text()
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


@pytest.mark.parametrize("ground", ["paper", "ground", "wash", "wash-deep", "primary-tint"])
@pytest.mark.parametrize("text", ["ink", "ink-soft", "link"])
def test_text_has_seven_to_one_on_every_ground(text: str, ground: str) -> None:
    assert contrast(tokens()[text], tokens()[ground]) >= 7


@pytest.mark.parametrize("state", ["good", "warn", "bad", "info", "quiet"])
def test_states_have_seven_to_one_on_their_wash_and_on_the_page(state: str) -> None:
    assert contrast(tokens()[state], tokens()[f"{state}-wash"]) >= 7
    assert contrast(tokens()[state], tokens()["ground"]) >= 7


def test_words_on_bands_and_on_the_focus_colour_have_seven_to_one() -> None:
    t = tokens()
    for text, ground in [
        ("on-primary", "primary"),
        ("on-primary", "primary-deep"),
        ("ink", "focus"),
        ("ink", "accent"),
        ("visited", "ground"),
    ]:
        assert contrast(t[text], t[ground]) >= 7


def test_borders_of_controls_have_three_to_one() -> None:
    assert contrast(tokens()["line-strong"], tokens()["wash"]) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_theme_sets_its_colours_and_makes_the_others_from_them() -> None:
    css = theming.stylesheet(Theme("#5b1f4a", "#ffcc00"))
    assert css.startswith(":root{--primary:#5b1f4a;")
    values = dict(re.findall(r"--([\w-]+):(#\w{6})", css))
    assert contrast(values["link"], values["primary-tint"]) >= 7
    assert contrast("#ffffff", values["primary-deep"]) > contrast("#ffffff", values["primary"])


def test_a_colour_that_cannot_be_read_on_is_refused_with_a_better_one() -> None:
    with pytest.raises(ThemeError, match="7:1") as refused:
        theming.stylesheet(Theme("#ff8800"))
    better = re.search(r"Try (#\w{6})", str(refused.value))
    assert better
    assert theming.stylesheet(Theme(better[1]))


def test_an_accent_too_dark_for_dark_text_is_refused_with_a_lighter_one() -> None:
    with pytest.raises(ThemeError, match="Dark text") as refused:
        theming.stylesheet(Theme(accent="#8a2be2"))
    better = re.search(r"Try (#\w{6})", str(refused.value))
    assert better
    assert theming.stylesheet(Theme(accent=better[1]))


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#000}body{display:none", ""])
def test_what_is_not_a_colour_is_refused(colour: str) -> None:
    with pytest.raises(ThemeError, match="not a colour"):
        theming.stylesheet(Theme(colour))
    with pytest.raises(ThemeError, match="not a colour"):
        theming.stylesheet(Theme(accent=colour))


def test_the_stylesheet_of_a_theme_is_kept_by_browsers() -> None:
    first = theming.response(RequestFactory().get("/"), Theme())
    again = theming.response(RequestFactory().get("/", headers={"If-None-Match": first["ETag"]}), Theme())
    assert first["Content-Type"].startswith("text/css")
    assert again.status_code == 304
