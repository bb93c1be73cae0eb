"""The console's style sheets and pictures, cached by browsers for as long as they do not change.

`vendor/` holds the design system; `script/assets` brings it. Without it the pages are plain, and readable.
"""

import hashlib
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app, request, send_from_directory, url_for

from services.gateway.console.blueprint import console

FOLDER: Final = Path(__file__).parent.parent / "static"
_YEAR: Final = 365 * 24 * 3600
_DIGITS: Final = 12


@console.get("/static/<path:name>")
def static_file(name: str) -> Any:
    """Serve a file: for a year when the address names its present content, else only for this once."""
    answer = send_from_directory(FOLDER, name)
    if request.args.get("v") and request.args["v"] == digest(name):
        answer.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        answer.headers["Cache-Control"] = "no-cache"
    return answer


def address(name: str) -> str:
    """Return the address of a file with its content's digest; empty where the file is not there."""
    version = digest(name)
    return url_for("console.static_file", name=name, v=version) if version else ""


def digest(name: str) -> str:
    """Return the digest of a file, read once for each process; empty where the file is not there."""
    known: dict[str, str] = current_app.extensions.setdefault("limen.static", {})
    if name not in known:
        path = FOLDER / name
        known[name] = hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS] if path.is_file() else ""
    return known[name]


def add_static_files(app: Flask) -> None:
    """Give templates the addresses of the files."""
    app.jinja_env.globals.update(static=address)
