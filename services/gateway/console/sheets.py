"""Sheets that a person is given, printed in a language of theirs and beside it in the officer's."""

from typing import Any

from flask import Flask, request

from limen.plugins.texts import DEFAULT, languages_with_texts, own_first
from limen.printing import language_name
from limen.web.context import web
from services.gateway.console.asking import fetch
from services.gateway.console.blueprint import console, needs
from services.gateway.console.language import text_language


def add_sheets(app: Flask) -> None:
    """Let templates offer the languages."""
    app.jinja_env.globals.update(sheet_languages=sheet_languages)


def sheet_languages() -> list[tuple[str, str]]:
    """Return the languages in which a sheet can be printed, by their own names, the country's first."""
    runtime = web().runtime
    countries = own_first(runtime.plugins, runtime.settings.country)
    return [(tag, language_name(tag)) for tag in (*languages_with_texts(countries), DEFAULT)]


@console.get("/screening-sheet.pdf")
@needs("registration.screening.create")
def screening_sheet() -> Any:
    """Download what a person is told before a screening."""
    chosen = _chosen()
    return fetch("registration", "/screening-sheet.pdf", f"screening-{chosen['language']}.pdf", **chosen)


@console.get("/cases/<uuid:case_id>/decisions/<uuid:decision_id>/notice.pdf")
@needs("readmission.case.read")
def decision_notice(case_id: str, decision_id: str) -> Any:
    """Download the notice of a decision."""
    path = f"/cases/{case_id}/decisions/{decision_id}/notice.pdf"
    return fetch("readmission", path, "notice.pdf", **_chosen())


def _chosen() -> dict[str, str]:
    """Return the person's language, where it is one that can be chosen, and the officer's."""
    wanted = request.args.get("language", "")
    language = wanted if wanted in dict(sheet_languages()) else DEFAULT
    return {"language": language, "beside": text_language().replace("_", "-")}
