"""What the style guide shows: every component and question in its states, with invented content."""

from datetime import UTC, date, datetime
from typing import Any

from django.core.paginator import Paginator

from commonweal.kernel.money import Money
from commonweal.web import charts
from commonweal.web.icons import PATHS
from commonweal.web.theming import Theme

# An organisation whose pages have its own colours.
THEME = Theme("#5b1f4a", "#f0a36b")

PAGES = {
    "": "web/styleguide/components.html",
    "fields": "web/styleguide/fields.html",
    "charts": "web/styleguide/charts.html",
    "map": "web/styleguide/map.html",
    "home": "web/styleguide/home.html",
    "journey": "web/styleguide/journey.html",
    "service": "web/styleguide/service.html",
    "desk": "web/styleguide/desk.html",
    "confirmation": "web/confirmation.html",
    "error": "web/page_error.html",
}

KINDS = [{"value": "sofa", "label": "Sofa or armchair"}, {"value": "mattress", "label": "Mattress", "hint": "One each"}]
SIMPLE: list[dict[str, object]] = [
    {"type": "text", "key": "name", "label": "What should we call you?", "width": 20, "value": "Mair Llŷr"},
    {"type": "long_text", "key": "story", "label": "What happened?", "hint": "Leave out names.", "max_length": 300},
    {"type": "number", "key": "people", "label": "How many people live here?", "unit": "people", "width": 3},
    {"type": "money", "key": "rent", "label": "What is your rent each week?", "hint": "Such as 112.50"},
    {"type": "email", "key": "email", "label": "Email address", "hint": "We only write about this request."},
    {"type": "phone", "key": "phone", "label": "Telephone number", "required": False},
    {"type": "date", "key": "born", "label": "When were you born?", "hint": "Such as 27 3 1984", "birthday": True},
    {"type": "yes_no", "key": "inside", "label": "Do you need us to collect from inside?"},
    {
        "type": "one_of",
        "key": "kind",
        "label": "What should we collect?",
        "hint": "Choose one.",
        "value": "sofa",
        "options": [*KINDS, {"divider": "or"}, {"value": "other", "label": "Something else"}],
    },
    {
        "type": "one_of",
        "key": "ward",
        "label": "Which part of Eastmere?",
        "widget": "select",
        "options": [{"value": "north", "label": "North Shore"}, {"value": "hill", "label": "Mill Hill"}],
    },
    {
        "type": "many_of",
        "key": "help",
        "label": "What would help?",
        "value": ["lift"],
        "options": [
            {"value": "lift", "label": "A lift there"},
            {"value": "signer", "label": "A signer"},
            {"divider": "or"},
            {"value": "none", "label": "None of these", "exclusive": True},
        ],
    },
    {
        "type": "person",
        "key": "carer",
        "label": "Who looks after you?",
        "parts": ["given_name", "family_name", "phone"],
    },
    {
        "type": "file",
        "key": "photo",
        "label": "Add a photo",
        "hint": "JPEG or PNG, up to 10 MB.",
        "accept": ["image/jpeg"],
        "files": [{"id": "1", "name": "broken-gutter-at-the-back-of-the-house.jpg", "size": "1.2 MB"}],
    },
    {
        "type": "declaration",
        "key": "true",
        "label": "Your declaration",
        "agree": "I agree",
        "statement": "What I have told you is **true** as far as I know.\n\n- I will tell you when it changes.",
    },
]
ADDRESSES: list[dict[str, object]] = [
    {"type": "address", "key": "where", "label": "Where should we collect from?", "hint": "Such as EM1 4QT"},
    {
        "type": "address",
        "key": "where2",
        "label": "Which one is it?",
        "state": "choose",
        "value": {"postcode": "EM1 4QT"},
        "options": [{"value": "1", "label": "1 Quay Street"}, {"value": "2", "label": "2 Quay Street"}],
    },
    {
        "type": "address",
        "key": "where3",
        "label": "We collect from",
        "state": "chosen",
        "value": {"id": "1", "line1": "1 Quay Street", "town": "Eastmere", "postcode": "EM1 4QT"},
    },
    {"type": "address", "key": "where4", "label": "What is the address?", "state": "manual", "can_be_abroad": True},
    {
        "type": "address",
        "key": "where5",
        "label": "Where is the owner?",
        "state": "abroad",
        "value": {"lines": "12 rue de la Mer\n29200 Brest", "country": "France"},
    },
]
REPEAT: dict[str, object] = {
    "type": "repeat",
    "key": "items",
    "label": "What should we collect?",
    "row_label": "Item",
    "add_label": "Add another item",
    "rows": [
        {"fields": [{"type": "text", "key": "items-0-what", "label": "What is it?", "value": "Sofa"}]},
        {"fields": [{"type": "text", "key": "items-1-what", "label": "What is it?", "errors": ["Say what it is"]}]},
    ],
}
WARDS = ["North Shore", "Mill Hill", "Quayside", "Abbey", "Long Meadow", "Saltings"]
COUNTS = [412, 388, 251, 140, 96, None]
MONTHS = ["Nov", "Dec", "Jan", "Feb", "Mar", "Apr"]
EVENTS: list[dict[str, object]] = [
    {"title": "You sent this", "when": datetime(2026, 5, 3, 9, 12, tzinfo=UTC)},
    {
        "title": "Priya Shah took it on",
        "when": datetime(2026, 5, 4, 13, 30, tzinfo=UTC),
        "by": "Eastmere Council",
        "words": "She may call you about the time.",
    },
    {"title": "Collection", "when": date(2026, 5, 14), "words": "Put the items outside by 7am.", "later": True},
]


def with_errors(fields: list[dict[str, Any]]) -> list[dict[str, object]]:
    """The same questions as they look when the answer was not accepted."""
    return [
        field | {"key": f"{field['key']}-wrong", "errors": [f"Answer this: {field['label'].lower().rstrip('?')}"]}
        for field in fields
    ]


def _shares(values: list[int]) -> list[float]:
    return [float(value) for value in values]


# Corners shared by neighbouring wards, in hundredths of a degree.
CORNERS = [
    [(0.4, 0.2), (2.9, 0.0), (5.6, 0.5), (8.0, 0.3)],
    [(0.0, 2.6), (2.3, 2.9), (5.1, 2.4), (8.4, 3.1)],
    [(0.7, 5.2), (3.1, 5.6), (5.8, 5.0), (7.6, 5.7)],
]


def invented_map() -> dict[str, object]:
    """A GeoJSON place of six invented wards."""
    features = []
    for at, name in enumerate(WARDS):
        row, column = 1 - at // 3, at % 3
        ring = [CORNERS[row][column], CORNERS[row][column + 1], CORNERS[row + 1][column + 1], CORNERS[row + 1][column]]
        shape = [[-3 + x / 100, 53.4 + y / 100] for x, y in [*ring, ring[0]]]
        geometry = {"type": "Polygon", "coordinates": [shape]}
        features.append({"type": "Feature", "properties": {"code": name, "name": name}, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def drawn_charts() -> list[charts.Chart]:
    """One chart of each kind."""
    source = "Eastmere demand data, 1 May 2026"
    return [
        charts.bar(
            "Requests by ward",
            WARDS,
            COUNTS,
            sentence="North Shore asks most; Saltings has too few to show.",
            source=source,
            of="Ward",
            measure="Requests",
            csv_href="#csv",
        ),
        charts.line(
            "Requests and bookings by month",
            MONTHS,
            [
                charts.Series("Requests", [620, 540, 810, 790, 905, 1012]),
                charts.Series("Bookings", [210, None, 260, 300, 340, 390]),
            ],
            sentence="Both grew by half since November.",
            source=source,
            of="Month",
        ),
        charts.stacked(
            "How requests ended",
            WARDS[:4],
            [
                charts.Series("Done", _shares([300, 290, 180, 100])),
                charts.Series("Waiting", _shares([90, 60, 50, 30])),
                charts.Series("Refused", _shares([22, 38, 21, 10])),
            ],
            sentence="Three in four are done.",
            source=source,
            of="Ward",
            shares=True,
        ),
        charts.choropleth(
            "Requests for each ward",
            invented_map(),
            dict(zip(WARDS, COUNTS, strict=True)),
            sentence="The north asks most.",
            source=source,
            of="Ward",
            measure="Requests",
            links={"Abbey": "#abbey"},
            chosen="Abbey",
        ),
    ]


def context(page: str) -> dict[str, Any]:
    """What the template of a style guide page needs."""
    if page == "confirmation":
        return {
            "heading": "We have your booking",
            "reference": "EM-7K4Q-2M",
            "next": EVENTS,
            "message": "We have sent a copy to mair@example.org.",
            "links": [("See all your requests", "#all")],
        }
    if page == "error":
        return {"status": 404}
    return {
        "fields": SIMPLE,
        "addresses": ADDRESSES,
        "repeat": REPEAT,
        "wrong": with_errors([*SIMPLE, ADDRESSES[0]]),
        "charts": drawn_charts() if page == "charts" else [],
        "icons": sorted(PATHS),
        "events": EVENTS,
        "pages": Paginator(range(200), 10).page(7),
        "spark": charts.spark([620, 540, 810, 790, 905, 1012]),
        "today": date(2026, 5, 3),
        "money": Money(12_50),
        "sum": Money(1_240_00),
        "cases": [
            ("EM-7K4Q-2M", "Bulky waste", "Mair Llŷr", "14 May", "warn", "Due soon"),
            ("EM-3B8D-9T", "Missed bin", "Tomos Hale", "9 May", "bad", "Late"),
            ("EM-5R2N-6C", "Parking permit", "Ada Quill", "21 May", "info", "Waiting for resident"),
            ("EM-9W1P-4X", "Housing repair", "Sunil Rao", "28 May", "", "New"),
            ("EM-2H6J-8V", "Council tax reduction", "Bronwen Ash", "2 June", "good", "Decided"),
        ],
    }
