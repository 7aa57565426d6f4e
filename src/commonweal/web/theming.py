"""Themes: a place's or an organisation's colours as a stylesheet, refused when text could not be read on them."""

import re
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

HEX = re.compile(r"#[0-9a-fA-F]{6}")
TEXT_CONTRAST = 7.0
PAPER = "#ffffff"
INK = "#17262a"

Rgb = tuple[int, int, int]


class ThemeError(ValueError):
    """A colour that cannot be used, with the reason and a colour that can."""


@dataclass(frozen=True)
class Theme:
    """The colours a theme may set, as "#rrggbb": `primary` for bands, buttons and links; `accent` under dark text."""

    primary: str = "#0a4a50"
    accent: str = "#f2b84b"


def rgb(colour: str) -> Rgb:
    """The three parts (0–255) of "#rrggbb"; ThemeError for anything else."""
    if not HEX.fullmatch(colour):
        raise ThemeError(
            _("“%(colour)s” is not a colour. Write it as # and six digits, such as #0a4a50.") % {"colour": colour}
        )
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance (0 black – 1 white) as WCAG 2.2 defines it."""
    linear = [(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in (p / 255 for p in rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1–21) of two colours as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`one` with `share` (0–1) of `other` in it."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(rgb(one), rgb(other), strict=True))


def darkened(colour: str, against: str = PAPER, ratio: float = TEXT_CONTRAST) -> str:
    """The nearest darker shade of `colour` that reaches `ratio` against `against`."""
    for step in range(101):
        shade = mix(colour, "#000000", step / 100)
        if contrast(shade, against) >= ratio:
            return shade
    return "#000000"


def lightened(colour: str, against: str = INK, ratio: float = TEXT_CONTRAST) -> str:
    """The nearest lighter shade of `colour` that reaches `ratio` against `against`."""
    for step in range(101):
        shade = mix(colour, PAPER, step / 100)
        if contrast(shade, against) >= ratio:
            return shade
    return PAPER


def stylesheet(theme: Theme) -> str:
    """CSS that sets the theme's variables; ThemeError when white text on the primary colour, or dark text on the
    accent, is below 7:1."""
    if contrast(INK, theme.accent) < TEXT_CONTRAST:
        raise ThemeError(
            _("Dark text on %(colour)s is hard to read (%(ratio).1f:1, at least 7:1 is needed). Try %(better)s.")
            % {
                "colour": theme.accent,
                "ratio": contrast(INK, theme.accent),
                "better": lightened(theme.accent),
            }
        )
    if contrast(theme.primary, PAPER) < TEXT_CONTRAST:
        raise ThemeError(
            _("White text on %(colour)s is hard to read (%(ratio).1f:1, at least 7:1 is needed). Try %(better)s.")
            % {
                "colour": theme.primary,
                "ratio": contrast(theme.primary, PAPER),
                "better": darkened(theme.primary),
            }
        )
    tint = mix(theme.primary, PAPER, 0.89)
    values = {
        "primary": theme.primary,
        "primary-deep": mix(theme.primary, "#000000", 0.32),
        "primary-tint": tint,
        "primary-line": mix(theme.primary, PAPER, 0.6),
        # Links appear on the tint too, where a primary that just passes on white would fall below 7:1.
        "link": darkened(theme.primary, tint),
        "accent": theme.accent,
    }
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in values.items()) + "}\n"


def response(request: HttpRequest, theme: Theme) -> HttpResponse:
    """The theme's stylesheet as an answer that browsers keep for an hour and then ask about by its tag."""
    css = stylesheet(theme)
    tag = f'"{sha256(css.encode()).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(css, content_type="text/css; charset=utf-8")
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
