"""Our own line icons, drawn on a 24-unit square, as inline SVG that takes the colour of the text."""

from functools import cache

from markupsafe import Markup

# The `d` of each icon's path; stroked, never filled, so that one weight runs through all pages.
PATHS = {
    "alert": "M12 3.5 2.5 20h19zM12 10v4.5M12 17.2v.3",
    "arrow-left": "M20 12H4m7-7-7 7 7 7",
    "arrow-right": "M4 12h16m-7-7 7 7-7 7",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21.5h4",
    "bin": "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
    "book": "M12 6.5C10 5 7 4.5 3 4.5v14c4 0 7 .5 9 2 2-1.5 5-2 9-2v-14c-4 0-7 .5-9 2zM12 6.5v14",
    "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4",
    "chart": "M4 20h16M7 20v-6M12 20V6M17 20v-9",
    "check": "m4.5 12.5 5 5 10-11",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2.5",
    "copy": "M9 9h11v11H9zM15 9V4H4v11h5",
    "cross": "M6 6l12 12M18 6 6 18",
    "document": "M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h7",
    "download": "M12 4v11m-5-5 5 5 5-5M4 20h16",
    "down": "m5 9 7 7 7-7",
    "edit": "M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10",
    "external": "M10 5H5v14h14v-5M13 4h7v7M20 4l-9 9",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "flag": "M6 21V4h12l-2.5 4.5L18 13H6",
    "heart": "M12 20S3.5 14.5 3.5 8.7A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 1.7C20.5 14.5 12 20 12 20z",
    "home": "M3.5 11.5 12 4l8.5 7.5M6 10v10h12V10M10 20v-6h4v6",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.3v.4",
    "key": "M7.5 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM11.5 12H21v3.5M17 12v3",
    "language": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 12h17M12 3c-5 5-5 13 0 18 5-5 5-13 0-18z",
    "list": "M9 6h11M9 12h11M9 18h11M4.5 6h.5M4.5 12h.5M4.5 18h.5",
    "lock": "M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3",
    "mail": "M3.5 6h17v12h-17zM4 6.5l8 7 8-7",
    "map": "m9 5-6 2v13l6-2 6 2 6-2V5l-6 2zM9 5v13M15 7v13",
    "message": "M4 5h16v11H11l-5 4v-4H4z",
    "minus": "M5 12h14",
    "money": "M16.5 7A4 4 0 0 0 9 9v6c0 2-1 3.5-2.5 4H18M6.5 13H14",
    "people": "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6M15.5 5a3.5 3.5 0 0 1 0 6.5"
    "M18 14.5c2 .8 3.5 2.5 3.5 5.5",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c0-4 3.5-6 7.5-6s7.5 2 7.5 6",
    "phone": "M5 4h4l1.5 5-2.5 1.5c1 2.5 3 4.5 5.5 5.5L15 13.5l5 1.5v4c0 .5-.5 1-1 1C11 20 4 13 4 5c0-.5.5-1 1-1z",
    "pin": "M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21zM12 7.5a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5l5 5",
    "star": "m12 3.5 2.6 5.5 5.9.8-4.3 4.2 1.1 6-5.3-2.9L6.7 20l1.1-6-4.3-4.2 5.9-.8z",
    "up": "m5 15 7-7 7 7",
    "vote": "M4 12v8h16v-8M4 12l3-4M20 12l-3-4M4 15.5h16M8 12V3.5h8V12",
}


@cache
def icon(name: str, *, label: str = "") -> Markup:
    """The icon as SVG: decorative, unless `label` (plain words) is given; KeyError names the unknown icon."""
    if name not in PATHS:
        raise KeyError(f"there is no icon {name!r}; there are: {', '.join(sorted(PATHS))}")
    naming = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup(
        '<svg class="cw-icon" {} focusable="false" width="24" height="24" viewBox="0 0 24 24"><path d="{}"/></svg>'
    ).format(naming, PATHS[name])
