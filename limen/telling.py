"""Telling whoever started a command what is wrong: in words, not as a traceback."""

from limen.errors import LimenError


def tell(error: LimenError) -> None:
    """Write an error of ours to the standard error output, each problem on a line."""
    from rich.console import Console

    console = Console(stderr=True)
    console.print(f"[bold red]{error.title()}[/]")
    for problem in error.facts.get("problems") or [error.detail]:
        console.print(f"  {problem}", soft_wrap=True, markup=False, highlight=False)
