"""A report as CSV, XLSX and PDF. Nothing in a cell is ever read as a formula."""

import csv
import io
from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from limen.charts import PRINTED, bar_groups, bars, longest_of
from limen.printing import Attachment, printed
from limen.web.files import File
from services.readmission.statistics import words

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"
_BARS_ON_A_PAGE: Final = 16
_WIDTH: Final = "1002"  # of a landscape page between its margins, in pixels of CSS
_FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_file(report: Mapping[str, Any], form: str) -> File:
    """Return a report as a file; `form` is csv, xlsx or pdf."""
    write, media_type = {"csv": (_csv, CSV), "xlsx": (_xlsx, XLSX), "pdf": (_pdf, PDF)}[form]
    state = f"-{report['counterpart']}" if report["counterpart"] else ""
    name = f"readmission-{report['role']}{state}-{report['period']}.{form}"
    return File(write(report), media_type, name)


def harmless(text: str) -> str:
    """Return text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text


def _csv(report: Mapping[str, Any]) -> bytes:
    """One line for each value, so that any program can pivot it; the byte order mark is for spreadsheets.

    The first lines say what must be known about the report: their table is `about`.
    """
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(["table", "row", "row_name", "column", "column_name", "value", "note"])
    for label, said in words.about(report):
        lines.writerow(["about", "", label, "", "", "", said])
    for table in report["tables"]:
        name = "-".join(filter(None, (table["name"], table["across"], table["measure"])))
        for row, values in _lines(table):
            for column, value in zip(table["columns"], values, strict=True):
                named = [name, row, _named(table["name"], row), column, words.column_name(table, column)]
                shown = ["", words.SUPPRESSED] if value is None else [value, ""]
                lines.writerow([*(harmless(text) for text in named), *shown])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(report: Mapping[str, Any]) -> bytes:
    from openpyxl import Workbook  # brings a library that only this file needs
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    first = book.active
    first.title = "About"
    for label, said in words.about(report):
        _append(first, [label, said])
    for number, table in enumerate(report["tables"], 1):
        sheet = book.create_sheet(f"{number} {words.title(table)}"[:31].rstrip())
        _append(first, [sheet.title, words.title(table)])
        _append(sheet, ["", *(words.column_name(table, column) for column in table["columns"])])
        for row, values in _lines(table):
            shown = [words.SUPPRESSED if value is None else value for value in values]
            _append(sheet, [_named(table["name"], row), *shown])
        sheet.freeze_panes = "B2"
        for cell in sheet[1]:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions["A"].width = 42
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 18, 70
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _append(sheet: Any, values: list[Any]) -> None:
    """Add a row; text stays text, whatever it begins with."""
    sheet.append(values)
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str):
            cell.data_type = "s"
            cell.quotePrefix = cell.value.startswith(_FORMULA_BEGINS)


def _pdf(report: Mapping[str, Any]) -> bytes:
    attached = Attachment("statistics.csv", _csv(report), "The same figures, for machines")
    tables = [
        {
            "title": words.title(table),
            "columns": [words.column_name(table, column) for column in table["columns"]],
            "rows": [(_named(table["name"], row), values) for row, values in _lines(table)],
            "charts": _charts(table, number),
        }
        for number, table in enumerate(report["tables"])
    ]
    return printed(
        "services.readmission.statistics",
        "report.typ",
        "en",
        attachments=[attached],
        about=words.about(report),
        tables=tables,
        suppressed=words.SUPPRESSED,
        period=report["period"],
    )


def _charts(table: Mapping[str, Any], number: int) -> list[Markup]:
    """Draw the chart of a table as the console does, in pieces of which each fits a page."""
    groups = bar_groups(
        table,
        lambda row: words.row_name(table["name"], row),
        lambda column: words.column_name(table, column),
    )
    fitting = _BARS_ON_A_PAGE // len(groups[0][1]) if groups else 1
    return [
        bars(
            f"table-{number}-{begin}",
            words.title(table),
            groups[begin : begin + fitting],
            words.SUPPRESSED,
            width=_WIDTH,
            style=PRINTED,
            longest=longest_of(groups),
        )
        for begin in range(0, len(groups), fitting)
    ]


def _lines(table: Mapping[str, Any]) -> list[tuple[str, list[int | None]]]:
    """Return the rows of a table with its total, which has no code, at the end."""
    lines = [(row["row"], row["values"]) for row in table["rows"]]
    return [*lines, ("", table["total"])] if table["total"] else lines


def _named(table: str, row: str) -> str:
    return words.row_name(table, row) if row else "All"
