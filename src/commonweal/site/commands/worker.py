"""Run queued work: messages, clocks, schedules."""

import signal

import click

from commonweal.kernel.plurals import number_of

PLATFORM = True


@click.command(help=__doc__)
@click.option("--once", is_flag=True, help="Run what is due now, then end.")
@click.option("--verbose", is_flag=True, help="Write a line for each task.")
def command(once: bool, verbose: bool) -> None:
    from commonweal.kernel import timeouts
    from commonweal.kernel.worker import WorkerLoop, run_all
    from commonweal.site.server.serving import keep_private, refuse_wrong_key

    keep_private()
    timeouts.use(timeouts.WORKER)
    refuse_wrong_key()
    if once:
        click.echo(f"{number_of(run_all(), 'task')} ran")
        return
    worker = WorkerLoop(tell=click.echo if verbose else lambda _: None)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.loop()
