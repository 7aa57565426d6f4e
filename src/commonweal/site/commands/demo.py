"""Try Commonweal: load the made-up town of Eastmere and serve it on this machine, with its worker."""

import os
import shutil
import sys
from pathlib import Path

import click

SETTINGS = "commonweal.site.settings.live"
STAMP = "demo.json"


@click.command(help=__doc__)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on this machine.")
@click.option("--serve/--no-serve", default=True, help="Only prepare the place, without serving it.")
@click.option("--fresh", is_flag=True, help="Delete everything that was done in the demo, and start again.")
@click.option("--data", default="var/demo", show_default=True, type=click.Path(path_type=Path), help="Data folder.")
@click.option("--place", default=None, type=click.Path(path_type=Path), help="Folder of the place [places/eastmere].")
def command(port: int, serve: bool, fresh: bool, data: Path, place: Path | None) -> None:
    folder = place or _places() / "eastmere"
    if not (folder / "place.yaml").is_file():
        _refuse(f"There is no place in {folder}. Start in the folder of Commonweal, or use --place.")
    _set_environment(data, port)
    from commonweal.site.demo.running import is_free, run

    if serve and not is_free(port):
        _refuse(f"Port {port} is in use. Choose another: commonweal demo --port {port + 1}")
    if fresh:
        _forget(data)
    key = _prepare(folder)
    if serve:
        _greet(port, key)
        run(port)


def _places() -> Path:
    """The folder of places: that of the checkout, wherever the command is started."""
    checkout = Path(__file__).resolve().parents[4] / "places"
    return checkout if checkout.is_dir() else Path("places")


def _set_environment(data: Path, port: int) -> None:
    """The demo never touches another place: it has its own data, database and keys."""
    for name in [name for name in os.environ if name.startswith("COMMONWEAL_")]:
        del os.environ[name]
    os.environ |= {
        "COMMONWEAL_MODE": "demo",
        "COMMONWEAL_VAR": str(data.resolve()),
        "COMMONWEAL_BASE_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }


def _forget(data: Path) -> None:
    if not data.exists():
        return
    if not (data / STAMP).exists() and any(data.iterdir()):
        _refuse(f"{data} does not look like the demo's data, so it is not deleted. Use --data, or delete it yourself.")
    shutil.rmtree(data)


def _prepare(folder: Path) -> str:
    import django

    django.setup()
    from commonweal.services.definitions.actions.apply_place import FolderRefused
    from commonweal.services.definitions.place_files import terminal
    from commonweal.site.demo.preparing import CannotPrepare, prepare

    try:
        return str(prepare(folder, click.echo).get("key", ""))
    except FolderRefused as refused:
        terminal.report_findings(refused.findings)
        _refuse("The place has mistakes; nothing was changed.")
    except CannotPrepare as problem:
        _refuse(str(problem))
    return ""


def _greet(port: int, key: str) -> None:
    from commonweal.ground.identity.demo import demo_people

    address = f"http://localhost:{port}"
    click.echo(f"\nEastmere is open: {address}\n")
    click.echo("Sign in with one click as one of these people, on the page Sign in:")
    for person in demo_people():
        click.echo(f"  {person.name:<15} {person.words['en']}")
    click.echo(f"\nStaff pages   {address}/desk/")
    click.echo(f"API           {address}/api/docs")
    if key:
        click.echo(f"Example key   {key}   (Bin lorry app of Eastmere Council)")
    click.echo("\nCtrl-C ends it.")


def _refuse(words: str) -> None:
    click.echo(words, err=True)
    sys.exit(1)
