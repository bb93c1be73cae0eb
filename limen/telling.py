"""Telling whoever started a command what is wrong: in words, not as a traceback."""

from typing import Final

from limen.errors import LimenError, StartRefused

#: exit code of a process whose node refuses to start: beginning it anew changes nothing
START_REFUSED: Final = 3


def exit_code(error: LimenError) -> int:
    """Return the exit code of a command that ends with an error of ours."""
    return START_REFUSED if isinstance(error, StartRefused) else 1


def tell(error: LimenError) -> None:
    """Write an error of ours to the standard error output, each problem on a line."""
    from rich.console import Console

    console = Console(stderr=True)
    console.print(f"[bold red]{error.title()}[/]")
    for problem in error.facts.get("problems") or [error.detail]:
        console.print(f"  {problem}", soft_wrap=True, markup=False, highlight=False)
    if isinstance(error, StartRefused) and error.remedy:
        console.print(f"  {error.remedy}", soft_wrap=True, markup=False, highlight=False)
