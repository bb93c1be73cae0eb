"""How the command line shows computed deadlines: sentences, and the days as a small calendar."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from limen.law.categories import Category
from limen.law.time_limit import LIMITS

#: weeks shown of a long computation: this many at its beginning and at its end
_WEEKS = 4
_LEGEND = Text("<6> day of the event   7 counted   (8) not counted   [9] last day")
_MARKS = {
    "event": ("<{}>", "bold"),
    "counted": ("{}", ""),
    "skipped": ("({})", "dim"),
    "due": ("[{}]", "bold reverse"),
}


def print_calculated(console: Console, found: Mapping[str, Any]) -> None:
    """Print an answer of the calculator; with what-if, both answers side by side."""
    text = found["arrangement"]
    over = f" with {', '.join(text['protocols'])}" if text["protocols"] else ""
    console.print(
        f"[bold]{text['id']}[/]{over}: {found['requesting_state']} asks {found['requested_state']}, "
        f"{Category(found['category']).plain_name}, on {found['on']}",
        highlight=False,
    )
    if text["why_not"]:
        console.print(f"[bold yellow]It does not apply: {text['why_not']}.[/]", highlight=False)
    for doubt in text["in_doubt"]:
        console.print(f"[bold yellow]It may not be applied:[/] {doubt}", highlight=False)
    if not found["what_if"]:
        _print_one(console, found["answer"])
        console.print(_LEGEND, style="dim", highlight=False)
        return
    table = Table(show_lines=True)
    table.add_column("As it is", ratio=1)
    table.add_column("What if", ratio=1)
    pair = (found["answer"], found["what_if"])
    table.add_row(*(Text(answer["due"], "bold") for answer in pair))
    table.add_row(*(picture(answer["days"]) for answer in pair))
    table.add_row(*("\n".join(answer["in_words"]) for answer in pair))
    console.print(table)
    console.print(_LEGEND, style="dim", highlight=False)
    console.print(_difference(found["days_between"]), highlight=False)


def _print_one(console: Console, answer: Mapping[str, Any]) -> None:
    what = LIMITS[answer["limit"]][1]
    console.print(f"[bold]{answer['limit']}[/] ({what}): due {answer['due']}", highlight=False)
    console.print(picture(answer["days"]))
    for sentence in answer["in_words"]:
        console.print(f"  {sentence}", markup=False, highlight=False, soft_wrap=True)


def _difference(days: int) -> str:
    if days == 0:
        return "Both end on the same day."
    unit = "day" if abs(days) == 1 else "days"
    return f"With the change it ends {abs(days)} {unit} {'later' if days > 0 else 'earlier'}."


def picture(days: Sequence[Mapping[str, Any]]) -> Text:
    """Return the days of a computation as weeks: <event>, counted, (skipped), [last day]."""
    text = Text("         Mo  Tu  We  Th  Fr  Sa  Su\n", "dim")
    weeks = [list(week) for _, week in groupby(days, key=lambda item: _monday(item["day"]))]
    for week in _shortened(weeks):
        if week is None:
            text.append(f"       … {len(weeks) - 2 * _WEEKS} weeks …\n", "dim")
            continue
        text.append(_monday(week[0]["day"]).strftime("%d %b "), "dim")
        text.append(" " * 4 * date.fromisoformat(week[0]["day"]).weekday())
        for item in week:
            form, style = _MARKS[item["mark"]]
            text.append(form.format(date.fromisoformat(item["day"]).day).rjust(4), style)
        text.append("\n")
    return text


def _shortened(weeks: list[list[Any]]) -> Iterator[list[Any] | None]:
    if len(weeks) <= 2 * _WEEKS + 1:
        yield from weeks
        return
    yield from weeks[:_WEEKS]
    yield None
    yield from weeks[-_WEEKS:]


def _monday(day: str) -> date:
    found = date.fromisoformat(day)
    return found - timedelta(days=found.weekday())
