"""What the tests of the look share: the built files, and a way to draw a piece of a template."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.template import engines

from commonweal.web import assets, chrome


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of built files; a checkout without them fails with the remedy, and is not silently skipped."""
    if not (assets.VENDOR / "look.css").exists():
        pytest.fail(
            "static/vendor/ is not built: run `make setup`, or npm ci && npm run styles && python -m commonweal.web.assets"
        )
    return assets.VENDOR


@pytest.fixture(autouse=True)
def _no_other_contributors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # What the floors above hang into the chrome is theirs to test.
    monkeypatch.setattr(chrome, "_contributors", [])
    return


@pytest.fixture
def draw() -> Callable[..., str]:
    """`draw(source, **context)` renders a template given as text."""

    def render(source: str, **context: object) -> str:
        return engines["jinja2"].env.from_string(source).render(**context)

    return render
