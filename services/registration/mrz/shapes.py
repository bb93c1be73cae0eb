"""From lines to the possible layouts: which format it may be, and what was done to make the lines fit."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from services.registration.mrz.layouts import LAYOUTS, Layout
from services.registration.mrz.zone import Problem, Rule

_LONG_RUN = re.compile("<{2,}")
_BY_LENGTHS: dict[tuple[int, ...], list[Layout]] = defaultdict(list)
for _layout in LAYOUTS:
    _BY_LENGTHS[(_layout.width,) * _layout.line_count].append(_layout)
#: With fewer characters than the shortest line there is nothing to read.
_LEAST = 24


class Arrangement(NamedTuple):
    """A text of exactly the layout's length, and the problems of getting there."""

    layout: Layout
    text: str
    problems: list[Problem]


def arrange(lines: list[str]) -> list[Arrangement]:
    """Return the ways to read the lines as a zone: one if they fit a format, several if they nearly fit."""
    for way in (_exact, _among_other_lines, _joined, _nearly):
        found = list(way(lines))
        if found:
            return found
    return []


def _exact(lines: list[str]) -> Iterator[Arrangement]:
    for layout in _BY_LENGTHS.get(tuple(map(len, lines)), ()):
        if _is_visa(layout) == lines[0].startswith("V"):
            yield Arrangement(layout, "".join(lines), [])


def _among_other_lines(lines: list[str]) -> Iterator[Arrangement]:
    """A scanner may give the lines above and below the zone as well."""
    for first in range(len(lines)):
        for count in (3, 2):
            for found in _exact(lines[first : first + count]):
                problem = Problem("zone", Rule.SHAPE, "Lines above or below the zone were left out.")
                yield found._replace(problems=[problem])


def _joined(lines: list[str]) -> Iterator[Arrangement]:
    """Line breaks may be lost or stand anywhere: the number of characters tells the format."""
    text = "".join(lines)
    for layout in LAYOUTS:
        if len(text) == layout.line_count * layout.width and _is_visa(layout) == text.startswith("V"):
            yield Arrangement(layout, text, [])


def _nearly(lines: list[str]) -> Iterator[Arrangement]:
    """Lines may be too short or too long, or one of them missing."""
    text = "".join(lines)
    if len(text) < _LEAST:
        return
    for layout in LAYOUTS:
        if len(lines) == layout.line_count:
            yield _fitted(layout, lines)
        elif len(lines) == layout.line_count - 1:
            for missing in range(layout.line_count):
                yield _fitted(layout, [*lines[:missing], "", *lines[missing:]])
        if len(lines) == 1 or len(lines) > layout.line_count:
            width = layout.width
            pieces = [text[place * width : (place + 1) * width] for place in range(layout.line_count - 1)]
            yield _fitted(layout, [*pieces, text[(layout.line_count - 1) * width :]])
            if layout.names_line == 0 and len(text) > width:
                # fillers after the names are lost most often: then the last line is whole
                yield _fitted(layout, [text[:-width], text[-width:]])


def _fitted(layout: Layout, lines: list[str]) -> Arrangement:
    problems = []
    fitted = []
    for place, line in enumerate(lines):
        if not line:
            problems.append(Problem("zone", Rule.SHAPE, f"Line {place + 1} is missing."))
        elif len(line) != layout.width:
            message = f"Line {place + 1} of {layout.format} has {len(line)} characters, not {layout.width}."
            problems.append(Problem("zone", Rule.LENGTH, message))
        fitted.append(_fit(line, layout.width, names=place == layout.names_line))
    return Arrangement(layout, "".join(fitted), problems)


def _fit(line: str, width: int, *, names: bool) -> str:
    """Bring a line to its width. Fillers are miscounted most, so the longest run of them grows or shrinks.

    Names are filled up or cut at their end, because a run inside them divides surname and given names.
    """
    if not line[width:].strip("<"):
        line = line[:width]
    runs = [] if names else sorted(_LONG_RUN.finditer(line), key=lambda run: len(run[0]))
    excess = len(line) - width
    if runs and len(runs[-1][0]) > excess:
        end = runs[-1].end()
        line = line[: end - excess] + line[end:] if excess > 0 else line[:end] + "<" * -excess + line[end:]
    return line.ljust(width, "<")[:width]


def _is_visa(layout: Layout) -> bool:
    return layout.types == "V"
