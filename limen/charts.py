"""Bar charts as SVG, drawn without a script, for pages and for paper.

Horizontal bars in groups, each with its name and value beside it, so that nothing is said by colour alone.
Lengths are in per cent of the width and letters keep their size. The table beside it is its text alternative.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

#: (name of the group, [(name of the bar, its value; None is withheld)])
Groups = Sequence[tuple[str, Sequence[tuple[str, int | None]]]]

#: colours for paper; a page on the screen has them in its style sheet
PRINTED: Final = Markup(
    "text { font: 7.5pt 'Noto Sans', 'Noto Sans Georgian', 'Noto Sans Armenian', 'Noto Sans Arabic'; }"
    " .group { font-weight: bold; }"
    " .bar-1 { fill: #1f4e79; } .bar-2 { fill: #2e7d32; } .bar-3 { fill: #b3541e; } .bar-4 { fill: #6a4c93; }"
    " .withheld { fill: none; stroke: #555; stroke-dasharray: 2 2; }"
)
#: measures that a chart of all of them shows
_DRAWN: Final = ("requests", "accepted", "refused", "transferred")
NO_STYLE: Final = Markup("")
_LINE, _STEP, _GAP = 18, 20, 6
#: per cent of the width that the longest bar takes; the rest is for its words
_LONGEST: Final = 60
_WITHHELD: Final = 8


def bar_groups(
    table: Mapping[str, Any], row_name: Callable[[str], str], column_name: Callable[[str], str]
) -> Groups:
    """Return what a chart of a table of statistics shows: its rows in which something happened.

    A table by two things has none: it would be as long as the table and tell less.
    """
    if table["across"]:
        return []
    drawn = [name for name in table["columns"] if name in _DRAWN] or table["columns"]
    if table["name"] in ("reason", "days_taken"):
        drawn = table["columns"]
    places = [table["columns"].index(column) for column in drawn]
    groups = [
        (
            row_name(row["row"]),
            [(column_name(table["columns"][place]), row["values"][place]) for place in places],
        )
        for row in table["rows"]
    ]
    return [group for group in groups if any(value != 0 for _, value in group[1])]


def longest_of(groups: Groups) -> int:
    """Return the value of the longest bar, at least 1."""
    return max([1, *(value for _, values in groups for _, value in values if value is not None)])


def bars(
    identifier: str,
    title: str,
    groups: Groups,
    withheld: str,
    *,
    right_to_left: bool = False,
    width: str = "100%",
    style: Markup = NO_STYLE,
    longest: int = 0,
) -> Markup:
    """Draw groups of bars.

    `withheld` stands for a value that is None; `style` goes into the picture, whose `width` is in
    pixels or per cent; `longest` is the value of the longest bar of all, where a chart is a piece of several.
    """
    longest = longest or longest_of(groups)
    end = Markup(' text-anchor="end"') if right_to_left else ""
    parts, y = [], 0
    for name, values in groups:
        x = "100%" if right_to_left else "0"
        parts.append(Markup('<text class="group" x="{}" y="{}"{}>{}</text>').format(x, y + 14, end, name))
        y += _LINE
        for number, (label, value) in enumerate(values, 1):
            length = _WITHHELD if value is None else round(_LONGEST * value / longest, 2)
            begin, after = (100 - length, 100 - length) if right_to_left else (0, length)
            hollow = " withheld" if value is None else ""
            parts.append(
                Markup('<rect class="bar-{}{}" x="{}%" y="{}" width="{}%" height="14"/>').format(
                    number, hollow, round(begin, 2), y + 2, length
                )
            )
            said = withheld if value is None else value
            parts.append(
                Markup('<text x="{}%" dx="{}" y="{}"{}>{}: {}</text>').format(
                    round(after, 2), -6 if right_to_left else 6, y + 13, end, label, said
                )
            )
            y += _STEP
        y += _GAP
    head = Markup(
        '<svg class="chart" role="img" aria-labelledby="{0}-chart" width="{3}" height="{1}"'
        ' xmlns="http://www.w3.org/2000/svg"><title id="{0}-chart">{2}</title>'
    ).format(identifier, y, title, width)
    inside = Markup("<style>{}</style>").format(style) if style else ""
    return head + inside + Markup("").join(parts) + Markup("</svg>")
