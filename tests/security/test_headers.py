"""What every answer tells the browser: a strict policy, safe cookies, encryption only."""

import json
import os
import re
import subprocess
import sys
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from commonweal.ground.identity.testing import make_person
from commonweal.site.settings.core import PACKAGE

pytestmark = pytest.mark.django_db
DEPLOY = Path(__file__).parents[2] / "deploy"
EARNEST = {
    "COMMONWEAL_MODE": "production",
    "COMMONWEAL_SECRET_KEY": "s" * 64,
    "COMMONWEAL_SENSITIVE_KEY": "t" * 64,
    "COMMONWEAL_HOSTS": "place.example",
    "COMMONWEAL_BASE_URL": "https://place.example",
    "DJANGO_SETTINGS_MODULE": "commonweal.site.settings.live",
}
# Asks a page in production settings, over TLS and without, and says what came back.
ASK = """
import json, django
from django.conf import settings
# The look is collected when a place is set up; its names are not what is asked here.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
secure = Client(SERVER_NAME="place.example").get("/health/live", secure=True)
page = Client(SERVER_NAME="place.example").get("/account/login/", secure=True)
plain = Client(SERVER_NAME="place.example").get("/account/login/")
strange = Client(SERVER_NAME="elsewhere.example").get("/account/login/", secure=True)
print(json.dumps({"headers": dict(page.headers), "cookies": page.cookies.output(header="").strip(),
  "plain": [plain.status_code, plain.headers.get("Location")], "strange": strange.status_code, "live": secure.status_code}))
"""


def in_earnest(tmp_path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Python with production settings, some of them changed, or left out where the change is None."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMONWEAL_", "DJANGO_"))}
    wanted = {**kept, **EARNEST, "COMMONWEAL_VAR": str(tmp_path), **changes}
    env = {name: value for name, value in wanted.items() if value is not None}
    script = changes.get("SCRIPT") or "import django; django.setup()"
    return subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def earnest(tmp_path_factory) -> dict:
    done = in_earnest(tmp_path_factory.mktemp("earnest"), SCRIPT=ASK)
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


@pytest.mark.parametrize(
    "path", ["/", "/search?q=bin", "/account/login/", "/nothing-here/", "/api/docs", "/api/openapi.json"]
)
def test_every_page_has_a_policy_without_exceptions(client: Client, path: str):
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "unsafe-" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    allowed = {word for part in policy.split(";") for word in part.split()[1:]}
    assert allowed <= {"'self'", "'none'"}, "nothing comes from elsewhere"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_a_page_says_what_browsers_must_not_do(client: Client, name: str, value: str):
    assert client.get("/").headers[name] == value


@pytest.mark.parametrize("path", ["/", "/nothing-here/", "/api/openapi.json"])
def test_no_page_may_use_a_camera_or_where_somebody_is(client: Client, path: str):
    said = client.get(path).headers["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(said.split(", "))


@pytest.mark.parametrize("path", ["/static/", "/static/web/", "/files/", "/media/", "/.git/"])
def test_no_folder_is_listed(client: Client, path: str):
    assert client.get(path).status_code == 404


def test_no_proxy_that_is_shipped_lists_folders():
    shipped = [path for path in DEPLOY.rglob("*") if path.is_file()]
    assert shipped
    words = re.compile(r"^\s*(autoindex\s+on|file_server\s+browse|browse\b|Options\s.*\bIndexes)", re.MULTILINE)
    assert [path.name for path in shipped if words.search(path.read_text(encoding="utf-8"))] == []


def test_production_speaks_encrypted_only_and_says_so_for_a_year(earnest: dict):
    seconds = int(earnest["headers"]["Strict-Transport-Security"].split("max-age=")[1].split(";")[0])
    assert seconds >= 31_536_000
    assert "includeSubDomains" in earnest["headers"]["Strict-Transport-Security"]
    assert earnest["plain"] == [301, "https://place.example/account/login/"]


def test_production_answers_to_its_own_names_only(earnest: dict):
    assert earnest["strange"] == 400


def test_cookies_in_production_are_bound_to_this_host_and_out_of_reach_of_scripts(earnest: dict):
    cookies = SimpleCookie(earnest["cookies"])
    assert "__Host-csrf" in cookies
    for cookie in cookies.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]


def test_the_session_cookie_is_bound_the_same_way(tmp_path):
    said = in_earnest(
        tmp_path,
        SCRIPT="import django; django.setup(); from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.DEBUG)",
    )
    assert said.stdout.split() == ["__Host-session", "True", "True", "Lax", "False"]


NAMES = """
import django; django.setup()
from django.conf import settings
from commonweal.ground.identity.signing_in import guessing, kept_forms
from commonweal.site.requests.sessions import ENDED_COOKIE
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, guessing.COOKIE,
  kept_forms.COOKIE, ENDED_COOKIE)
"""


def test_no_other_host_of_the_domain_can_plant_a_cookie(tmp_path):
    """An attacker who plants the cookie of a kept form makes somebody else send what the attacker wrote."""
    set_by_us = {
        found
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts
        for found in re.findall(r"\.set_cookie\(\s*([^,\s]+)", path.read_text(encoding="utf-8"))
    }
    assert set_by_us == {"COOKIE", "ENDED_COOKIE", "settings.LANGUAGE_COOKIE_NAME"}, "name it in NAMES, too"
    names = in_earnest(tmp_path, SCRIPT=NAMES).stdout.split()
    assert len(names) == 6
    assert [name for name in names if not name.startswith("__Host-")] == []


def test_a_session_cookie_is_out_of_reach_of_scripts_here_too(client: Client):
    person = make_person(email="ann@example.org")
    person.set_password("a long secret word")
    person.save()
    client.post("/account/login/", {"login": "ann@example.org", "password": "a long secret word"})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"COMMONWEAL_SECRET_KEY": None}, "COMMONWEAL_SECRET_KEY is not set"),
        ({"COMMONWEAL_SECRET_KEY": "short"}, "COMMONWEAL_SECRET_KEY is too short"),
        ({"COMMONWEAL_SENSITIVE_KEY": None}, "COMMONWEAL_SENSITIVE_KEY is not set"),
        ({"COMMONWEAL_SENSITIVE_KEY": "short"}, "COMMONWEAL_SENSITIVE_KEY is too short"),
        ({"COMMONWEAL_HOSTS": None}, "COMMONWEAL_HOSTS is not set"),
        ({"COMMONWEAL_HOSTS": "*"}, "COMMONWEAL_HOSTS"),
        ({"COMMONWEAL_BASE_URL": None}, "it must begin with https:// in production"),
        ({"COMMONWEAL_BASE_URL": "http://place.example"}, "it must begin with https:// in production"),
        ({"COMMONWEAL_STAFF_MFA_REQUIRED": "no"}, "COMMONWEAL_STAFF_MFA_REQUIRED cannot be switched off"),
        ({"COMMONWEAL_OUTBOUND_PRIVATE": "yes"}, "COMMONWEAL_OUTBOUND_PRIVATE cannot be switched on"),
        ({"COMMONWEAL_MODE": "prodution"}, "it can be demo, production or test"),
    ],
    ids=lambda value: "-".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_it_refuses_to_start_unsafe_and_says_why(tmp_path, changes: dict, said: str):
    done = in_earnest(tmp_path, **changes)
    assert done.returncode != 0
    assert said in done.stderr.splitlines()[-1]


def test_without_any_setting_it_is_production_and_refuses(tmp_path):
    done = in_earnest(tmp_path, **dict.fromkeys(name for name in EARNEST if name.startswith("COMMONWEAL_")))
    assert done.returncode != 0
    assert "COMMONWEAL_SECRET_KEY is not set" in done.stderr
