"""The `commonweal` command: finds a subcommand by its file name and loads only that file."""

import ast
import atexit
import gc
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
from django.core.exceptions import ImproperlyConfigured

from commonweal.kernel.loading import loading
from commonweal.kernel.stack import with_room

PACKAGE = Path(__file__).resolve().parent.parent
# Verbs that are followed by what they are done to: `commonweal import areas`, `commonweal new block`.
VERBS = frozenset({"import", "new"})
SETTINGS = "commonweal.site.settings.live"
# Python's own 700 is meant for programs with less in memory.
NEW_OBJECTS_BEFORE_COLLECTION = 100_000
DATABASE_REMEDY = (
    "Check that it runs, that COMMONWEAL_DATABASE_URL names it, and that its tables exist: commonweal manage migrate."
)


def command_files() -> dict[str, Path]:
    """Every `commands/NAME.py` of the package by the name a person types (`_` reads `-`)."""
    found = {}
    for path in sorted(PACKAGE.glob("**/commands/*.py")):
        if path.stem != "__init__" and "tests" not in path.parts:
            found[_typed(path.stem)] = path
    return found


def _typed(stem: str) -> str:
    # `import_areas.py` is typed in two words: the verb, and what it is done to.
    verb, _, thing = stem.partition("_")
    return f"{verb} {thing.replace('_', '-')}" if verb in VERBS and thing else stem.replace("_", "-")


def module_name(path: Path) -> str:
    """The dotted name of a file of the package."""
    relative = path.relative_to(PACKAGE.parent).with_suffix("")
    return ".".join(relative.parts)


def _constants(path: Path) -> Iterator[tuple[str, object]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield "__doc__", ast.get_docstring(tree) or ""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value.value


class CommandGroup(click.Group):
    """Lists the files without importing them, so that help stays fast and a pure tool needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(command_files())

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] in VERBS and len(args) > 1:
            args = [f"{args[0]} {args[1]}", *args[2:]]
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        path = command_files().get(cmd_name)
        if path is None:
            return None
        constants = dict(_constants(path))
        if len(sys.argv) > 1 and sys.argv[1] in {"--help", "-h"}:
            return click.Command(cmd_name, help=str(constants["__doc__"]))
        with loading():
            if constants.get("PLATFORM"):
                set_up()
            module = import_module(module_name(path))
        command: click.Command = module.command
        return command


def set_up() -> None:
    """Load the settings and all capabilities; only for commands with PLATFORM = True."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    from django.conf import settings

    refuse_root(settings.VAR, os.geteuid())


def refuse_root(data: Path, user: int) -> None:
    """Refuse root where the data folder belongs to another user: the processes of the place could not use what root
    writes there, such as the database or a restored backup. Raises ImproperlyConfigured."""
    if user != 0 or not data.exists() or data.stat().st_uid == 0:
        return
    owner = data.owner()
    raise ImproperlyConfigured(
        f"The data folder {data} belongs to the user {owner}. Run this as that user, or the place could not use what "
        f"is written: runuser -u {owner} -- {Path(sys.prefix) / 'bin' / 'commonweal'} …"
    )


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="commonweal")
def group() -> None:
    """Commonweal: shared digital civic infrastructure for one place."""


def in_one_line(error: Exception) -> str | None:
    """The line for an error that the user can correct; None for a fault of ours, which keeps its traceback."""
    if isinstance(error, ImproperlyConfigured):
        return " ".join(str(error).split())
    # With settings that are refused these cannot be imported.
    from django.db import Error as DatabaseFault

    from commonweal.kernel.problems import Problem

    if isinstance(error, Problem):
        words = " ".join(filter(None, [error.detail, *error.fields.values(), error.remedy]))
    elif isinstance(error, DatabaseFault):
        words = f"The database cannot do this ({error}). {DATABASE_REMEDY}"
    elif isinstance(error, OSError):
        named = f"{error.filename}: " if error.filename is not None else ""
        words = f"{named}{error.strerror or error}. Check that it exists, and that you may use it."
    else:
        return None
    return " ".join(words.split())


@with_room
def _run() -> None:
    group()


def main() -> None:
    """Run a command. A refusal is one line: exit code 2 where the place cannot run as it is set up, 1
    for all else."""
    gc.set_threshold(NEW_OBJECTS_BEFORE_COLLECTION)
    # Python would look once more through everything before it ends, which takes a fifth of a short command.
    atexit.register(gc.freeze)
    try:
        _run()
    except Exception as error:
        words = in_one_line(error)
        if words is None:
            raise
        click.echo(f"commonweal: {words}", err=True)
        sys.exit(2 if isinstance(error, ImproperlyConfigured) else 1)


if __name__ == "__main__":
    main()
