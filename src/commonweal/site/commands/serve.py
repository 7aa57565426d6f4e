"""Serve the place over HTTP."""

import click

PLATFORM = True


@click.command(help=__doc__)
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address and port.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads of each process.")
@click.option("--prepare/--no-prepare", default=True, help="Update tables and static files first.")
@click.option("--log", is_flag=True, help="Write a line for each request.")
def command(bind: str, workers: int, threads: int, prepare: bool, log: bool) -> None:
    from commonweal.site.server import serving

    if prepare:
        serving.prepare()
    serving.refuse_wrong_key()
    serving.gunicorn(bind=bind, workers=workers, threads=threads, log=log)
