"""Tables that can be read on a terminal of 80 columns: no frames, one space between columns."""

from rich.box import SIMPLE_HEAD
from rich.table import Table

#: columns from which a table has room for what else would only wrap
WIDE = 110


def table(*headings: str, title: str = "", caption: str = "") -> Table:
    """Return a table with these headings; a word that does not fit is broken, never cut."""
    made = Table(
        title=title or None,
        caption=caption or None,
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    for heading in headings:
        made.add_column(heading, overflow="fold")
    return made
