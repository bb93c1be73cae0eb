"""`limen deadlines compute`: when a time limit ends, without a case, and what if something changed."""

import json
from typing import Annotated, Any

import typer
from marshmallow import ValidationError
from rich.console import Console

from limen.cli.folder import DataOption
from limen.errors import Invalid
from limen.law.cited import plain
from limen.law.loading import flat
from services.readmission.calculator.asking import calculate
from services.readmission.calculator.book import book_of_folder
from services.readmission.calculator.schemas import Wanted
from services.readmission.commands.showing import print_calculated

_SIDES = ("requesting", "requested")
_YES = {"yes": True, "true": True, "no": False, "false": False}


def compute(
    limit: Annotated[str, typer.Option(help="Name of the limit, for example reply.")],
    event: Annotated[
        list[str], typer.Option(metavar="EVENT=DAY", help="What happened and when: receipt=2026-03-06.")
    ],
    arrangement: Annotated[str | None, typer.Option(help="Id of the arrangement, for example CH-BA.")] = None,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="REQUESTING REQUESTED", help="The two states instead, for example CH BA."),
    ] = None,
    on: Annotated[str | None, typer.Option(help="Day on which the arrangement is looked up.")] = None,
    category: Annotated[str, typer.Option(help="Category of person.")] = "own_national",
    procedure: Annotated[str, typer.Option(help="Procedure.")] = "normal",
    variant: Annotated[str | None, typer.Option(help="Variant of the limit.")] = None,
    reading: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ABOUT=READING", help="How to read what the text leaves open: first_day=included."
        ),
    ] = None,
    calendar: Annotated[
        list[str] | None,
        typer.Option(metavar="SIDE=PART", help="Part of a country whose calendar counts: requested=SRP."),
    ] = None,
    extended: Annotated[bool, typer.Option("--extended", help="With the extension of the text.")] = False,
    obstacle: Annotated[
        str | None, typer.Option(metavar="FROM/TO", help="First and last day of an obstacle.")
    ] = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CHANGE=VALUE",
            help="Ask again with a change: event.receipt=2026-03-09, reading.first_day=included, "
            "part.requested=SRP, day_off.requested=2026-03-20, half_days.requested=yes, extended=yes.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    data: DataOption = None,
) -> None:
    """Say when a time limit ends and why: of a named arrangement, or of the one between two states."""
    wanted: dict[str, Any] = {
        "limit": limit,
        "category": category,
        "procedure": procedure,
        "extended": extended,
        "events": dict(_parted(item, "--event") for item in event),
        "readings": dict(_parted(item, "--reading") for item in reading or ()),
        "calendars": {
            side: {"part": part} for side, part in (_parted(item, "--calendar") for item in calendar or ())
        },
    }
    requesting, requested = pair or (None, None)
    given = {
        "arrangement": arrangement,
        "requesting_state": requesting,
        "requested_state": requested,
        "on": on,
        "variant": variant,
        "obstacle": _obstacle(obstacle) if obstacle else None,
        "what_if": changes(what_if) if what_if else None,
    }
    wanted.update({name: value for name, value in given.items() if value is not None})
    answer = calculate(book_of_folder(data), _loaded(wanted))
    if as_json:
        Console().print_json(json.dumps(plain(answer), ensure_ascii=False))
    else:
        print_calculated(Console(), answer)


def changes(given: list[str]) -> dict[str, Any]:
    """Return the changes of `--what-if` as the calculator takes them; Invalid names one that is unknown."""
    found: dict[str, Any] = {}
    for text in given:
        name, value = _parted(text, "--what-if")
        what, _, which = name.partition(".")
        if what in ("event", "reading") and which:
            found.setdefault(f"{what}s", {})[which] = value
        elif what in ("part", "half_days", "day_off", "worked") and which in _SIDES:
            side = found.setdefault("calendars", {}).setdefault(which, {})
            if what == "part":
                side["part"] = value
            elif what == "half_days":
                side["half_days"] = _yes(value, text)
            else:
                side.setdefault("days_off" if what == "day_off" else "worked", []).append(value)
        elif name == "extended":
            found["extended"] = _yes(value, text)
        elif name in ("procedure", "variant"):
            found[name] = value
        elif name == "obstacle":
            found["obstacle"] = _obstacle(value)
        else:
            raise Invalid(
                f"--what-if {text}: {name} cannot be changed; what can: event.<event>, reading.<about>, "
                "part.<side>, day_off.<side>, worked.<side>, half_days.<side>, extended, obstacle, "
                "procedure, variant (side: requesting or requested)."
            )
    return found


def _loaded(wanted: dict[str, Any]) -> Any:
    try:
        return Wanted().load(wanted)
    except ValidationError as error:
        problems = [f"{field}: {rule}" for field, rule in flat(error.messages)]
        raise Invalid("; ".join(problems), problems=problems) from None


def _parted(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise Invalid(f"{option} {text}: must be written as name=value.")
    return name, value


def _obstacle(text: str) -> dict[str, str]:
    began, _, ended = text.partition("/")
    return {"began": began, "ended": ended}


def _yes(value: str, text: str) -> bool:
    if value not in _YES:
        raise Invalid(f"--what-if {text}: must be yes or no.")
    return _YES[value]
