"""The commands in the guides work as they are written."""

import os
import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
DOCS = REPOSITORY / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *REPOSITORY.glob("*.md")])
EXAMPLE = REPOSITORY / "deploy" / "commonweal.env.example"
KEYS = {"COMMONWEAL_SECRET_KEY": "k" * 60, "COMMONWEAL_SENSITIVE_KEY": "s" * 60}
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def shell_lines(page: Path) -> list[str]:
    """The indented lines of a page, which are what people type."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    return re.findall(r"(?<=\n)    (\S.*)$", text, re.MULTILINE)


def nothing_set(**more: str) -> dict[str, str]:
    """The environment of a shell in which nobody has set anything of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMMONWEAL_", "DJANGO_"))}
    return {**kept, **more}


def as_the_shell_reads(file: Path) -> dict[str, str]:
    done = subprocess.run(
        ["/bin/sh", "-euc", 'set -a; . "$1"; set +a; env -0', "sh", str(file)],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    pairs = (pair.split("=", 1) for pair in done.stdout.split("\0") if pair)
    return {name: value for name, value in pairs if name.startswith("COMMONWEAL_")}


def as_systemd_reads(file: Path) -> dict[str, str]:
    """systemd.exec(5): a line is NAME=VALUE; quotes around a value are taken off; nothing is substituted."""
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.lstrip().startswith(("#", ";")):
            name, _, value = line.partition("=")
            quoted = re.fullmatch(r"(['\"])(.*)\1", value.strip())
            found[name.strip()] = quoted[2] if quoted else value.strip()
    return found


@pytest.fixture
def settings_file(tmp_path) -> Path:
    """The example as somebody fills it in who does what its comments and the guide say."""
    text = EXAMPLE.read_text(encoding="utf-8")
    values = KEYS | {
        "COMMONWEAL_PLACE_NAME": "'Ynys Môn & the \"Straits\" $1'",
        "COMMONWEAL_SMTP_PASSWORD": "'a b#c;d$e`f'",
        "COMMONWEAL_VAR": str(tmp_path / "var"),
    }
    for name, value in values.items():
        text, count = re.subn(rf"^{name}=.*$", lambda _, line=f"{name}={value}": line, text, flags=re.MULTILINE)
        assert count == 1, name
    file = tmp_path / "commonweal.env"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_example_of_settings_says_the_same_to_systemd_and_to_the_shell():
    assert as_the_shell_reads(EXAMPLE) == as_systemd_reads(EXAMPLE)
    assert as_systemd_reads(EXAMPLE)["COMMONWEAL_PLACE_NAME"] == "Your place"


def test_values_with_blanks_and_signs_say_the_same_to_systemd_and_to_the_shell(settings_file):
    read = as_the_shell_reads(settings_file)
    assert read == as_systemd_reads(settings_file)
    assert read["COMMONWEAL_SMTP_PASSWORD"] == "a b#c;d$e`f"


def test_a_place_starts_with_the_example_once_it_is_filled_in(settings_file):
    (sourced,) = [
        line for line in shell_lines(DOCS / "real-place.md") if "/etc/commonweal.env" in line and "set -a" in line
    ]
    script = sourced.replace("/etc/commonweal.env", str(settings_file))
    script += f"\n{REPOSITORY}/.venv/bin/commonweal manage diffsettings"
    done = subprocess.run(
        ["/bin/sh", "-euc", script], env=nothing_set(), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "Ynys M" in done.stdout


@pytest.mark.parametrize("page", [page for page in PAGES if shell_lines(page)], ids=lambda page: page.name)
def test_what_people_type_is_read_by_the_shell(page):
    script = "\n".join(line.replace("…", "...") for line in shell_lines(page))
    done = subprocess.run(["/bin/sh", "-n"], input=script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", [page for page in PAGES if shell_lines(page)], ids=lambda page: page.name)
def test_tools_of_development_are_installed_by_the_page_that_uses_them(page):
    lines = shell_lines(page)
    for number, line in enumerate(lines):
        if re.match(r"\.venv/bin/(pytest|ruff|mypy)\b", line):
            assert "make setup" in lines[:number], line


def test_no_page_has_tables_made_without_saying_for_which_place(tmp_path):
    lines = [
        line for page in PAGES for line in page.read_text(encoding="utf-8").splitlines() if "makemigrations" in line
    ]
    assert lines
    for line in lines:
        before, typed, _ = line.strip().partition(".venv/bin/commonweal manage makemigrations")
        assert typed, line
        done = subprocess.run(
            ["/bin/sh", "-euc", f"{before}{typed} --check --dry-run"],
            cwd=REPOSITORY,
            env=nothing_set(COMMONWEAL_VAR=str(tmp_path)),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, (line, done.stderr)
