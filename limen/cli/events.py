"""`limen events list|show|replay|discard|resend`: messages that could not take effect, or were lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from limen.cli.folder import DataOption, node_settings
from limen.errors import Invalid, NotFound
from limen.service import SERVICE_NAMES

if TYPE_CHECKING:
    from limen.work import Work

app = typer.Typer(help="Messages that could not take effect, or were lost.", no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(help="The id that `limen events list` shows.")]


@contextmanager
def _work_on(service: str, data: DataOption) -> Iterator["Work"]:
    from limen.runtime import open_runtime
    from limen.service import load_service
    from limen.work import Actor, unit_of_work

    runtime = open_runtime(node_settings(data), load_service(service))
    try:
        # The name of the shell's user stands in the audit log: whoever may run this owns the keys anyway.
        with unit_of_work(runtime, Actor(id=f"shell:{getuser()}"), purpose="command line") as work:
            yield work
    finally:
        runtime.close()


def _service_of(waiting_id: str, data: DataOption) -> str:
    from limen.messaging import parked

    for service in SERVICE_NAMES:
        with _work_on(service, data) as work:
            try:
                parked.show(work, waiting_id)
            except NotFound:
                continue
            return service
    raise NotFound(f"no service holds a message {waiting_id}")


@app.command("list")
def list_events(
    state: Annotated[str, typer.Option(help="One of: parked, retry, early.")] = "parked",
    data: DataOption = None,
) -> None:
    """List the messages of all services that are parked (or retried, or early)."""
    from limen.messaging import parked

    console = Console()
    count = 0
    for service in SERVICE_NAMES:
        with _work_on(service, data) as work:
            for item in parked.list_waiting(work, state):
                count += 1
                console.print(
                    f"[bold]{item['id']}[/]  {service}, {item['type'] or 'not an event'}", soft_wrap=True
                )
                told = f"  attempt {item['attempt']}, received {item['received_at']}: {item['error']}"
                console.print(told, soft_wrap=True, markup=False, highlight=False)
    console.print(
        f"{count} {state}; `limen events show ID` shows one." if count else f"No message is {state}."
    )


@app.command()
def show(waiting_id: IdArgument, data: DataOption = None) -> None:
    """Show one message with its body; personal parts stay sealed. The reading is audited."""
    from limen.messaging import parked

    with _work_on(_service_of(waiting_id, data), data) as work:
        Console().print_json(data=parked.show(work, waiting_id, with_body=True))


@app.command()
def replay(waiting_id: IdArgument, data: DataOption = None) -> None:
    """Have a worker try the message again."""
    from limen.messaging import parked

    with _work_on(_service_of(waiting_id, data), data) as work:
        parked.replay(work, waiting_id)
    Console().print("The worker will try it again at once.")


@app.command()
def discard(
    waiting_id: IdArgument,
    reason: Annotated[str, typer.Option(prompt="Why may it be given up")],
    data: DataOption = None,
) -> None:
    """Give a parked message up, so that later events of its record go on. Audited with the reason."""
    from limen.messaging import parked

    with _work_on(_service_of(waiting_id, data), data) as work:
        parked.discard(work, waiting_id, reason)
    Console().print("Discarded.")


@app.command()
def resend(
    since: Annotated[str, typer.Option(prompt="Events sent since when (as 2026-03-06T08:00:00Z)")],
    data: DataOption = None,
) -> None:
    """Send the events of all services since a moment once more: after the broker lost them, or a restore.

    Who has an event already does nothing.
    """
    from limen.clock import from_rfc3339
    from limen.messaging import outbox

    try:
        moment = from_rfc3339(since)
    except ValueError as error:
        raise Invalid(
            f"--since: {since!r} is no moment with an offset, such as 2026-03-06T08:00:00Z"
        ) from error
    for service in SERVICE_NAMES:
        with _work_on(service, data) as work:
            count = outbox.send_again(work.connection, moment)
            work.record("events.sent_again", service, since=since, count=count)
        Console().print(f"{service}: {count}")
