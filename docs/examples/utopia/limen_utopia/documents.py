"""Texts of Utopia's printed documents, one file a language."""

from collections.abc import Mapping
from pathlib import Path

from limen.plugins import hookimpl, read_yaml

FOLDER = Path(__file__).with_name("texts")


@hookimpl
def document_texts(language: str) -> Mapping[str, str]:
    """Return the texts of the language's file, none where Utopia has no such file."""
    files = {path.stem: path for path in FOLDER.glob("*.yaml")}
    return read_yaml(files[language]) if language in files else {}
